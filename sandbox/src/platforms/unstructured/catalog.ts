import { catalogFile, catalogFolder, catalogTypes } from "../../catalog/catalog-files";
import { schemaErrors } from "../../catalog/schema-errors";
import { schemaProblem } from "../../pydantic/schema-problem";
import { mapSchemas, allowingAnyKey } from "../../catalog/subschemas";
import { unquote } from "./unquote";

export type Role = "source" | "destination";

export interface Property {
  readonly type?: string | readonly string[];
  readonly default?: unknown;
  readonly writeOnly?: boolean;
  readonly "x-spellingOf"?: string;
}

interface CatalogFile extends Readonly<Record<string, unknown>> {
  readonly properties: Readonly<Record<string, Property>>;
}

/** A connector type, from the catalog of the provider package. */
export interface ConnectorType {
  readonly properties: Readonly<Record<string, Property>>;
  /** The validation errors of a configuration. Unknown keys are accepted, as by the vendor. */
  problems(config: Readonly<Record<string, unknown>>): { readonly field: string; readonly message: string }[];
}

/** Represents types that are newer than the catalog. */
const newerType = "something-new";

const listed = new Map<Role, ReadonlySet<string>>();
const known = new Map<string, ConnectorType>();

export function isSupported(role: Role, type: string): boolean {
  return type === newerType || isListed(role, type);
}

function isListed(role: Role, type: string): boolean {
  const types = listed.get(role) ?? new Set(catalogTypes(folderOf(role)));
  listed.set(role, types);
  return types.has(type);
}

function folderOf(role: Role): string {
  return catalogFolder(`unstructured/${role}`);
}

/** @returns undefined for a type that is not in the catalog. */
export function connectorType(role: Role, type: string): ConnectorType | undefined {
  const name = `${role}/${type}`;
  if (isListed(role, type) && !known.has(name)) known.set(name, readType(folderOf(role), type));
  return known.get(name);
}

function readType(folder: string, type: string): ConnectorType {
  const file = catalogFile(folder, type) as CatalogFile;
  const errors = schemaErrors(() => mapSchemas(file, allowingAnyKey));
  return {
    properties: file.properties,
    problems(config) {
      // The platform shows an unset field as null, and accepts it so.
      const given = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null));
      const problems = errors(unquote(file.properties, given)).map(schemaProblem);
      // As in pydantic, which validates the object as a whole only if every key is valid.
      const ofKeys = problems.filter(({ path }) => path.length > 0);
      return (ofKeys.length > 0 ? ofKeys : problems).map(({ path, message }) => ({
        field: path.join(".") || "config",
        message,
      }));
    },
  };
}

/** Own properties only: keys come from requests, and may be named `toString`. */
export function propertyOf(type: ConnectorType | undefined, key: string): Property | undefined {
  return type !== undefined && Object.hasOwn(type.properties, key) ? type.properties[key] : undefined;
}

/** Whether a key contains a secret. For a key that is not in the catalog this is guessed from its name. */
export function isSecret(type: ConnectorType | undefined, key: string): boolean {
  const property = propertyOf(type, key);
  if (property !== undefined) return property.writeOnly === true;
  return /key|secret|token|password|cred|connection_string/i.test(key);
}
