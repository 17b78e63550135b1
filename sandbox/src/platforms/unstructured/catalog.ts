import { catalogFile, catalogFolder, catalogTypes } from "../../catalog/catalog-files";
import { schemaErrors } from "../../catalog/schema-errors";
import { schemaProblem } from "../../pydantic/schema-problem";
import { mapSchemas, allowingAnyKey } from "../../catalog/subschemas";
import { unquoted } from "./unquoted";

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

/** What the platform knows of a connector type: the catalog of the provider package, whose facts are the vendor's. */
export interface ConnectorType {
  readonly properties: Readonly<Record<string, Property>>;
  /** What is wrong with a configuration. Keys that the type does not have are no problem: the vendor takes them. */
  problems(config: Readonly<Record<string, unknown>>): { readonly field: string; readonly message: string }[];
}

/** The types that the vendor's pages list, and `something-new`, which stands for those that are newer than the catalog. */
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

/** What is known of a type; undefined if it is only known to exist. */
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
      // An unset field may be given as null, which is how the platform itself shows it.
      const given = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null));
      const problems = errors(unquoted(file.properties, given)).map(schemaProblem);
      // As in pydantic, which looks at the whole where every key is right.
      const ofKeys = problems.filter(({ path }) => path.length > 0);
      return (ofKeys.length > 0 ? ofKeys : problems).map(({ path, message }) => ({
        field: path.join(".") || "config",
        message,
      }));
    },
  };
}

/** What is known of a key; keys come from requests, and may be called `toString`. */
export function propertyOf(type: ConnectorType | undefined, key: string): Property | undefined {
  return type !== undefined && Object.hasOwn(type.properties, key) ? type.properties[key] : undefined;
}

/** Whether a key holds a secret. Of a type that is only known to exist, by the look of its name. */
export function isSecret(type: ConnectorType | undefined, key: string): boolean {
  const property = propertyOf(type, key);
  if (property !== undefined) return property.writeOnly === true;
  return /key|secret|token|password|cred|connection_string/i.test(key);
}
