import { join } from "node:path";
import { catalogFile, catalogTypes } from "../../sandbox/src/catalog/catalog-files";
import { repository } from "./project";

export type Config = Readonly<Record<string, unknown>>;

/** The keywords of the catalog's JSON Schemas that tests use. */
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
  readonly "x-format"?: string;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly not?: Schema;
  readonly dependentRequired?: Readonly<Record<string, readonly string[]>>;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly [keyword: string]: unknown;
}

/** The types in a folder of the repository, with their schemas. */
export function described(folder: string): [name: string, schema: Schema][] {
  const path = join(repository, folder);
  return catalogTypes(path).map((name) => [name, catalogFile(path, name) as Schema]);
}

/** Each example of a schema without one of its required keys, and the path of that key. */
export function incomplete(schema: Schema): [path: string, config: Config][] {
  return (schema.examples ?? []).flatMap((example) =>
    requiredWays(schema, example).map((path): [string, Config] => [path.join("."), lacking(example, path)]),
  );
}

/** The paths of the required keys of an object and of nested objects. */
export function requiredWays({ required = [], properties = {} }: Schema, value: Config): string[][] {
  const deeper = Object.entries(properties).flatMap(([key, property]) => {
    const inner = value[key];
    return property.properties === undefined || typeof inner !== "object" || inner === null
      ? []
      : requiredWays(property, inner as Config).map((path) => [key, ...path]);
  });
  return [...required.map((key) => [key]), ...deeper];
}

/** Removes the key at a path. */
export function lacking(value: Config, [key = "", ...path]: readonly string[]): Config {
  const { [key]: inner, ...rest } = value;
  return path.length === 0 ? rest : { ...rest, [key]: lacking(inner as Config, path) };
}

/** Removes some keys. */
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

/** The keys that a configuration needs to satisfy an alternative, each under its first alias. */
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
  // Ambient credentials require another form of URL.
  return needed.ambient_credentials === true ? { ...needed, remote_url: "https://b.example/" } : needed;
}
