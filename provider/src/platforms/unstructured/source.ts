import type * as pulumi from "@pulumi/pulumi";
import type { OtherType } from "../../program/other-type";
import type { Inputs } from "../../program/inputs";
import type { ObjectOptions } from "../../program/options";
import { resourceClass } from "../../program/resource";
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
 *
 * @example
 * new unstructured.Source("invoices", {
 *   type: "s3",
 *   config: {
 *     remote_url: "s3://invoices/",
 *     key: config.requireSecret("awsKey"),
 *     secret: config.requireSecret("awsSecret"),
 *   },
 * });
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/overview
 */
export class Source extends resourceClass<[args: SourceArgs, options?: ObjectOptions]>(sourceDefinition) {
  /** Name on the platform. */
  declare readonly name: pulumi.Output<string>;
  /** Connector type. */
  declare readonly type: pulumi.Output<string>;
  /** When it was created, ISO 8601; null if the platform did not say. */
  declare readonly createdAt: pulumi.Output<string | null>;
  /** When it was last updated, ISO 8601; null until the first update. */
  declare readonly updatedAt: pulumi.Output<string | null>;
}
