export {
  Connector,
  type ConnectorArgs,
  type ConnectorArgsOf,
  type ConnectorCriteria,
  type ConnectorName,
  type ConnectorOptions,
  type ConnectorType,
} from "./connector";
export type { DestinationConfigs } from "./generated/destination-configs";
export type { SourceConfigs } from "./generated/source-configs";
