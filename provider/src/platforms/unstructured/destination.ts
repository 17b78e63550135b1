import type * as pulumi from "@pulumi/pulumi";
import type { ConnectionTest } from "../../definition/verification";
import type { NoArgs } from "../../program/args";
import type { OtherType } from "../../program/other-type";
import type { Inputs } from "../../program/inputs";
import type { Found, IdOr } from "../../program/lookup-types";
import type { Criterion, KnownByName, ObjectOptions, VerifyConnection } from "../../program/options";
import { resourceClass } from "../../program/resource";
import { connectorDefinition } from "./connector";
import type { DestinationConfigs } from "./generated/destination-configs";

/** A destination type of the catalog, as the vendor spells it. */
export type DestinationType = keyof DestinationConfigs;

/**
 * The arguments of a destination. `type` determines the keys of `config`, which are the vendor's own.
 * Changing `type` replaces the destination.
 */
export type DestinationArgs = DestinationArgsOf<DestinationType> | UnlistedDestinationArgs;

type AnyDestinationArgs = DestinationArgs | NoArgs<"type">;

/** The arguments of a destination of one type: `DestinationArgsOf<"s3">`. */
export type DestinationArgsOf<Type extends DestinationType> = {
  [Each in Type]: TypedDestinationArgs<Each>;
}[Type];

interface TypedDestinationArgs<Type extends DestinationType> extends DestinationEnvelope {
  /** Connector type. */
  type: Type;
  /** The connector's complete settings: an update replaces all of them. */
  config: Inputs<DestinationConfigs[Type]>;
}

/** A destination of a type that the catalog does not know. */
interface UnlistedDestinationArgs extends DestinationEnvelope {
  type: OtherType;
  /** The connector's complete settings, by the vendor's names. */
  config: Record<string, unknown>;
}

interface DestinationEnvelope {
  /** Name on the platform. Default: the name of the resource. A change renames in place, unless `onRename` is `"replace"`. */
  name?: pulumi.Input<string>;
}

/** What a destination that exists is known by; see the option `adopt`. */
export interface DestinationCriteria extends KnownByName {
  /** Its connector type. Default: the one that the program declares. */
  type?: Criterion<DestinationType | OtherType>;
}

/** Resource options of a destination. */
export interface DestinationOptions extends ObjectOptions<DestinationCriteria>, VerifyConnection {}

/** @internal */
export const destinationDefinition = connectorDefinition("destination", "unstructured.Destination");

/**
 * A destination connector: where Unstructured writes the processed documents.
 *
 * @example
 * new unstructured.Destination("index", {
 *   type: "pinecone",
 *   config: { index_name: "documents", namespace: "default", api_key: config.requireSecret("pineconeKey") },
 * });
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/overview
 */
export class Destination extends resourceClass<[args: AnyDestinationArgs, options?: DestinationOptions]>(
  destinationDefinition,
) {
  /** Name on the platform. */
  declare readonly name: pulumi.Output<string>;
  /** Connector type. */
  declare readonly type: pulumi.Output<string>;
  /** When it was created, ISO 8601; null if the platform did not say. */
  declare readonly createdAt: pulumi.Output<string | null>;
  /** When it was last updated, ISO 8601; null until the first update. */
  declare readonly updatedAt: pulumi.Output<string | null>;
  /** The outcome of the connection test of the last create or update; null if that made none. See the option `verify`. */
  declare readonly connectionTest: pulumi.Output<ConnectionTest | null>;
}

/** What a destination is looked up by. */
export type GetDestinationArgs = IdOr<{
  /** Its name on the platform, exactly. */
  name: string;
  /** Its type, where several have the name. */
  type?: DestinationType | OtherType;
}>;

/** Which destinations are listed: those that have all of these. */
export interface DestinationFilter {
  /** Its name, exactly as the platform has it. */
  name?: string;
  /** Its connector type. */
  type?: DestinationType | OtherType;
}

/** A destination that was looked up. */
export interface DestinationResult extends Found<Destination> {
  /** What is public of its configuration, as the catalog says: no secrets, and nothing of a type that the catalog does not know. */
  readonly config: Readonly<Record<string, unknown>>;
}
