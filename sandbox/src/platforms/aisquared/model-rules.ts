import { isJsonObject, type JsonObject } from "../../json-object";
import { exception } from "./errors";
import {
  asText,
  filledHash,
  hash,
  integer,
  required,
  nullable,
  optional,
  text,
  type Rule,
} from "./parameters";
import type { Model } from "./tables";

/** The attributes of a model that a request may set. */
export type ModelValues = Omit<Model, "id" | "workspace_id" | "created_at" | "updated_at">;

const queryTypes = [
  ...["raw_sql", "dbt", "soql", "table_selector"],
  ...["ai_ml", "dynamic_sql", "unstructured", "vector_search"],
];

/** The required keys of a configuration, by query type. Source: docs/contracts/aisquared.md, section 6. */
const configurationKeys: Readonly<Record<string, readonly string[]>> = {
  ai_ml: ["harvesters"],
  dynamic_sql: ["harvesters", "json_schema"],
  unstructured: ["harvesters", "embedding_config", "chunk_config"],
  vector_search: ["harvesters", "json_schema", "embedding_config"],
};

/** The schema accepts one query type more than the server can store. */
const isQueryType: Rule = {
  of: ["query_type"],
  problem: ({ query_type }) =>
    query_type === undefined || [...queryTypes, "semistructured"].some((type) => type === query_type)
      ? undefined
      : "is not a query type",
};

const hasPrimaryKey: Rule = {
  of: ["primary_key", "query_type"],
  problem: ({ primary_key, query_type }) =>
    query_type === "unstructured" || !isBlank(primary_key) ? undefined : "is required",
};

const hasQuery: Rule = {
  of: ["query", "query_type"],
  problem: ({ query, query_type }) => {
    if (!["raw_sql", "dbt", "soql"].some((type) => type === query_type)) return undefined;
    return isBlank(query) ? "is required for this query type" : limitProblem(query);
  },
};

const hasNoLimit: Rule = {
  of: ["query"],
  problem: ({ query }) => (isBlank(query) ? undefined : limitProblem(query)),
};

const hasConfiguration: Rule = {
  of: ["configuration", "query_type"],
  problem: ({ configuration, query_type }) => {
    const keys = configurationKeysOf(query_type);
    if (keys.length === 0) return undefined;
    if (!isJsonObject(configuration)) return "is required for this query type";
    const missing = keys.filter((key) => !Object.hasOwn(configuration, key));
    return missing.length === 0 ? undefined : `must have ${missing.join(", ")}`;
  },
};

export const createSchema = hash(
  {
    connector_id: required(integer),
    name: required(text),
    query_type: required(text),
    query: optional(nullable(text)),
    primary_key: optional(nullable(text)),
    configuration: optional(filledHash),
  },
  [isQueryType, hasPrimaryKey, hasQuery, hasConfiguration],
);

export const updateSchema = hash(
  {
    connector_id: optional(integer),
    name: optional(text),
    query_type: optional(text),
    query: optional(nullable(text)),
    primary_key: optional(nullable(text)),
    configuration: optional(filledHash),
  },
  [isQueryType, hasNoLimit],
);

/** @throws Refusal with status 400 for a query type that the server cannot store. */
export function readValues(sent: JsonObject): Partial<ModelValues> {
  const { query_type, connector_id, description } = sent;
  if (query_type === "semistructured") throw exception("'semistructured' is not a valid query_type");
  const plain = ["name", "query_type", "query", "primary_key", "configuration"].filter((key) => key in sent);
  return {
    ...Object.fromEntries(plain.map((key) => [key, sent[key]])),
    ...(connector_id === undefined ? {} : { connector_id: Number(connector_id) }),
    ...(description === null || typeof description === "string" ? { description } : {}),
  };
}

/** The validation errors of a model. Source: docs/contracts/aisquared.md, section 6. */
export function problemsOf({ name, query, query_type, configuration }: ModelValues): Record<string, string> {
  const needsQuery = ["raw_sql", "dbt", "soql", "table_selector"].includes(query_type);
  return {
    ...(isBlank(name) ? { name: "can't be blank" } : {}),
    ...(needsQuery && isBlank(query) ? { query: "can't be blank" } : {}),
    ...(configurationKeysOf(query_type).every((key) => isInOrder(key, configuration?.[key]))
      ? {}
      : { configuration: "is invalid" }),
  };
}

function configurationKeysOf(query_type: unknown): readonly string[] {
  const type = String(query_type);
  return Object.hasOwn(configurationKeys, type) ? (configurationKeys[type] ?? []) : [];
}

function isInOrder(key: string, value: unknown): boolean {
  if (key === "harvesters") return Array.isArray(value);
  if (!isJsonObject(value)) return false;
  if (key === "embedding_config") {
    return [value.api_key, value.model].every((part) => typeof part === "string" && part !== "");
  }
  return key !== "chunk_config" || (isFrom(1, value.chunk_size) && isFrom(0, value.chunk_overlap));
}

function isFrom(least: number, value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= least;
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || asText(value).trim() === "";
}

function limitProblem(query: unknown): string | undefined {
  return /\b(limit|offset)\s*\d*\s*;?\s*$/i.test(String(query)) ? "cannot end in LIMIT or OFFSET" : undefined;
}
