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

/** The types listed on the vendor's pages, and `something-new`, which represents types that are newer than the catalog. */
const types: Readonly<Record<Role, readonly string[]>> = {
  source:
    "azure box confluence couchbase databricks_volumes dropbox elasticsearch gcs google_drive jira kafka-cloud mongodb onedrive opensearch outlook postgres s3 salesforce sharepoint slack snowflake something-new teradata zendesk".split(
      " ",
    ),
  destination:
    "astradb azure azure_ai_search couchbase databricks_volume_delta_tables databricks_volumes delta_table elasticsearch gcs ibm_watsonx_s3 kafka-cloud milvus mongodb motherduck neo4j onedrive opensearch pinecone postgres qdrant-cloud redis s3 snowflake something-new teradata weaviate-cloud".split(
      " ",
    ),
};

const known = new Map<string, ConnectorType | undefined>();

export function isSupported(role: Role, type: string): boolean {
  return types[role].includes(type);
}

/** @returns undefined for a type that is not in the catalog. */
export function connectorType(role: Role, type: string): ConnectorType | undefined {
  const name = `${role}/${type}`;
  if (isSupported(role, type) && !known.has(name)) {
    const folder = catalogFolder(`unstructured/${role}`);
    known.set(name, catalogTypes(folder).includes(type) ? readType(folder, type) : undefined);
  }
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
