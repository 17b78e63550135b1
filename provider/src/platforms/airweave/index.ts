import type { ListLookup, ListLookupOutput, Lookup, LookupOutput } from "../../program/lookup-types";
import { addLookups } from "../../program/lookups";
import type { CollectionFilter, CollectionResult, GetCollectionArgs } from "./collection";
import type {
  GetSourceConnectionArgs,
  SourceConnectionFilter,
  SourceConnectionOutputResult,
  SourceConnectionResult,
} from "./source-connection";

export type {
  Authentication,
  BrowserAuthentication,
  ClientAuthentication,
  ConsumerAuthentication,
  DirectAuthentication,
  ProviderAuthentication,
  TokenAuthentication,
} from "./authentication";
export {
  Collection,
  type CollectionArgs,
  type CollectionCriteria,
  type CollectionFilter,
  type CollectionOptions,
  type CollectionResult,
  type GetCollectionArgs,
} from "./collection";
export {
  SourceConnection,
  type GetSourceConnectionArgs,
  type ShortName,
  type SourceConnectionArgs,
  type SourceConnectionArgsOf,
  type SourceConnectionCriteria,
  type SourceConnectionFilter,
  type SourceConnectionOptions,
  type SourceConnectionOutputResult,
  type SourceConnectionResult,
} from "./source-connection";
export type { SourceConfigs, SourceCredentials } from "./generated/source-configs";

/** Finds a collection, by its id or its name. */
export declare const getCollection: Lookup<GetCollectionArgs, CollectionResult>;
/** The same with inputs, as an output. */
export declare const getCollectionOutput: LookupOutput<GetCollectionArgs, CollectionResult>;
/** Lists the collections. */
export declare const listCollections: ListLookup<CollectionFilter, CollectionResult>;
/** The same with inputs, as an output. */
export declare const listCollectionsOutput: ListLookupOutput<CollectionFilter, CollectionResult>;

/** Finds a source connection, by its id or its name. Leaves out `authUrl` and `claimToken`, which are secrets. */
export declare const getSourceConnection: Lookup<GetSourceConnectionArgs, SourceConnectionResult>;
/** The same with inputs, as an output, in which `authUrl` and `claimToken` are secrets. */
export declare const getSourceConnectionOutput: LookupOutput<
  GetSourceConnectionArgs,
  SourceConnectionOutputResult
>;
/**
 * Lists the source connections, or those of one source or collection. Costs a request for each besides, because the platform's list shows a
 * part of them only. Leaves out `authUrl` and `claimToken`.
 */
export declare const listSourceConnections: ListLookup<SourceConnectionFilter, SourceConnectionResult>;
/** The same with inputs, as an output, in which `authUrl` and `claimToken` are secrets. */
export declare const listSourceConnectionsOutput: ListLookupOutput<
  SourceConnectionFilter,
  SourceConnectionOutputResult
>;

addLookups(exports as object);
