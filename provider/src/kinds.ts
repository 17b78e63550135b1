import type { ResourceDefinition } from "./definition/definition";
import { exportedDefinitions } from "./definition/exported-definitions";
import { typeToken } from "./definition/kind";
import * as platforms from "./index";
import { own } from "./values/fields";

/** The definitions of all kinds: those whose classes the package exports, platform by platform. */
export const kinds = Object.values(platforms)
  .filter((platform) => typeof platform === "object")
  .flatMap(exportedDefinitions);

/** The names of all platforms. */
export const platformNames = [...new Set(kinds.map(({ platform }) => platform.name))];

const byToken: Readonly<Record<string, ResourceDefinition>> = Object.fromEntries(
  kinds.map((definition) => [typeToken(definition.kind), definition]),
);

/** The definition of the kind with a type token; undefined if the type is not of this package. */
export function definitionOf(type: string): ResourceDefinition | undefined {
  return own(byToken, type);
}
