import type { ResourceDefinition } from "../definition/definition";
import { handlingOptions } from "../definition/options";
import { optionsKey, withoutReservedKeys } from "../definition/state-keys";
import { errorLine } from "../lifecycle/engine-boundary";
import { shownLines, shownProblems } from "../lifecycle/shown-problems";
import { unsetReferences } from "../secrets/references";
import { secrecyOf } from "../secrets/secrecy";
import { resolveSettings, type ConfigReader } from "../settings/settings";
import type { Fields } from "../values/fields";
import { formatPath, visitLeaves } from "../values/tree";
import { isUnknown } from "../values/unknowns";
import type { Findings } from "./findings";

export interface CheckOptions {
  readonly config: ConfigReader;
  /** Whether a variable of `fromEnv` that is not set is a problem. Otherwise its value is not checked. */
  readonly variablesMustBeSet: boolean;
}

/** Checks a resource as the provider host does. @param name The resource's own name. */
export async function checkResource(
  definition: ResourceDefinition,
  name: string,
  inputs: Fields,
  { config, variablesMustBeSet }: CheckOptions,
  findings: Findings,
): Promise<void> {
  const { kind, platform } = definition;
  const secrecy = secrecyOf(definition, config, [inputs]);
  const { scrub } = secrecy;
  const subject = `${kind} ${scrub(JSON.stringify(name))}`;
  const given = withoutReservedKeys(inputs);
  try {
    // What is wrong with the settings is wrong for all resources of the account.
    const { wrong } = resolveSettings(platform, config, handlingOptions(inputs).account);
    const problems = await shownProblems(definition, config, inputs, scrub);
    for (const problem of problems) {
      const isOfResource = !wrong.includes(problem) || problem.startsWith("options.");
      findings.problem(isOfResource ? `${subject}: ${problem}` : `${platform.name}: ${problem}`);
    }
  } catch (error) {
    findings.problem(`${subject}: ${errorLine(error, secrecy)}`);
  }
  const show = (lines: readonly string[]): string[] =>
    shownLines(definition, inputs, lines, scrub).map((line) => `${subject}: ${line}`);
  for (const line of show(unsetReferences(given))) {
    if (variablesMustBeSet) findings.problem(line);
    else findings.isNotChecked(line);
  }
  for (const line of show(unknownPaths({ ...given, options: inputs[optionsKey] })))
    findings.isNotChecked(line);
}

function unknownPaths(inputs: Fields): string[] {
  const paths: string[] = [];
  visitLeaves(inputs, (leaf, path) => {
    if (isUnknown(leaf)) paths.push(`${formatPath(path)}: not known yet`);
  });
  return paths;
}
