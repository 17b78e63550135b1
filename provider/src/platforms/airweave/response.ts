import { isFields, type Fields } from "../../values/fields";

/** What an answer says under a key, as far as it is usable. */
export function reader(body: unknown): {
  readonly fields: Fields;
  /** A text; undefined if there is none, or an empty one. */
  readonly text: (key: string) => string | undefined;
  /** A text, which may be empty, or null where the platform says that there is none. */
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
