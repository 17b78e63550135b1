export {
  Destination,
  type DestinationArgs,
  type OtherDestinationArgs,
  type OtherDestinationType,
} from "./destination";
export { Source, type OtherSourceArgs, type OtherSourceType, type SourceArgs } from "./source";
export type { DestinationConfigs } from "./destination-configs";
export type { SourceConfigs } from "./source-configs";
