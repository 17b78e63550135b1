import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, parse } from "node:path";
import { fullFormats } from "ajv-formats/dist/formats";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020";
import { catalogFolder } from "../catalog-folder";
import { isFields } from "../fields";
import type { Fields, Role } from "./tables";

/** A JSON Schema of the provider package's catalog, or a part of one. */
export interface Schema extends Fields {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly writeOnly?: boolean;
  /** False for a secret that the server shows. */
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
    readonly query_type?: string;
  };
}

/** What the platform knows of a connector: the catalog of the provider package, whose facts are the vendor's. */
export interface Definition {
  readonly name: string;
  readonly role: Role;
  readonly file: CatalogFile;
  readonly icon: string;
  /** The keys whose values the server masks, collected from all levels. Source: AI Squared contract, section 4.3. */
  readonly secrets: ReadonlySet<string>;
  /** Whether the server takes a configuration. Source: AI Squared contract, section 4.1. */
  accepts(configuration: unknown): boolean;
}

const ajv = new Ajv2020({ strict: false, formats: fullFormats });
const known = new Map<Role, readonly Definition[]>();

/** The connectors that are enabled. */
export function definitions(role: Role): readonly Definition[] {
  const read = known.get(role) ?? readDefinitions(role);
  known.set(role, read);
  return read;
}

export function definition(role: Role, name: string): Definition | undefined {
  return definitions(role).find((one) => one.name === name);
}

/** Whether a connector is an AI model, which has its catalog from its user. */
export function isAiModel(category: string): boolean {
  return category === "AI Model";
}

function readDefinitions(role: Role): Definition[] {
  const folder = catalogFolder(`aisquared/${role}`);
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".json")) : [];
  return files.sort().map((path) => {
    const { name } = parse(path);
    const file = JSON.parse(readFileSync(join(folder, path), "utf8")) as CatalogFile;
    let validate: ValidateFunction | undefined;
    return {
      name,
      role,
      file,
      icon: `https://example.com/icons/${role}/${name}.svg`,
      secrets: new Set(secretKeys(file)),
      accepts: (configuration) => (validate ??= ajv.compile(asServed(file)))(configuration),
    };
  });
}

/**
 * A schema as the server has it: it takes other keys than it knows, has no fixed texts, and marks the secrets that it masks.
 * Source: AI Squared contract, sections 4.1 and 4.3.
 */
export function asServed(schema: Schema): Fields {
  const { "x-fixed": fixed, const: text, ...rest } = schema;
  const kept = Object.entries(fixed === true || text === undefined ? rest : { ...rest, const: text })
    .filter(([key]) => !key.startsWith("x-") && key !== "writeOnly" && key !== "$schema")
    .filter(([key, value]) => !(key === "additionalProperties" && value === false));
  return {
    ...Object.fromEntries(kept.map(([key, value]) => [key, servedPart(key, value)])),
    ...(isMasked(schema) ? { multiwoven_secret: true } : {}),
  };
}

function servedPart(key: string, value: unknown): unknown {
  if (key === "properties" && isFields(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, asServed(part as Schema)]));
  }
  if (key === "default" || key === "enum" || key === "examples") return value;
  if (Array.isArray(value)) return value.map((item: unknown) => (isFields(item) ? asServed(item) : item));
  return isFields(value) ? asServed(value) : value;
}

function isMasked(schema: Schema): boolean {
  return schema.writeOnly === true && schema["x-masked"] !== false;
}

function secretKeys(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(secretKeys);
  if (!isFields(schema)) return [];
  const properties = Object.entries((schema as Schema).properties ?? {});
  return [
    ...properties.filter(([, property]) => isMasked(property)).map(([name]) => name),
    ...Object.values(schema).flatMap(secretKeys),
    ...properties.flatMap(([, property]) => secretKeys(property)),
  ];
}
