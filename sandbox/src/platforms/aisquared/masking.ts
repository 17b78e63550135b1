import { isJsonObject, type JsonObject } from "../../json-object";

/** What stands in place of a secret. */
export const mask = "*************";

/**
 * Masks every value whose key is that of a secret, at any depth, even if it is null or empty.
 * Source: docs/contracts/aisquared.md, section 4.3.
 */
export function masked(configuration: JsonObject, secrets: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(
    Object.entries(configuration).map(([key, value]) => [
      key,
      secrets.has(key) ? mask : maskedWithin(value, secrets),
    ]),
  );
}

function maskedWithin(value: unknown, secrets: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => maskedWithin(item, secrets));
  return isJsonObject(value) ? masked(value, secrets) : value;
}
