export { Connector, type ConnectorArgs, type ConnectorOptions } from "./connector";
export type { DestinationConfigs } from "./generated/destination-configs";
export type { SourceConfigs } from "./generated/source-configs";
