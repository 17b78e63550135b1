import { secretPaths, secretsAt } from "../catalog/secrets";
import { fieldsAt, isFields, type Fields } from "../values/fields";
import type { ResourceDefinition } from "./definition";

/** What makes an object the wire form of a secret. Source: @pulumi/pulumi, `runtime/rpc`, `specialSigKey` and `specialSecretSig`. */
const secretMark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" } as const;

/**
 * Inputs or outputs as they go to the engine, every secret of the configuration marked as one. The engine marks by itself only
 * what was a secret at the same path of the inputs, so a secret that stands elsewhere would be stored in the clear.
 */
export function sealed(definition: ResourceDefinition, fields: Fields): Record<string, unknown> {
  const { field, typeField, catalog } = definition.config;
  if (!isFields(fields[field])) return { ...fields };
  return { ...fields, [field]: seal(fieldsAt(fields, field), secretPaths(catalog, fields[typeField])) };
}

function seal(config: Fields, paths: readonly string[] | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, sealValue(value, key, paths)]),
  );
}

function sealValue(value: unknown, key: string, paths: readonly string[] | undefined): unknown {
  if (value === undefined) return undefined;
  const secrets = secretsAt(paths, key);
  if (secrets === "secret") return { ...secretMark, value };
  return isFields(value) && secrets.length > 0 ? seal(value, secrets) : value;
}
