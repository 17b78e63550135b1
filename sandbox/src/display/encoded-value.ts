import { parse } from "yaml";
import { isList, isMap, type PropertyMap, type PropertyValue } from "../engine/values/property";

/** A list or map that was encoded in a string. */
export interface EncodedValue {
  readonly kind: "json" | "yaml";
  readonly value: readonly PropertyValue[] | PropertyMap;
}

/**
 * Decodes a string that contains a list or a map in JSON or YAML. The CLI displays and compares the decoded value.
 * Source: pulumi/pulumi, `decodeValue` in `pkg/backend/display/object_diff.go`.
 */
export function decodeValue(text: string): EncodedValue | undefined {
  const trimmed = text.trim();
  const json = tryDecode(() => JSON.parse(trimmed));
  if (json !== undefined) return toEncoded("json", json.value);
  // A single line `key: value` is more likely a sentence than YAML.
  if (!/[\r\n]/.test(trimmed)) return undefined;
  const yaml = tryDecode(() => parse(trimmed, { merge: true, logLevel: "error" }));
  return yaml && toEncoded("yaml", yaml.value);
}

function toEncoded(kind: EncodedValue["kind"], value: PropertyValue): EncodedValue | undefined {
  return isList(value) || isMap(value) ? { kind, value } : undefined;
}

/** @returns undefined if the decoder throws. */
function tryDecode(decode: () => unknown): { readonly value: PropertyValue } | undefined {
  try {
    return { value: decode() as PropertyValue };
  } catch {
    return undefined;
  }
}
