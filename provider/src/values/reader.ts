import { isFields, type Fields } from "./fields";

/** Reads fields of a response body and ignores values of the wrong type. */
export function reader(body: unknown): {
  readonly fields: Fields;
  /** A non-empty string, otherwise undefined. */
  readonly text: (key: string) => string | undefined;
  /** A string, which may be empty, or null; otherwise undefined. */
  readonly textOrNull: (key: string) => string | null | undefined;
} {
  const fields: Fields = isFields(body) ? body : {};
  const text = (key: string): string | undefined => {
    const value = fields[key];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const textOrNull = (key: string): string | null | undefined => {
    const value = fields[key];
    return value === null || typeof value === "string" ? value : undefined;
  };
  return { fields, text, textOrNull };
}
