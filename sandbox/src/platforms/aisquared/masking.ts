import { isJsonObject } from "../../json-object";
import type { Fields } from "./tables";

const mask = "*************";

/**
 * A configuration with asterisks in place of every value whose key is a secret's, at whatever depth, even if it is null or empty.
 * Source: docs/contracts/aisquared.md, section 4.3.
 */
export function masked(configuration: Fields, secrets: ReadonlySet<string>): Fields {
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
