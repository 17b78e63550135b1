import { join } from "node:path";
import { catalogFile, catalogTypes } from "../../../sandbox/src/platforms/catalog-files";
import { repository } from "../../harness/project";

export type Config = Readonly<Record<string, unknown>>;

/** A JSON Schema of the catalog, as far as tests look into it. */
export interface Schema {
  readonly title?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly examples?: readonly Config[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly not?: Schema;
  readonly dependentRequired?: Readonly<Record<string, readonly string[]>>;
  readonly $defs?: { readonly credentials?: Schema };
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

function requiredWays({ required = [], properties = {} }: Schema, value: Config): string[][] {
  const deeper = Object.entries(properties).flatMap(([key, property]) => {
    const inner = value[key];
    return property.properties === undefined || typeof inner !== "object" || inner === null
      ? []
      : requiredWays(property, inner as Config).map((way) => [key, ...way]);
  });
  return [...required.map((key) => [key]), ...deeper];
}

function lacking(value: Config, [key = "", ...way]: readonly string[]): Config {
  const { [key]: inner, ...rest } = value;
  return way.length === 0 ? rest : { ...rest, [key]: lacking(inner as Config, way) };
}

export function without(config: Config, keys: readonly string[]): Config {
  return Object.fromEntries(Object.entries(config).filter(([key]) => !keys.includes(key)));
}
