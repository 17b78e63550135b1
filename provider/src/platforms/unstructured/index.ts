export {
  Destination,
  type DestinationArgs,
  type DestinationArgsOf,
  type DestinationOptions,
  type DestinationType,
} from "./destination";
export { Source, type SourceArgs, type SourceArgsOf, type SourceOptions, type SourceType } from "./source";
export type { DestinationConfigs } from "./generated/destination-configs";
export type { SourceConfigs } from "./generated/source-configs";
