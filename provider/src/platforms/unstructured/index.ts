export { Destination, type DestinationArgs } from "./destination";
export { Source, type SourceArgs } from "./source";
export type { DestinationConfigs } from "./generated/destination-configs";
export type { SourceConfigs } from "./generated/source-configs";
