import type { ListLookup, ListLookupOutput, Lookup, LookupOutput } from "../../program/lookup-types";
import { addLookups } from "../../program/lookups";
import type { ConnectorFilter, ConnectorResult, GetConnectorArgs } from "./connector";
import type { GetModelArgs, ModelFilter, ModelResult } from "./model";
import type { GetSyncArgs, SyncFilter, SyncResult } from "./sync";

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
export {
  Sync,
  type GetSyncArgs,
  type ScheduleType,
  type SyncArgs,
  type SyncCriteria,
  type SyncFilter,
  type SyncIntervalUnit,
  type SyncMapping,
  type SyncMode,
  type SyncOptions,
  type SyncResult,
} from "./sync";
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

/** Finds a sync, by its id or by what it connects. */
export declare const getSync: Lookup<GetSyncArgs, SyncResult>;
/** The same with inputs, as an output. */
export declare const getSyncOutput: LookupOutput<GetSyncArgs, SyncResult>;
/** Lists the syncs, or those of one model, destination or stream. */
export declare const listSyncs: ListLookup<SyncFilter, SyncResult>;
/** The same with inputs, as an output. */
export declare const listSyncsOutput: ListLookupOutput<SyncFilter, SyncResult>;

addLookups(exports as object);
