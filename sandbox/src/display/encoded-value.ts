import { parse } from "yaml";
import { isList, isMap, type PropertyMap, type PropertyValue } from "../engine/values/property";

/** A text that is the JSON or YAML of a list or a map. */
export interface EncodedValue {
  readonly kind: "json" | "yaml";
  readonly value: readonly PropertyValue[] | PropertyMap;
}

/**
 * Reads a text that stands for a list or a map: the CLI shows and compares what such a text means.
 * Source: pulumi/pulumi, `decodeValue` in `pkg/backend/display/object_diff.go`.
 */
export function decodeValue(text: string): EncodedValue | undefined {
  const trimmed = text.trim();
  const json = read(() => JSON.parse(trimmed));
  if (json !== undefined) return toEncoded("json", json.value);
  // On one line `key: value` is more likely a sentence than YAML.
  if (!/[\r\n]/.test(trimmed)) return undefined;
  const yaml = read(() => parse(trimmed, { merge: true, logLevel: "error" }));
  return yaml && toEncoded("yaml", yaml.value);
}

function toEncoded(kind: EncodedValue["kind"], value: PropertyValue): EncodedValue | undefined {
  return isList(value) || isMap(value) ? { kind, value } : undefined;
}

/** @returns undefined if there is nothing to be read: not every text means something. */
function read(decode: () => unknown): { readonly value: PropertyValue } | undefined {
  try {
    return { value: decode() as PropertyValue };
  } catch {
    return undefined;
  }
}
