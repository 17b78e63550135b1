import type { ListLookup, ListLookupOutput, Lookup, LookupOutput } from "../../program/lookup-types";
import { addLookups } from "../../program/lookups";
import type { DestinationFilter, DestinationResult, GetDestinationArgs } from "./destination";
import type { GetSourceArgs, SourceFilter, SourceResult } from "./source";
import type { GetWorkflowArgs, WorkflowFilter, WorkflowResult } from "./workflow";

export {
  Destination,
  type DestinationArgs,
  type DestinationArgsOf,
  type DestinationCriteria,
  type DestinationFilter,
  type DestinationOptions,
  type DestinationResult,
  type DestinationType,
  type GetDestinationArgs,
} from "./destination";
export {
  Source,
  type GetSourceArgs,
  type SourceArgs,
  type SourceArgsOf,
  type SourceCriteria,
  type SourceFilter,
  type SourceOptions,
  type SourceResult,
  type SourceType,
} from "./source";
export {
  Workflow,
  type GetWorkflowArgs,
  type WorkflowArgs,
  type WorkflowFilter,
  type WorkflowOptions,
  type WorkflowResult,
  type WorkflowType,
} from "./workflow";
export type {
  ChunkNode,
  EmbedNode,
  ExtractNode,
  PartitionNode,
  PrompterNode,
  UnlistedNode,
  WorkflowNode,
} from "./node-types";
export type { Cron, SchedulePhrase } from "./schedule";
export type { DestinationConfigs } from "./generated/destination-configs";
export type { SourceConfigs } from "./generated/source-configs";

/** Finds a source, by its id or its name. */
export declare const getSource: Lookup<GetSourceArgs, SourceResult>;
/** The same with inputs, as an output. */
export declare const getSourceOutput: LookupOutput<GetSourceArgs, SourceResult>;
/** Lists the sources, or those of one type. */
export declare const listSources: ListLookup<SourceFilter, SourceResult>;
/** The same with inputs, as an output. */
export declare const listSourcesOutput: ListLookupOutput<SourceFilter, SourceResult>;

/** Finds a destination, by its id or its name. */
export declare const getDestination: Lookup<GetDestinationArgs, DestinationResult>;
/** The same with inputs, as an output. */
export declare const getDestinationOutput: LookupOutput<GetDestinationArgs, DestinationResult>;
/** Lists the destinations, or those of one type. */
export declare const listDestinations: ListLookup<DestinationFilter, DestinationResult>;
/** The same with inputs, as an output. */
export declare const listDestinationsOutput: ListLookupOutput<DestinationFilter, DestinationResult>;

/** Finds a workflow, by its id or its name. */
export declare const getWorkflow: Lookup<GetWorkflowArgs, WorkflowResult>;
/** The same with inputs, as an output. */
export declare const getWorkflowOutput: LookupOutput<GetWorkflowArgs, WorkflowResult>;
/** Lists the workflows. */
export declare const listWorkflows: ListLookup<WorkflowFilter, WorkflowResult>;
/** The same with inputs, as an output. */
export declare const listWorkflowsOutput: ListLookupOutput<WorkflowFilter, WorkflowResult>;

addLookups(exports as object);
