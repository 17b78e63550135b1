import type { ResourceDefinition } from "../definition/definition";
import { isFields, type Fields } from "../values/fields";
import { isReference } from "../values/reference";
import { type SecretPaths } from "../values/secret-paths";
import { descend, mapTree } from "../values/tree";
import { allSecrets } from "./all-secrets";

/** The wire form of a secret. Source: @pulumi/pulumi, `runtime/rpc`, `specialSigKey` and `specialSecretSig`. */
const secretMark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" } as const;

/**
 * Inputs or outputs as they go to the engine, with every secret marked. The engine marks by itself only what was a secret at the same path
 * of the inputs; a secret at any other path would be stored in the clear.
 */
export function markSecrets(definition: ResourceDefinition, fields: Fields): Record<string, unknown> {
  return withMarks(fields, allSecrets(definition, fields)) as Record<string, unknown>;
}

/** The paths of the secrets go down with the values, so that no path is looked up from the root again. */
function withMarks(value: unknown, secrets: SecretPaths): unknown {
  if (value === undefined) return undefined;
  if (isReference(value)) return { ...value, fingerprint: marked(value.fingerprint) };
  if (secrets.isSecret) return marked(value);
  if (Array.isArray(value)) return value.map((item, index) => withMarks(item, secrets.at(index)));
  if (!isFields(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, withMarks(item, secrets.at(key))] as const);
  return Object.fromEntries(entries);
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
