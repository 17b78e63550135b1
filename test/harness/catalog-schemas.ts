import { join } from "node:path";
import { catalogFile, catalogTypes } from "../../sandbox/src/catalog/catalog-files";
import { repository } from "./project";

export type Config = Readonly<Record<string, unknown>>;

/** A JSON Schema of the catalog, as far as tests look into it. */
export interface Schema {
  readonly title?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly examples?: readonly Config[];
  readonly description?: string;
  readonly items?: Schema;
  readonly default?: unknown;
  readonly writeOnly?: boolean;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly additionalProperties?: boolean | Schema;
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
  readonly "x-spellingOf"?: string;
  readonly "x-documentation"?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly not?: Schema;
  readonly dependentRequired?: Readonly<Record<string, readonly string[]>>;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly [keyword: string]: unknown;
}

/** The types that a folder of the repository describes, with what it says of each. */
export function described(folder: string): [name: string, schema: Schema][] {
  const path = join(repository, folder);
  return catalogTypes(path).map((name) => [name, catalogFile(path, name) as Schema]);
}

/** Each example of a schema without one key that is required in it, and the way to that key. */
export function incomplete(schema: Schema): [way: string, config: Config][] {
  return (schema.examples ?? []).flatMap((example) =>
    requiredWays(schema, example).map((way): [string, Config] => [way.join("."), lacking(example, way)]),
  );
}

/** The ways to the required keys of an object and of the objects in it. */
export function requiredWays({ required = [], properties = {} }: Schema, value: Config): string[][] {
  const deeper = Object.entries(properties).flatMap(([key, property]) => {
    const inner = value[key];
    return property.properties === undefined || typeof inner !== "object" || inner === null
      ? []
      : requiredWays(property, inner as Config).map((way) => [key, ...way]);
  });
  return [...required.map((key) => [key]), ...deeper];
}

/** A value without the key at the end of a way. */
export function lacking(value: Config, [key = "", ...way]: readonly string[]): Config {
  const { [key]: inner, ...rest } = value;
  return way.length === 0 ? rest : { ...rest, [key]: lacking(inner as Config, way) };
}

/** A value without some of its keys. */
export function without(config: Config, keys: readonly string[]): Config {
  return Object.fromEntries(Object.entries(config).filter(([key]) => !keys.includes(key)));
}

/** The keys that a schema and its alternatives name. */
export function namedKeys({
  required = [],
  properties = {},
  oneOf = [],
  anyOf = [],
  allOf = [],
  not,
  dependentRequired = {},
}: Schema): string[] {
  const parts = [...oneOf, ...anyOf, ...allOf, ...(not === undefined ? [] : [not])];
  return [
    ...required,
    ...Object.keys(properties),
    ...Object.entries(dependentRequired).flatMap(([key, needed]) => [key, ...needed]),
    ...parts.flatMap(namedKeys),
  ];
}

/** What makes a configuration meet an alternative, each key in its first spelling. */
export function needs(
  schema: Schema,
  { required = [], properties = {}, allOf = [], anyOf: [first] = [] }: Schema,
): Config {
  const own = required.map((key) => [
    key,
    properties[key]?.const ?? (schema.properties?.[key]?.format === "uri" ? "https://a.example" : "value"),
  ]);
  const parts = [...allOf, ...(first === undefined ? [] : [first])];
  const ofParts = parts.flatMap((part) => Object.entries(needs(schema, part)));
  const needed = Object.fromEntries([...own, ...ofParts]) as Config;
  // Where the platform's own credentials are used, addresses are of another kind.
  return needed.ambient_credentials === true ? { ...needed, remote_url: "https://b.example/" } : needed;
}
