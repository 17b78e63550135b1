import { catalogFile, catalogFolder, catalogTypes } from "../../catalog/catalog-files";
import { isJsonObject, type JsonObject } from "../../json-object";
import { schemaErrors } from "../../catalog/schema-errors";
import { mapSchemas, allowingAnyKey } from "../../catalog/subschemas";
import type { Role } from "./tables";

/** A JSON Schema of the provider package's catalog, or a subschema. */
export interface Schema extends JsonObject {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly writeOnly?: boolean;
  /** False for a secret that the server does not mask. */
  readonly "x-masked"?: boolean;
}

interface CatalogFile extends Schema {
  readonly title: string;
  readonly description?: string;
  readonly "x-documentation"?: string;
  readonly "x-connector": {
    readonly category: string;
    readonly sub_category?: string;
    readonly stream_type?: string;
    /** The streams of a static catalog, where they are known. */
    readonly streams?: readonly string[];
    readonly query_type?: string;
  };
}

/** A connector definition, from the catalog of the provider package. */
export interface Definition {
  readonly name: string;
  readonly role: Role;
  readonly file: CatalogFile;
  readonly icon: string;
  /** The keys whose values the server masks, from all levels. Source: docs/contracts/aisquared.md, section 4.3. */
  readonly secrets: ReadonlySet<string>;
  /** Whether a configuration is valid. Source: docs/contracts/aisquared.md, section 4.1. */
  accepts(configuration: unknown): boolean;
}

const known = new Map<Role, readonly Definition[]>();

/** All enabled connector definitions. */
export function definitions(role: Role): readonly Definition[] {
  const read = known.get(role) ?? readDefinitions(role);
  known.set(role, read);
  return read;
}

export function definition(role: Role, name: string): Definition | undefined {
  return definitions(role).find((one) => one.name === name);
}

/** Whether a connector is an AI model. The catalog of these is defined by the user. */
export function isAiModel(category: string): boolean {
  return category === "AI Model";
}

function readDefinitions(role: Role): Definition[] {
  const folder = catalogFolder(`aisquared/${role}`);
  return catalogTypes(folder).map((name) => {
    const file = catalogFile(folder, name) as CatalogFile;
    const errors = schemaErrors(() => asServed(file));
    return {
      name,
      role,
      file,
      icon: `https://example.com/icons/${role}/${name}.svg`,
      secrets: new Set(secretKeys(file)),
      accepts: (configuration) => errors(configuration).length === 0,
    };
  });
}

/**
 * A schema in the server's form: it allows unknown keys, has no fixed strings, and marks masked secrets.
 * Source: docs/contracts/aisquared.md, sections 4.1 and 4.3.
 */
export function asServed(schema: Schema): JsonObject {
  return mapSchemas(schema, (part) => {
    const { "x-fixed": fixed, const: constant, ...rest } = allowingAnyKey(part);
    const kept = Object.entries(
      fixed === true || constant === undefined ? rest : { ...rest, const: constant },
    ).filter(([key]) => !key.startsWith("x-") && key !== "writeOnly" && key !== "$schema");
    return { ...Object.fromEntries(kept), ...(isMasked(part) ? { multiwoven_secret: true } : {}) };
  });
}

function isMasked(schema: Schema): boolean {
  return schema.writeOnly === true && schema["x-masked"] !== false;
}

function secretKeys(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(secretKeys);
  if (!isJsonObject(schema)) return [];
  const properties = Object.entries((schema as Schema).properties ?? {});
  return [
    ...properties.filter(([, property]) => isMasked(property)).map(([name]) => name),
    ...Object.values(schema).flatMap(secretKeys),
    ...properties.flatMap(([, property]) => secretKeys(property)),
  ];
}
