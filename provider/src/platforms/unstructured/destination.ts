import type * as pulumi from "@pulumi/pulumi";
import type { OtherType } from "../../program/other-type";
import { type GetOptions, type Inputs, Resource, type ResourceOptions } from "../../program/resource";
import { connectorDefinition } from "./connector";
import type { DestinationConfigs } from "./generated/destination-configs";

/**
 * The arguments of a destination. `type` determines the keys of `config`, which are the vendor's own.
 * Changing `type` replaces the destination.
 */
export type DestinationArgs = TypedDestinationArgs[keyof DestinationConfigs] | OtherDestinationArgs;

type TypedDestinationArgs = {
  [Type in keyof DestinationConfigs]: DestinationEnvelope & {
    /** Connector type. */
    type: Type;
    /** The connector's complete settings: an update replaces all of them. */
    config: Inputs<DestinationConfigs[Type]>;
  };
};

/** A destination of a type that the catalog does not know. */
interface OtherDestinationArgs extends DestinationEnvelope {
  type: OtherType;
  /** The connector's complete settings, by the vendor's names. */
  config: Record<string, unknown>;
}

interface DestinationEnvelope {
  /** Name on the platform. Default: the name of the resource. A change renames in place, unless `onRename` is `"replace"`. */
  name?: pulumi.Input<string>;
}

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
  static get(name: string, id: pulumi.Input<pulumi.ID>, options?: GetOptions): Destination {
    return new Destination(name, undefined as unknown as DestinationArgs, { ...options, id });
  }
}
