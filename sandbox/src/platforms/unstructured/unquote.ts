interface Typed {
  readonly type?: string | readonly string[];
}

/**
 * Parses numbers and booleans that are given as strings, as in some of the vendor's own examples.
 * Source: docs/contracts/unstructured.md, section 11, item 21.
 */
export function unquote(
  properties: Readonly<Record<string, Typed>>,
  config: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      const { type } = Object.hasOwn(properties, key) ? (properties[key] ?? {}) : {};
      return [key, typeof value === "string" ? (parse(type, value) ?? value) : value];
    }),
  );
}

function parse(type: Typed["type"], text: string): boolean | number | undefined {
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  if ((type === "integer" || type === "number") && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  return undefined;
}
