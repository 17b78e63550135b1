import { definedKeys, isFields } from "./fields";

/** The same text for equal values, whatever the order of their keys is: engines sort them. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isFields(value)) return value;
  return definedKeys(value)
    .sort()
    .map((key) => [key, sorted(value[key])]);
}
