import fc from "fast-check";
import { namedKeys, type Config, type Schema } from "./catalog-schemas";

/** Contained in every secret string that has no fixed format. */
export const canary = "CANARY";

/** Random valid configurations of a schema, with varying keys, aliases and alternatives. */
export function randomConfig(schema: Schema): fc.Arbitrary<Config> {
  const { if: condition = {}, then = {}, else: otherwise = {} } = schema;
  return fc
    .record({
      keys: keysOf(schema),
      all: fc.record(valuesOf(schema.properties ?? {})),
      then: fc.record(valuesOf(then.properties ?? {})),
      else: fc.record(valuesOf(otherwise.properties ?? {})),
    })
    .map(({ keys, all, ...cases }) => {
      const values = { ...all, ...requiredValues(schema, keys) };
      const isCase = Object.entries(condition.properties ?? {}).every(
        ([key, { const: value }]) => keys.includes(key) && values[key] === value,
      );
      const whole: Config = { ...values, ...(isCase ? cases.then : cases.else) };
      return Object.fromEntries(keys.map((key) => [key, whole[key]]));
    });
}

/** The constants required by the alternative that the keys satisfy. */
function requiredValues({ oneOf = [] }: Schema, keys: readonly string[]): Config {
  const constants = oneOf
    .filter((alternative) => fits(alternative, keys))
    .flatMap(({ properties = {} }) => Object.entries(properties))
    .filter(([, { const: value }]) => value !== undefined);
  return Object.fromEntries(constants.map(([key, { const: value }]) => [key, value]));
}

function fits({ required = [], allOf = [] }: Schema, keys: readonly string[]): boolean {
  return (
    required.every((key) => keys.includes(key)) &&
    allOf.every((part) => (part.anyOf ?? [part]).some((each) => fits(each, keys)))
  );
}

/** Compatible keys: the required ones, one alternative and some optional ones, each under one alias. */
function keysOf(schema: Schema): fc.Arbitrary<string[]> {
  const { required = [], oneOf = [], anyOf = [], allOf = [], dependentRequired = {} } = schema;
  const properties = schema.properties ?? {};
  const special = new Set([...oneOf, ...anyOf, ...allOf].flatMap(namedKeys));
  const optional = Object.keys(properties).filter((key) => !required.includes(key) && !special.has(key));
  return fc
    .record({
      alternative: oneOf.length === 0 ? fc.constant([]) : fc.constantFrom(...oneOf).chain(keysNeeded),
      several: anyOf.length === 0 ? fc.constant([]) : fc.subarray(anyOf.flatMap(namedKeys), { minLength: 1 }),
      aliased: fc.tuple(...allOf.map(keysNeeded)).map((each) => each.flat()),
      optional: fc.subarray(optional),
    })
    .map(({ alternative, several, aliased, optional: chosen }) => {
      const keys = [...required, ...alternative, ...several, ...aliased, ...chosen];
      const needed = keys.flatMap((key) => dependentRequired[key] ?? []);
      return onePerField(properties, [...keys, ...needed]);
    });
}

function keysNeeded({ required = [], allOf = [], anyOf = [] }: Schema): fc.Arbitrary<string[]> {
  const parts = allOf.map(keysNeeded);
  if (anyOf.length > 0) parts.push(fc.constantFrom(...anyOf).chain(keysNeeded));
  return fc.tuple(...parts).map((each) => [...required, ...each.flat()]);
}

function onePerField(properties: Readonly<Record<string, Schema>>, keys: readonly string[]): string[] {
  const byField = new Map<string, string>();
  for (const key of keys) {
    const field = properties[key]?.["x-spellingOf"] ?? key;
    if (!byField.has(field)) byField.set(field, key);
  }
  return [...byField.values()];
}

function valuesOf(properties: Readonly<Record<string, Schema>>): Record<string, fc.Arbitrary<unknown>> {
  return Object.fromEntries(
    Object.entries(properties).map(([key, property]) => [key, valueOf(property)] as const),
  );
}

function valueOf(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  return fc.oneof(...[schema.type ?? "string"].flat().map((type) => valueOfType(schema, type)));
}

function valueOfType(schema: Schema, type: string): fc.Arbitrary<unknown> {
  switch (type) {
    case "string":
      return text(schema);
    case "integer":
      return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 100_000 });
    case "number":
      return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 100_000 }).map((n) => n / 4);
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(valueOf(schema.items ?? {}), { minLength: schema.minItems ?? 0, maxLength: 3 });
    case "object":
      return object(schema);
    default:
      throw new Error(`no values of type ${type}`);
  }
}

function object(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.properties !== undefined) return randomConfig(schema);
  const values = typeof schema.additionalProperties === "object" ? schema.additionalProperties : {};
  return fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), valueOf(values), { maxKeys: 3 });
}

const formats: Readonly<Record<string, fc.Arbitrary<string>>> = {
  uri: fc.webUrl(),
  email: fc.constantFrom("someone@example.com", "a.b+c@sub.example.org"),
  hostname: fc.constantFrom("db.example.com", "localhost", "10.0.0.7"),
};

function text({
  "x-format": documented,
  format = documented,
  pattern,
  minLength = 0,
  writeOnly,
}: Schema): fc.Arbitrary<string> {
  const matches = (any: string): boolean => pattern === undefined || new RegExp(pattern).test(any);
  const known = format === undefined ? undefined : formats[format];
  if (known !== undefined) return known.filter(matches);
  if (pattern === undefined) {
    const any = fc.string({ minLength: Math.max(1, minLength) });
    return writeOnly ? any.map((each) => canary + each) : any;
  }
  const whole = new RegExp(pattern.endsWith("$") ? pattern : `${pattern}[a-z0-9./]{1,20}$`);
  return fc.stringMatching(whole).map((each) => each.padEnd(minLength, "a"));
}
