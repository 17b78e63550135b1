import { laxBoolean, laxInteger, laxNumber } from "../../pydantic/lax";

interface Typed {
  readonly type?: string | readonly string[];
}

/**
 * Converts what is given for a boolean or a number as pydantic does, strings above all: some of the vendor's own examples have them.
 * Anything else stays as it is. Source: docs/contracts/unstructured.md, section 11, item 21.
 */
export function unquote(
  properties: Readonly<Record<string, Typed>>,
  config: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      const { type } = Object.hasOwn(properties, key) ? (properties[key] ?? {}) : {};
      return [key, converted(type, value) ?? value];
    }),
  );
}

function converted(type: Typed["type"], value: unknown): boolean | number | undefined {
  switch (type) {
    case "boolean":
      return laxBoolean(value);
    case "integer":
      return laxInteger(value);
    case "number":
      return laxNumber(value);
    default:
      return undefined;
  }
}
