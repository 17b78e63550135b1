export { Destination, type DestinationArgs } from "./destination";
export { Source, type SourceArgs } from "./source";
export type { DestinationConfigs } from "./destination-configs";
export type { SourceConfigs } from "./source-configs";
