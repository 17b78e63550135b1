import type { ResourceDefinition } from "../definition/definition";
import { overwrittenKey } from "../definition/state-keys";
import { isEqual, isFields, omit, type Fields } from "../values/fields";
import { visitLeaves } from "../values/tree";
import { foreignSecret } from "./foreign-secret";
import { possiblySecretValues, secretValues } from "./known-secrets";

/** The outputs as they were before secrets were overwritten on the platform. Tolerates any state. */
export function overwrittenVersions(recorded: Fields): Fields[] {
  return overwrittenIn(recorded).map((before) => ({ ...recorded, ...before }));
}

/**
 * The outputs after a read, with the arguments whose secrets somebody else has overwritten or removed on the platform. It may repeat them
 * in an error until the next update, so messages must still be scrubbed of them.
 *
 * @param recorded The outputs before.
 */
export function withOverwritten(
  definition: ResourceDefinition,
  recorded: Fields,
  outputs: Fields,
): Record<string, unknown> {
  const left = secretsIn(definition, outputs);
  const changed = Object.keys(definition.arguments).filter((name) => !isEqual(recorded[name], outputs[name]));
  const before = Object.fromEntries(changed.map((name) => [name, recorded[name]]));
  const overwritten = [...overwrittenIn(recorded), before].filter((each) =>
    [...secretsIn(definition, { ...recorded, ...each })].some((secret) => !left.has(secret)),
  );
  return { ...omit(outputs, [overwrittenKey]), ...kept(overwritten) };
}

/**
 * What a write leaves overwritten; with `ignoreChanges`, it does not send those arguments.
 *
 * @param isSent Whether it has sent an argument.
 */
export function stillOverwritten(olds: Fields, isSent: (name: string) => boolean): Fields {
  return kept(overwrittenIn(olds).filter((before) => !Object.keys(before).every(isSent)));
}

function kept(overwritten: readonly Fields[]): Fields {
  return overwritten.length === 0 ? {} : { [overwrittenKey]: overwritten };
}

function overwrittenIn(recorded: Fields): Fields[] {
  const versions = recorded[overwrittenKey];
  return Array.isArray(versions) ? versions.filter(isFields) : [];
}

/** The texts and numbers that are secrets, or may be. */
function secretsIn(definition: ResourceDefinition, fields: Fields): Set<unknown> {
  const secrets = new Set<unknown>();
  visitLeaves(
    [secretValues(definition, fields), possiblySecretValues(definition, fields)],
    (leaf) => leaf !== foreignSecret && (leaf ?? "") !== "" && secrets.add(leaf),
  );
  return secrets;
}
