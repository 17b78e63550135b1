export type {
  Authentication,
  BrowserAuthentication,
  ClientAuthentication,
  ConsumerAuthentication,
  DirectAuthentication,
  ProviderAuthentication,
  TokenAuthentication,
} from "./authentication";
export { Collection, type CollectionArgs } from "./collection";
export {
  SourceConnection,
  type ShortName,
  type SourceConnectionArgs,
  type SourceConnectionArgsOf,
} from "./source-connection";
export type { SourceConfigs, SourceCredentials } from "./generated/source-configs";
