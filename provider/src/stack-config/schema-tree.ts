import type { z } from "zod";
import { makesSecret } from "./secret";

/** A zod schema of any kind, of any copy of zod 4. */
export type Schema = z.core.$ZodType;

/** A schema without what stands around it. */
export interface Unwrapped {
  readonly inner: z.core.$ZodTypes;
  /** Whether it may be left out. */
  readonly isOptional: boolean;
  readonly isNullable: boolean;
  readonly isSecret: boolean;
}

/** What a schema reads, with what stands around it told apart. */
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

/** A schema, or those of which it is a choice. */
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

/** Whether an object of a schema may have keys that the schema does not name. */
export function isOpen({ catchall }: z.core.$ZodObjectDef): boolean {
  return catchall !== undefined && (catchall as z.core.$ZodTypes)._zod.def.type !== "never";
}

/** The schemas of what is one step inside, and whether the schema knows the step, which in a record is data. */
function inside({ inner }: Unwrapped, step: PropertyKey): { schema: Schema; isKnown: boolean } | undefined {
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

/** What the schema says of the value at the end of a way. */
export interface Place {
  readonly isSecret: boolean;
  /** The way as far as it may be shown: of a secret, only what the schema itself names. */
  readonly shownPath: readonly PropertyKey[];
  /** What the value may be. */
  readonly schemas: readonly Unwrapped[];
}

export function placeOf(schema: Schema, path: readonly PropertyKey[]): Place {
  let schemas = alternatives(schema);
  let isSecret = schemas.some((each) => each.isSecret);
  let shown = path.length;
  path.forEach((step, index) => {
    const next = schemas.flatMap((each) => inside(each, step) ?? []);
    if (isSecret && !next.some(({ isKnown }) => isKnown)) shown = Math.min(shown, index);
    schemas = next.flatMap((each) => alternatives(each.schema));
    isSecret ||= schemas.some((each) => each.isSecret);
  });
  return { isSecret, shownPath: path.slice(0, shown), schemas };
}

/** Whether a value of a schema is a secret or has one inside. */
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
