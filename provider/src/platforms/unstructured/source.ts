import type * as pulumi from "@pulumi/pulumi";
import type { ConnectionTest } from "../../definition/verification";
import type { NoArgs } from "../../program/args";
import type { OtherType } from "../../program/other-type";
import type { Inputs } from "../../program/inputs";
import type { Found, IdOr } from "../../program/lookup-types";
import type { Criterion, KnownByName, ObjectOptions, VerifyConnection } from "../../program/options";
import { resourceClass } from "../../program/resource";
import { connectorDefinition } from "./connector";
import type { SourceConfigs } from "./generated/source-configs";

/** A source type of the catalog, as the vendor spells it. */
export type SourceType = keyof SourceConfigs;

/**
 * The arguments of a source. `type` determines the keys of `config`, which are the vendor's own.
 * Changing `type` replaces the source.
 */
export type SourceArgs = SourceArgsOf<SourceType> | UnlistedSourceArgs;

type AnySourceArgs = SourceArgs | NoArgs<"type">;

/** The arguments of a source of one type: `SourceArgsOf<"s3">`. */
export type SourceArgsOf<Type extends SourceType> = { [Each in Type]: TypedSourceArgs<Each> }[Type];

interface TypedSourceArgs<Type extends SourceType> extends SourceEnvelope {
  /** Connector type. */
  type: Type;
  /** The connector's complete settings: an update replaces all of them. */
  config: Inputs<SourceConfigs[Type]>;
}

/** A source of a type that the catalog does not know. */
interface UnlistedSourceArgs extends SourceEnvelope {
  type: OtherType;
  /** The connector's complete settings, by the vendor's names. */
  config: Record<string, unknown>;
}

interface SourceEnvelope {
  /** Name on the platform. Default: the name of the resource. A change renames in place, unless `onRename` is `"replace"`. */
  name?: pulumi.Input<string>;
}

/** What a source that exists is known by; see the option `adopt`. */
export interface SourceCriteria extends KnownByName {
  /** Its connector type. Default: the one that the program declares. */
  type?: Criterion<SourceType | OtherType>;
}

/** Resource options of a source. */
export interface SourceOptions extends ObjectOptions<SourceCriteria>, VerifyConnection {}

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
export class Source extends resourceClass<[args: AnySourceArgs, options?: SourceOptions]>(sourceDefinition) {
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

/** What a source is looked up by. */
export type GetSourceArgs = IdOr<{
  /** Its name on the platform, exactly. */
  name: string;
  /** Its type, where several have the name. */
  type?: SourceType | OtherType;
}>;

/** Which sources are listed: those that have all of these. */
export interface SourceFilter {
  /** Its name, exactly as the platform has it. */
  name?: string;
  /** Its connector type. */
  type?: SourceType | OtherType;
}

/** A source that was looked up. */
export interface SourceResult extends Found<Source> {
  /** What is public of its configuration, as the catalog says: no secrets, and nothing of a type that the catalog does not know. */
  readonly config: Readonly<Record<string, unknown>>;
}
