import type { ResourceDefinition } from "../definition/definition";
import { scrubProblem } from "../secrets/scrub-problem";
import type { Scrubber } from "../secrets/scrub";
import type { ConfigReader } from "../settings/settings";
import type { Fields } from "../values/fields";
import { withoutExcess } from "../values/excess";
import { check, keysOfProblems } from "./check";

/** What `check` finds, one line a problem, as it may be shown. @param scrub Takes the object's secrets out of a text. */
export async function shownProblems(
  definition: ResourceDefinition,
  config: ConfigReader,
  inputs: Fields,
  scrub: Scrubber,
): Promise<string[]> {
  return shownLines(definition, inputs, await check(definition, config, inputs), scrub);
}

/** Lines about single inputs, path first, as they may be shown. */
export function shownLines(
  definition: ResourceDefinition,
  inputs: Fields,
  lines: readonly string[],
  scrub: Scrubber,
): string[] {
  if (lines.length === 0) return [];
  const known = keysOfProblems(definition, inputs);
  return lines.map((line) => withoutExcess(scrubProblem(line, known, scrub)));
}
