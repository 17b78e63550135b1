import type { ListLookup, ListLookupOutput, Lookup, LookupOutput } from "../../program/lookup-types";
import { addLookups } from "../../program/lookups";
import type { ConnectorFilter, ConnectorResult, GetConnectorArgs } from "./connector";
import type { GetModelArgs, ModelFilter, ModelResult } from "./model";

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
export {
  Model,
  type ChunkConfig,
  type EmbeddingConfig,
  type GetModelArgs,
  type ModelArgs,
  type ModelArgsOf,
  type ModelConfigurations,
  type ModelCriteria,
  type ModelFilter,
  type ModelOptions,
  type ModelResult,
  type QueryType,
} from "./model";
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

/** Finds a model, by its id or its name. */
export declare const getModel: Lookup<GetModelArgs, ModelResult>;
/** The same with inputs, as an output. */
export declare const getModelOutput: LookupOutput<GetModelArgs, ModelResult>;
/** Lists the models, or those of one connector or query type. */
export declare const listModels: ListLookup<ModelFilter, ModelResult>;
/** The same with inputs, as an output. */
export declare const listModelsOutput: ListLookupOutput<ModelFilter, ModelResult>;

addLookups(exports as object);
