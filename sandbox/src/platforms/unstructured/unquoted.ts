/** What the catalog says of a key, as far as this needs it. */
interface Typed {
  readonly type?: string | readonly string[];
}

/**
 * A configuration whose numbers and booleans are out of the quotes that some of the vendor's own examples have around them.
 * Source: docs/contracts/unstructured.md, section 11, item 21.
 */
export function unquoted(
  properties: Readonly<Record<string, Typed>>,
  config: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      const { type } = Object.hasOwn(properties, key) ? (properties[key] ?? {}) : {};
      return [key, typeof value === "string" ? (read(type, value) ?? value) : value];
    }),
  );
}

function read(type: Typed["type"], text: string): boolean | number | undefined {
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  if ((type === "integer" || type === "number") && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  return undefined;
}
