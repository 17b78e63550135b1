import type { StoredValue } from "./config-path";
import { Timestamp } from "./go-scalar";
import { isYamlMap, type YamlValue } from "./go-yaml";

/** A value of a YAML file as a stack has it. @param timeText The text of a timestamp in it. */
export function withTexts(value: YamlValue, timeText: (time: Timestamp) => string): StoredValue {
  if (value instanceof Timestamp) return timeText(value);
  if (Array.isArray(value)) return value.map((item) => withTexts(item, timeText));
  if (!isYamlMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withTexts(item, timeText)]));
}
