import type * as pulumi from "@pulumi/pulumi";
import type { RemoteObject, ResourceDefinition } from "../../definition/definition";
import { withQuery } from "../../http/query";
import type { NoArgs } from "../../program/args";
import type { Inputs } from "../../program/inputs";
import type { Found, IdOr } from "../../program/lookup-types";
import type { ForceDelete, KnownByName, ManagedOptions, OnRename } from "../../program/options";
import { resourceClass } from "../../program/resource";
import { fieldsAt, isFields, omit, type Fields } from "../../values/fields";
import { isUnknown } from "../../values/unknowns";
import { aisquared } from "./api";
import { syncsBy } from "./dependents";
import { listing, objectOf, reference, text, textOrNull, type JsonApiObject } from "./json-api";
import { integerId, nonBlank, wireId } from "./wire";

/** The query types, with the keys that the configuration of each must have. */
const requiredKeys = {
  raw_sql: [],
  dbt: [],
  soql: [],
  table_selector: [],
  ai_ml: ["harvesters"],
  dynamic_sql: ["harvesters", "json_schema"],
  unstructured: ["harvesters", "embedding_config", "chunk_config"],
  vector_search: ["harvesters", "json_schema", "embedding_config"],
} as const;

/** How a model gets its rows. */
export type QueryType = keyof typeof requiredKeys;

/** The keys that the configuration of a model must have; none for a type without a configuration. */
export function configurationKeys(queryType: unknown): readonly string[] {
  return Object.entries(requiredKeys).find(([type]) => type === queryType)?.[1] ?? [];
}

/** How texts become vectors. */
export interface EmbeddingConfig {
  /** The key of the service that makes them, a secret. */
  api_key: string;
  /** The embedding model, by the service's name for it. */
  model: string;
}

/** How documents are cut into chunks. */
export interface ChunkConfig {
  /** At least 1. */
  chunk_size: number;
  /** How much of a chunk the next one repeats; at least 0. */
  chunk_overlap: number;
}

/** The configurations of models, by query type, under the vendor's own keys. */
export interface ModelConfigurations {
  /** Of a model that asks an AI model. */
  ai_ml: {
    /** Where the values that the AI model gets come from. */
    harvesters: Record<string, unknown>[];
  };
  /** Of a query with parameters. */
  dynamic_sql: {
    /** Where the values of the query's parameters come from. */
    harvesters: Record<string, unknown>[];
    /** The columns that the query has, as JSON Schema. */
    json_schema: Record<string, unknown>;
  };
  /** Of a model that reads files. */
  unstructured: {
    /** Where the files come from. */
    harvesters: Record<string, unknown>[];
    /** How a text becomes a vector. */
    embedding_config: EmbeddingConfig;
    /** How a text is cut. */
    chunk_config: ChunkConfig;
  };
  /** Of a search by meaning. */
  vector_search: {
    /** Where the text that is searched for comes from. */
    harvesters: Record<string, unknown>[];
    /** The columns that a search returns, as JSON Schema. */
    json_schema: Record<string, unknown>;
    /** How the text that is searched for becomes a vector. */
    embedding_config: EmbeddingConfig;
  };
}

/** The arguments of a model. `queryType` says which others it needs. Changing `connectorId` replaces the model. */
export type ModelArgs = { [Type in QueryType]: ModelArgsOf<Type> }[QueryType];

type AnyModelArgs = ModelArgs | NoArgs<"queryType">;

/** The arguments of a model of one query type: `ModelArgsOf<"raw_sql">`. */
export type ModelArgsOf<Type extends QueryType> = ModelEnvelope & {
  /**
   * How it gets its rows. A change updates the model, unless only the type before has a configuration: that cannot be removed, so the change
   * replaces the model.
   */
  queryType: Type;
} & (Type extends keyof ModelConfigurations ? ConfiguredModel<Type> : QueryModel);

interface ModelEnvelope {
  /** Name on the platform, which several models may have. Default: the name of the resource. A change renames in place, unless `onRename` is `"replace"`. */
  name?: pulumi.Input<string>;
  /** The connector that it reads from: the `id` of a `Connector` of type `source`. */
  connectorId: pulumi.Input<string>;
  /** Description on the platform. Default: none. */
  description?: pulumi.Input<string>;
}

interface QueryModel {
  /** The query, or the table of a `table_selector`. One of another type must not end in LIMIT or OFFSET. */
  query: pulumi.Input<string>;
  /** The column that tells its rows apart. */
  primaryKey: pulumi.Input<string>;
  configuration?: undefined;
}

type ConfiguredModel<Type extends keyof ModelConfigurations> = {
  /** The complete settings, under the vendor's own keys: an update replaces all of them. */
  configuration: Inputs<ModelConfigurations[Type]>;
  /** The query, where the type has one. Default: none. */
  query?: pulumi.Input<string>;
} & (Type extends "unstructured"
  ? {
      /** The column that tells its rows apart. Default: none. */
      primaryKey?: pulumi.Input<string>;
    }
  : {
      /** The column that tells its rows apart. */
      primaryKey: pulumi.Input<string>;
    });

/** What a model that exists is known by; see the option `adopt`. */
export interface ModelCriteria extends KnownByName {
  /** The connector that it reads from. Default: the one that the program declares. */
  connectorId?: pulumi.Input<string>;
  /** Its query type, where several have the name. */
  queryType?: pulumi.Input<string>;
}

/** Resource options of a model. */
export interface ModelOptions extends ManagedOptions<ModelCriteria>, OnRename, ForceDelete {}

/**
 * Source: docs/contracts/aisquared.md, section 6.
 *
 * @internal
 */
export const modelDefinition: ResourceDefinition = {
  kind: "aisquared.Model",
  noun: "model",
  platform: aisquared,
  arguments: {
    name: { schema: nonBlank },
    connectorId: { schema: integerId, onChange: "replace", mayDrift: true },
    queryType: {
      schema: (z) => z.enum(Object.keys(requiredKeys)),
      // A configuration cannot be removed, and may hold a secret.
      onChange: (before, after) =>
        configurationKeys(before).length > 0 && !isUnknown(after) && configurationKeys(after).length === 0
          ? "replace"
          : "update",
      mayDrift: true,
    },
    query: { schema: (z) => nonBlank(z).optional() },
    primaryKey: { schema: (z) => nonBlank(z).optional() },
    // Where the query type has none, what the platform may have there means nothing.
    configuration: {
      schema: (z) => z.record(z.string(), z.unknown()).optional(),
      unmanagedIfAbsent: true,
      secrets: ["embedding_config.api_key"],
      showsSecrets: true,
    },
    description: { schema: (z) => z.string().optional() },
  },
  name: { field: "name" },
  identity: {
    arguments: ["name", "connectorId", "queryType"],
    phrase: "of that name and query type on that connector",
  },
  references: [{ path: "connectorId", kind: "aisquared.Connector", flow: "from" }],
  problems: async () => (await import("./model-problems.js")).modelProblems,
  outputs: [
    "name",
    "connectorId",
    "queryType",
    "query",
    "primaryKey",
    "description",
    "workspaceId",
    "createdAt",
    "updatedAt",
  ],
  requests: {
    create: (inputs) => ({
      make: {
        method: "POST",
        path: "models",
        body: { model: body(inputs, Object.keys(inputs)) },
      },
    }),
    read: (id) => ({ method: "GET", path: item(id) }),
    update: (id, inputs, changed) => [
      {
        request: { method: "PUT", path: item(id), body: { model: body(inputs, changed) } },
        carries: changed,
      },
    ],
    delete: (id) => ({ method: "DELETE", path: item(id) }),
  },
  listing: ({ queryType }) => listing(withQuery("models", { query_type: queryType }), fromObject),
  isReadInBulk: true,
  fromResponse: (response) => fromObject(objectOf(response)),
  dependents: [syncsBy(({ model_id }) => [model_id])],
  inventory: { leftOut: ["updatedAt"] },
};

function item(id: string): string {
  return `models/${encodeURIComponent(id)}`;
}

/** Some arguments as requests have them; null for what is to be gone. */
function body(inputs: Fields, names: readonly string[]): Fields {
  const { name, connectorId, queryType, query, primaryKey, configuration, description } = inputs;
  const values: Readonly<Record<string, readonly [string, unknown]>> = {
    name: ["name", name],
    connectorId: ["connector_id", wireId(connectorId)],
    queryType: ["query_type", queryType],
    query: ["query", query ?? null],
    primaryKey: ["primary_key", primaryKey ?? null],
    configuration: ["configuration", configuration],
    description: ["description", description ?? null],
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([argument, entry]) => (names.includes(argument) ? [entry] : [])),
  );
}

function fromObject({ id, attributes }: JsonApiObject): RemoteObject {
  const connector = fieldsAt(attributes, "connector");
  const { configuration, query_type: queryType } = attributes;
  return {
    id,
    name: text(attributes.name),
    connectorId: reference(connector.id),
    queryType: text(queryType),
    query: textOrNull(attributes.query),
    primaryKey: textOrNull(attributes.primary_key),
    configuration: configurationKeys(queryType).length === 0 ? undefined : shown(configuration, queryType),
    description: textOrNull(attributes.description),
    workspaceId: typeof connector.workspace_id === "number" ? connector.workspace_id : undefined,
    createdAt: text(attributes.created_at),
    updatedAt: text(attributes.updated_at),
  };
}

/** To the configuration of an AI model the server adds the schema of the connector's catalog. */
function shown(configuration: unknown, queryType: unknown): Fields | null | undefined {
  if (!isFields(configuration)) return configuration === null ? null : undefined;
  return omit(configuration, queryType === "ai_ml" ? ["json_schema"] : []);
}

/**
 * A model: what of a source is read. Syncs write it to a destination.
 *
 * @example
 * new aisquared.Model("customers", {
 *   connectorId: warehouse.id,
 *   queryType: "raw_sql",
 *   query: "select id, email from customers",
 *   primaryKey: "id",
 * });
 *
 * @see https://docs.squared.ai/api-reference/models/create_model
 */
export class Model extends resourceClass<[args: AnyModelArgs, options?: ModelOptions]>(modelDefinition) {
  /** Name on the platform. */
  declare readonly name: pulumi.Output<string>;
  /** The connector that it reads from. */
  declare readonly connectorId: pulumi.Output<string>;
  /** How it gets its rows. */
  declare readonly queryType: pulumi.Output<QueryType>;
  /** The query, or the table; null if there is none. */
  declare readonly query: pulumi.Output<string | null>;
  /** The column that tells its rows apart; null if there is none. */
  declare readonly primaryKey: pulumi.Output<string | null>;
  /** Description on the platform; null if there is none. */
  declare readonly description: pulumi.Output<string | null>;
  /** Id of the workspace that it is in. */
  declare readonly workspaceId: pulumi.Output<number | null>;
  /** When it was created, ISO 8601. */
  declare readonly createdAt: pulumi.Output<string | null>;
  /** When it was last updated, ISO 8601. */
  declare readonly updatedAt: pulumi.Output<string | null>;
}

/** What a model is looked up by. */
export type GetModelArgs = IdOr<{
  /** Its name on the platform, exactly. */
  name: string;
  /** The connector that it reads from, where several have the name. */
  connectorId?: string;
  /** Its query type, likewise. */
  queryType?: QueryType;
}>;

/** Which models are listed: those that have all of these. */
export interface ModelFilter {
  /** Its name, exactly as the platform has it. */
  name?: string;
  /** The id of the connector that it reads. */
  connectorId?: string;
  /** How it reads. */
  queryType?: QueryType;
}

/** A model that was looked up, without its configuration. */
export type ModelResult = Found<Model>;
