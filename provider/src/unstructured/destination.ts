import type * as pulumi from "@pulumi/pulumi";
import { Resource, type Inputs, type ResourceOptions } from "../resource";
import { connectorDefinition } from "./connector";
import type { DestinationConfigs } from "./destination-configs";

/**
 * What a destination is. `type` says which keys `config` has; they are the vendor's own.
 * A change of `type` replaces the destination.
 */
export type DestinationArgs = TypedDestinationArgs[keyof DestinationConfigs] | OtherDestinationArgs;

type TypedDestinationArgs = {
  [Type in keyof DestinationConfigs]: DestinationEnvelope & {
    /** Connector type. */
    type: Type;
    /** The connector's settings, all of them: an update sends them as a whole. */
    config: Inputs<DestinationConfigs[Type]>;
  };
};

/** A destination of a type whose settings are not described here yet: all of its values are treated as secrets. */
export interface OtherDestinationArgs extends DestinationEnvelope {
  /** Connector type. */
  type: OtherDestinationType;
  /** The connector's settings, all of them: an update sends them as a whole. */
  config: pulumi.Input<Record<string, unknown>>;
}

interface DestinationEnvelope {
  /** Name on the platform. Default: the resource's own name. A change renames in place; see the option `onRename`. */
  name?: pulumi.Input<string>;
}

/** Types that the vendor lists and this package does not describe yet. */
export type OtherDestinationType =
  | "astradb"
  | "azure"
  | "azure_ai_search"
  | "couchbase"
  | "databricks_volume_delta_tables"
  | "databricks_volumes"
  | "delta_table"
  | "elasticsearch"
  | "gcs"
  | "ibm_watsonx_s3"
  | "kafka-cloud"
  | "milvus"
  | "mongodb"
  | "motherduck"
  | "neo4j"
  | "onedrive"
  | "opensearch"
  | "pinecone"
  | "postgres"
  | "qdrant-cloud"
  | "redis"
  | "snowflake"
  | "teradata"
  | "weaviate-cloud";

/** @internal */
export const destinationDefinition = connectorDefinition("destination", "unstructured.Destination");

/**
 * A destination connector: where Unstructured writes what it made of the documents.
 * Source: docs.unstructured.io, "Create destination connector" and "Update destination connector".
 */
export class Destination extends Resource {
  /** @internal */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/unstructured:Destination";

  /** Name on the platform. */
  declare readonly name: pulumi.Output<string>;
  /** Connector type. */
  declare readonly type: pulumi.Output<string>;
  /** When it was made, ISO 8601; null if the platform did not say. */
  declare readonly createdAt: pulumi.Output<string | null>;
  /** When it was last changed, ISO 8601; null until the first change. */
  declare readonly updatedAt: pulumi.Output<string | null>;

  /** @param name The resource's own name, unique in the program. */
  constructor(name: string, args: DestinationArgs, options?: ResourceOptions) {
    super(
      {
        definition: destinationDefinition,
        type: Destination.__pulumiType,
        provider: 'exports.handler = () => require("pulumi-connectors/unstructured/host").destination;',
      },
      name,
      args,
      options,
    );
  }

  /** Reads a destination that exists, without managing it. Its configuration is not read. Fails if there is none with that id. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options?: pulumi.CustomResourceOptions): Destination {
    return new Destination(name, undefined as unknown as DestinationArgs, { ...options, id });
  }
}
