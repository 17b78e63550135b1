import { secretsAt } from "../catalog/secrets";
import { isFields, type Fields } from "../values/fields";
import { isReference } from "../values/reference";
import type { ResourceDefinition } from "../definition/definition";
import { attemptsKey, secretsOfProgram } from "../definition/state-keys";
import { waysToSecrets } from "./secret-values";

/** What makes an object the wire form of a secret. Source: @pulumi/pulumi, `runtime/rpc`, `specialSigKey` and `specialSecretSig`. */
const secretMark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" } as const;

/**
 * Inputs or outputs as they go to the engine, every secret among them marked as one. The engine marks by itself only what was a
 * secret at the same path of the inputs, so a secret that stands elsewhere would be stored in the clear.
 */
export function sealed(definition: ResourceDefinition, fields: Fields): Record<string, unknown> {
  return seal(fields, [...waysToSecrets(definition, fields), ...secretsOfProgram(fields), attemptsKey]);
}

function seal(fields: Fields, paths: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, sealValue(value, secretsAt(paths, key))]),
  );
}

function sealValue(value: unknown, secrets: "secret" | readonly string[]): unknown {
  if (value === undefined) return undefined;
  if (isReference(value)) return { ...value, fingerprint: sealValue(value.fingerprint, "secret") };
  if (secrets === "secret") return { ...secretMark, value };
  if (Array.isArray(value)) {
    return value.map((item, index) => sealValue(item, secretsAt(secrets, String(index))));
  }
  return isFields(value) ? seal(value, secrets) : value;
}
