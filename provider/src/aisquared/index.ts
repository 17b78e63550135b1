export { Connector, type ConnectorArgs, type ConnectorOptions } from "./connector";
export type { DestinationConfigs } from "./destination-configs";
export type { SourceConfigs } from "./source-configs";
