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
  type CollectionOptions,
} from "./collection";
export {
  SourceConnection,
  type ShortName,
  type SourceConnectionArgs,
  type SourceConnectionArgsOf,
  type SourceConnectionCriteria,
  type SourceConnectionOptions,
} from "./source-connection";
export type { SourceConfigs, SourceCredentials } from "./generated/source-configs";
