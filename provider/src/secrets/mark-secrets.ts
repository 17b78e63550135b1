import type { ResourceDefinition } from "../definition/definition";
import { attemptsKey, identityKey } from "../definition/state-keys";
import { isFields, type Fields } from "../values/fields";
import { isReference } from "../values/reference";
import { descend, mapTree, type Path } from "../values/tree";
import { allSecrets } from "./all-secrets";

/** The wire form of a secret. Source: @pulumi/pulumi, `runtime/rpc`, `specialSigKey` and `specialSecretSig`. */
const secretMark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" } as const;

/**
 * Inputs or outputs as they go to the engine, with every secret marked. The engine marks by itself only what was a secret at the same path
 * of the inputs; a secret at any other path would be stored in the clear.
 */
export function markSecrets(definition: ResourceDefinition, fields: Fields): Record<string, unknown> {
  const secrets = allSecrets(definition, fields);
  return mapTree(fields, (value, path) => {
    if (value === undefined) return undefined;
    if (isReference(value)) return { ...value, fingerprint: marked(value.fingerprint) };
    return isOwnSecret(path) || secrets.covers(path) ? marked(value) : descend;
  }) as Record<string, unknown>;
}

/** Whether a path leads to a secret that only this package puts into a state. */
function isOwnSecret([first, second]: Path): boolean {
  return first === attemptsKey || (first === identityKey && second === "key");
}

/** The values without their marks, as the engine hands them to the provider host. */
export function unmarked(value: unknown): unknown {
  return mapTree(value, (each) => (isMarked(each) ? unmarked(each.value) : descend));
}

/** Whether a value is marked as a secret, in a message or in a stored state. */
export function isMarked(value: unknown): value is { readonly value: unknown } {
  return isFields(value) && Object.entries(secretMark).every(([key, mark]) => value[key] === mark);
}

function marked(value: unknown): Record<string, unknown> {
  return { ...secretMark, value };
}
