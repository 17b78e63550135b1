import type * as pulumi from "@pulumi/pulumi";
import type { OtherType } from "../../program/other-type";
import { type GetOptions, type Inputs, Resource, type ResourceOptions } from "../../program/resource";
import { connectorDefinition } from "./connector";
import type { SourceConfigs } from "./generated/source-configs";

/**
 * The arguments of a source. `type` determines the keys of `config`, which are the vendor's own.
 * Changing `type` replaces the source.
 */
export type SourceArgs = TypedSourceArgs[keyof SourceConfigs] | OtherSourceArgs;

type TypedSourceArgs = {
  [Type in keyof SourceConfigs]: SourceEnvelope & {
    /** Connector type. */
    type: Type;
    /** The connector's complete settings: an update replaces all of them. */
    config: Inputs<SourceConfigs[Type]>;
  };
};

/** A source of a type that the catalog does not know. */
interface OtherSourceArgs extends SourceEnvelope {
  type: OtherType;
  /** The connector's complete settings, by the vendor's names. */
  config: Record<string, unknown>;
}

interface SourceEnvelope {
  /** Name on the platform. Default: the name of the resource. A change renames in place, unless `onRename` is `"replace"`. */
  name?: pulumi.Input<string>;
}

/** @internal */
export const sourceDefinition = connectorDefinition("source", "unstructured.Source");

/**
 * A source connector: where Unstructured reads documents from.
 * Source: docs.unstructured.io, "Create source connector" and "Update source connector".
 */
export class Source extends Resource {
  /** @internal */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/unstructured:Source";

  /** Name on the platform. */
  declare readonly name: pulumi.Output<string>;
  /** Connector type. */
  declare readonly type: pulumi.Output<string>;
  /** When it was made, ISO 8601; null if the platform did not say. */
  declare readonly createdAt: pulumi.Output<string | null>;
  /** When it was last changed, ISO 8601; null until the first change. */
  declare readonly updatedAt: pulumi.Output<string | null>;

  /** @param name The resource's own name, unique in the program. */
  constructor(name: string, args: SourceArgs, options?: ResourceOptions) {
    super(
      {
        definition: sourceDefinition,
        type: Source.__pulumiType,
        provider: 'exports.handler = () => require("pulumi-connectors/unstructured/host").source;',
      },
      name,
      args,
      options,
    );
  }

  /** Reads a source that exists, without managing it. Its configuration is not read. Fails if there is none with that id. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options?: GetOptions): Source {
    return new Source(name, undefined as unknown as SourceArgs, { ...options, id });
  }
}
