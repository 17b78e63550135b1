import type { z } from "zod";
import { makesSecret } from "./secret";

/** Any zod schema, from any copy of zod 4. */
export type Schema = z.core.$ZodType;

/** A schema without its wrappers. */
export interface Unwrapped {
  readonly inner: z.core.$ZodTypes;
  /** Whether the value may be missing. */
  readonly isOptional: boolean;
  readonly isNullable: boolean;
  readonly isSecret: boolean;
}

/** Removes the wrappers of a schema and reports what they mean. */
export function unwrap(schema: Schema): Unwrapped {
  let inner = schema as z.core.$ZodTypes;
  const flags = { isOptional: false, isNullable: false, isSecret: false };
  for (;;) {
    const { def } = inner._zod;
    switch (def.type) {
      case "optional":
      case "default":
      case "prefault":
      case "catch":
        flags.isOptional = true;
        inner = def.innerType as z.core.$ZodTypes;
        break;
      case "nullable":
        flags.isNullable = true;
        inner = def.innerType as z.core.$ZodTypes;
        break;
      case "nonoptional":
      case "readonly":
        inner = def.innerType as z.core.$ZodTypes;
        break;
      case "lazy":
        inner = def.getter() as z.core.$ZodTypes;
        break;
      case "pipe":
        flags.isSecret ||= makesSecret(def.out);
        inner = def.in as z.core.$ZodTypes;
        break;
      default:
        return { inner, ...flags };
    }
  }
}

/** The options of a union or intersection, otherwise the schema itself. */
export function alternatives(schema: Schema): Unwrapped[] {
  const unwrapped = unwrap(schema);
  const { def } = unwrapped.inner._zod;
  const parts =
    def.type === "union" ? def.options : def.type === "intersection" ? [def.left, def.right] : undefined;
  return (
    parts?.flatMap((part) =>
      alternatives(part).map((each) => ({ ...each, isSecret: each.isSecret || unwrapped.isSecret })),
    ) ?? [unwrapped]
  );
}

/** Whether an object may have keys that its schema does not name. */
export function isOpen({ catchall }: z.core.$ZodObjectDef): boolean {
  return catchall !== undefined && (catchall as z.core.$ZodTypes)._zod.def.type !== "never";
}

/** The schema one step down, and whether the step comes from the schema. The keys of a record are data. */
function descend({ inner }: Unwrapped, step: PropertyKey): { schema: Schema; isKnown: boolean } | undefined {
  const { def } = inner._zod;
  switch (def.type) {
    case "object": {
      const schema = Object.hasOwn(def.shape, step) ? def.shape[String(step)] : undefined;
      if (schema !== undefined) return { schema, isKnown: true };
      return def.catchall === undefined ? undefined : { schema: def.catchall, isKnown: false };
    }
    case "record":
      return { schema: def.valueType, isKnown: false };
    case "array":
      return { schema: def.element, isKnown: true };
    case "tuple": {
      const schema = def.items[Number(step)] ?? def.rest;
      return schema ? { schema, isKnown: true } : undefined;
    }
    default:
      return undefined;
  }
}

/** What the schema says about the value at a path. */
export interface Location {
  readonly isSecret: boolean;
  /** The part of the path that may be shown: inside a secret, only steps that the schema itself names. */
  readonly shownPath: readonly PropertyKey[];
  /** The schemas that may apply to the value. */
  readonly schemas: readonly Unwrapped[];
}

export function lookUp(schema: Schema, path: readonly PropertyKey[]): Location {
  let schemas = alternatives(schema);
  let isSecret = schemas.some((each) => each.isSecret);
  let shown = path.length;
  path.forEach((step, index) => {
    const next = schemas.flatMap((each) => descend(each, step) ?? []);
    if (isSecret && !next.some(({ isKnown }) => isKnown)) shown = Math.min(shown, index);
    schemas = next.flatMap((each) => alternatives(each.schema));
    isSecret ||= schemas.some((each) => each.isSecret);
  });
  return { isSecret, shownPath: path.slice(0, shown), schemas };
}

/** Whether a value is a secret or contains one. */
export function holdsSecret(schema: Schema, seen: readonly unknown[] = []): boolean {
  return alternatives(schema).some(({ inner, isSecret }) => {
    if (isSecret) return true;
    if (seen.includes(inner)) return false;
    return partsOf(inner).some((part) => holdsSecret(part, [...seen, inner]));
  });
}

function partsOf(schema: z.core.$ZodTypes): Schema[] {
  const { def } = schema._zod;
  switch (def.type) {
    case "object":
      return Object.values(def.shape);
    case "record":
      return [def.valueType];
    case "array":
      return [def.element];
    case "tuple":
      return [...def.items];
    default:
      return [];
  }
}
