import type { ListLookup, ListLookupOutput, Lookup, LookupOutput } from "../../program/lookup-types";
import { addLookups } from "../../program/lookups";
import type { ConnectorFilter, ConnectorResult, GetConnectorArgs } from "./connector";

export {
  Connector,
  type ConnectorArgs,
  type ConnectorArgsOf,
  type ConnectorCriteria,
  type ConnectorFilter,
  type ConnectorName,
  type ConnectorOptions,
  type ConnectorResult,
  type ConnectorType,
  type GetConnectorArgs,
} from "./connector";
export type { DestinationConfigs } from "./generated/destination-configs";
export type { SourceConfigs } from "./generated/source-configs";

/** Finds a connector, by its id or its name. */
export declare const getConnector: Lookup<GetConnectorArgs, ConnectorResult>;
/** The same with inputs, as an output. */
export declare const getConnectorOutput: LookupOutput<GetConnectorArgs, ConnectorResult>;
/** Lists the connectors, or those of one type or system. */
export declare const listConnectors: ListLookup<ConnectorFilter, ConnectorResult>;
/** The same with inputs, as an output. */
export declare const listConnectorsOutput: ListLookupOutput<ConnectorFilter, ConnectorResult>;

addLookups(exports as object);
