export {
  Destination,
  type DestinationArgs,
  type DestinationArgsOf,
  type DestinationType,
} from "./destination";
export { Source, type SourceArgs, type SourceArgsOf, type SourceType } from "./source";
export type { DestinationConfigs } from "./generated/destination-configs";
export type { SourceConfigs } from "./generated/source-configs";
