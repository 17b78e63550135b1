import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { catalogFolder } from "../catalog-folder";

export type Role = "source" | "destination";

interface Property {
  readonly default?: unknown;
  readonly writeOnly?: boolean;
  readonly "x-spellingOf"?: string;
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
  const path = join(catalogFolder(`unstructured/${role}`), `${type}.json`);
  if (isSupported(role, type) && !known.has(path)) {
    known.set(path, existsSync(path) ? readType(path) : undefined);
  }
  return known.get(path);
}

function readType(path: string): ConnectorType {
  const schema = JSON.parse(readFileSync(path, "utf8")) as { properties: Record<string, Property> };
  const properties = Object.fromEntries(
    Object.entries(schema.properties).map(([key, property]) => [key, readable(property)]),
  );
  const open = z.fromJSONSchema({
    ...readable(schema),
    properties,
    additionalProperties: true,
  } as Parameters<typeof z.fromJSONSchema>[0]);
  return {
    properties: schema.properties,
    problems(config) {
      // An unset field may be given as null, which is how the platform itself shows it.
      const given = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null));
      const result = open.safeParse(given);
      return (result.error?.issues ?? []).map(({ path: steps, message }) => ({
        field: steps.join("."),
        message,
      }));
    },
  };
}

/** A schema without the keywords that zod reads in another way, or not at all: defaults, and what keys need of each other. */
function readable(schema: object): object {
  const unread = ["default", "oneOf", "anyOf", "allOf", "not", "if", "then", "else", "dependentRequired"];
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !unread.includes(keyword)));
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
