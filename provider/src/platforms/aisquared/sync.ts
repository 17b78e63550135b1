import type * as pulumi from "@pulumi/pulumi";
import type { Preparation, RemoteObject, ResourceDefinition, UpdateStep } from "../../definition/definition";
import type { LastRun } from "../../definition/runs";
import type { Inputs } from "../../program/inputs";
import type { Found, IdOr } from "../../program/lookup-types";
import type { ManagedOptions, RunOnChange } from "../../program/options";
import { resourceClass } from "../../program/resource";
import { fieldsAt, isFields, withoutNulls, type Fields } from "../../values/fields";
import { aisquared } from "./api";
import { listing, objectOf, reference, text, textOrNull, type JsonApiObject } from "./json-api";
import { columnMappings } from "./sync-columns";
import { scheduleOf } from "./sync-schedule";
import { integerId, nonBlank, wireId } from "./wire";

/** Whether each run writes all rows, or those that are new by the cursor field. */
export type SyncMode = "full_refresh" | "incremental";

/** When a sync runs: when somebody starts it, at an interval, or by a cron expression. */
export type ScheduleType = "manual" | "interval" | "cron_expression";

/** The unit of an interval. */
export type SyncIntervalUnit = "minutes" | "hours" | "days" | "weeks";

/** How one field of the destination gets its value. */
export interface SyncMapping {
  /** The column, the fixed value, or the Liquid text, depending on `mapping_type`. */
  from: string;
  /** The field of the destination: a dotted path, with `[]` for lists. */
  to: string;
  /** What `from` is: a column, the value itself, Liquid text, or a column whose text becomes a vector. */
  mapping_type: "standard" | "static" | "template" | "vector";
  /** The value of a static mapping, as the vendor's form sends it. */
  value?: unknown;
  /** The type of that value. */
  value_type?: string;
  /** The Liquid text of a template mapping, as the vendor's form sends it. */
  template?: string;
  /** The type of the destination's field. */
  field_type?: string;
  /** Whether the vendor's form hides the settings of the vector. */
  hide_embedding?: boolean;
  /** How a text becomes a vector. */
  embedding_config?: {
    mode?: string;
    model?: string;
    /** The key of the service that makes them, a secret. */
    api_key?: string;
  };
}

/**
 * The arguments of a sync. `scheduleType` says which others it needs. Changing `sourceId`, `modelId`, `destinationId` or `cursorField`
 * replaces the sync.
 */
export type SyncArgs = SyncEnvelope & (ManualSchedule | IntervalSchedule | CronSchedule);

interface SyncEnvelope {
  /** The connector that the model reads from: the `id` of a `Connector` of type `source`. */
  sourceId: pulumi.Input<string>;
  /** The model whose rows it writes: the `id` of a `Model`. */
  modelId: pulumi.Input<string>;
  /** The connector that it writes to: the `id` of a `Connector` of type `destination`. */
  destinationId: pulumi.Input<string>;
  /** The table, or whatever the destination has, that it writes to: a stream of the destination's catalog, which is discovered if there is none. */
  streamName: pulumi.Input<string>;
  syncMode: pulumi.Input<SyncMode>;
  /** The mappings, or for each column the path of a field of the destination. An update replaces all of them. */
  configuration: pulumi.Input<Inputs<SyncMapping>[]> | pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** The column by which an incremental sync knows new rows. Default: none. */
  cursorField?: pulumi.Input<string>;
  /** Whether it runs. Default: true. */
  enabled?: pulumi.Input<boolean>;
}

interface ManualSchedule {
  /** When it runs: with `manual` when somebody starts it. */
  scheduleType: "manual";
  syncInterval?: undefined;
  syncIntervalUnit?: undefined;
  cronExpression?: undefined;
}

interface IntervalSchedule {
  /** When it runs: with `interval` every `syncInterval` units. */
  scheduleType: "interval";
  /** An integer from 1 on. The platform makes a cron step of it: one that does not divide the next larger unit runs at uneven times. */
  syncInterval: pulumi.Input<number>;
  syncIntervalUnit: pulumi.Input<SyncIntervalUnit>;
  cronExpression?: undefined;
}

interface CronSchedule {
  /** When it runs: with `cron_expression` as `cronExpression` says. */
  scheduleType: "cron_expression";
  /** Five fields: minute, hour, day of the month, month, day of the week. */
  cronExpression: pulumi.Input<string>;
  syncInterval?: undefined;
  syncIntervalUnit?: undefined;
}

/** A sync has no name: what it connects, of which one must be given. */
type Known<Value> =
  | { modelId: Value; destinationId?: Value; streamName?: Value }
  | { modelId?: Value; destinationId: Value; streamName?: Value }
  | { modelId?: Value; destinationId?: Value; streamName: Value };

/** What a sync that exists is known by; see the option `adopt`. Default of the model and destination: those that the program declares. */
export type SyncCriteria = Known<pulumi.Input<string>>;

/** Resource options of a sync. */
export type SyncOptions = ManagedOptions<SyncCriteria> & RunOnChange;

const scheduleArguments = ["scheduleType", "syncInterval", "syncIntervalUnit", "cronExpression"];

/**
 * Source: docs/contracts/aisquared.md, section 7.
 *
 * @internal
 */
export const syncDefinition: ResourceDefinition = {
  kind: "aisquared.Sync",
  noun: "sync",
  platform: aisquared,
  arguments: {
    // The server would take another reference, but the end of a replaced connector or model is the end of its syncs.
    sourceId: { schema: integerId, onChange: "replace", mayDrift: true },
    modelId: { schema: integerId, onChange: "replace", mayDrift: true },
    destinationId: { schema: integerId, onChange: "replace", mayDrift: true },
    streamName: { schema: nonBlank },
    syncMode: { schema: (z) => z.enum(["full_refresh", "incremental"]) },
    scheduleType: { schema: (z) => z.enum(["manual", "interval", "cron_expression"]) },
    syncInterval: { schema: (z) => z.int().min(1).optional() },
    syncIntervalUnit: { schema: (z) => z.enum(["minutes", "hours", "days", "weeks"]).optional() },
    cronExpression: { schema: (z) => z.string().min(1).optional() },
    configuration: {
      schema: (z) => z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]),
      secrets: ["*.embedding_config.api_key"],
      showsSecrets: true,
    },
    // An update drops it without a word.
    cursorField: { schema: (z) => nonBlank(z).optional(), onChange: () => "replace" },
    enabled: {
      schema: (z) => z.boolean().optional(),
      same: (before = true, after = true) => before === after,
    },
  },
  schedule: {
    field: "scheduleType",
    paths: scheduleArguments,
    read: scheduleOf,
    example: '"cron_expression" with cronExpression: "0 6 * * *"',
    isSynced: ({ enabled }) => enabled !== false,
  },
  columns: { field: "configuration", read: ({ configuration }) => columnMappings(configuration) },
  identity: {
    arguments: ["modelId", "destinationId", "streamName"],
    phrase: "of that model to that stream of that destination",
  },
  references: [
    { path: "sourceId", kind: "aisquared.Connector", flow: "from" },
    { path: "modelId", kind: "aisquared.Model", flow: "from" },
    { path: "destinationId", kind: "aisquared.Connector", flow: "to" },
  ],
  problems: async () => (await import("./sync-problems.js")).syncProblems,
  outputs: [
    "sourceId",
    "modelId",
    "destinationId",
    "streamName",
    "syncMode",
    "scheduleType",
    "syncInterval",
    "syncIntervalUnit",
    "cronExpression",
    "cursorField",
    "currentCursorField",
    "status",
    "workspaceId",
    "createdAt",
    "updatedAt",
    "lastRun",
  ],
  requests: {
    create: (inputs) => ({
      prepare: [discovery(inputs)],
      make: { method: "POST", path: "syncs", body: { sync: body(inputs, Object.keys(inputs)) } },
      complete: (id) => (inputs.enabled === false ? [enabling(id, false, ["enabled"])] : []),
    }),
    read: (id) => ({ method: "GET", path: item(id) }),
    update: changeSteps,
    delete: (id) => ({ method: "DELETE", path: item(id) }),
  },
  listing: () => listing("syncs", fromObject),
  isReadInBulk: true,
  fromResponse: (response) => fromObject(objectOf(response)),
  runs: async () => (await import("./runs.js")).syncRuns,
  conflict: async () => (await import("./sync-problems.js")).cursorConflict,
  inventory: { leftOut: ["status", "currentCursorField", "updatedAt"] },
};

function item(id: string): string {
  return `syncs/${encodeURIComponent(id)}`;
}

/** Gets the destination's catalog, without which the server refuses every write, and looks for the stream in it. */
function discovery({ destinationId, streamName }: Fields): Preparation {
  return {
    method: "GET",
    path: `connectors/${encodeURIComponent(String(destinationId))}/discover`,
    problem: async (catalog) => (await import("./stream-problem.js")).streamProblem(streamName, catalog),
  };
}

/** Enables or disables a sync. The server refuses what is so already. */
function enabling(
  id: string,
  enable: boolean,
  carries: readonly string[],
  more: Pick<UpdateStep, "leaves"> = {},
): UpdateStep {
  return {
    request: { method: "PATCH", path: `${item(id)}/enable`, body: { enable } },
    carries,
    isDone: ({ enabled }) => enabled === enable,
    ...more,
  };
}

/** A PUT with what changed. Only the end of a sync ends its schedule, so one that becomes manual is disabled for the time of the change. */
function changeSteps(id: string, inputs: Fields, changed: readonly string[]): readonly UpdateStep[] {
  const isEnabled = inputs.enabled !== false;
  const endsSchedule = isEnabled && changed.includes("scheduleType") && inputs.scheduleType === "manual";
  const carries = changed.filter((name) => name !== "enabled");
  const request = {
    method: "PUT",
    path: item(id),
    body: { sync: body(inputs, carries) },
  } as const;
  return [
    ...(endsSchedule ? [enabling(id, false, [], { leaves: { enabled: false } })] : []),
    ...(carries.length === 0 ? [] : [{ prepare: [discovery(inputs)], request, carries }]),
    ...(endsSchedule || changed.includes("enabled") ? [enabling(id, isEnabled, ["enabled"])] : []),
  ];
}

/** Some arguments as requests have them; a schedule as a whole, for the server removes what does not belong to its type. */
function body(inputs: Fields, names: readonly string[]): Fields {
  const isAny = (arguments_: readonly string[]): boolean => arguments_.some((name) => names.includes(name));
  const values: Readonly<Record<string, readonly [string, unknown]>> = {
    sourceId: ["source_id", wireId(inputs.sourceId)],
    modelId: ["model_id", wireId(inputs.modelId)],
    destinationId: ["destination_id", wireId(inputs.destinationId)],
    streamName: ["stream_name", inputs.streamName],
    syncMode: ["sync_mode", inputs.syncMode],
    configuration: ["configuration", inputs.configuration],
    cursorField: ["cursor_field", inputs.cursorField],
  };
  const { scheduleType, syncInterval, syncIntervalUnit, cronExpression } = inputs;
  const given = Object.entries(values).flatMap(([argument, entry]) =>
    names.includes(argument) ? [entry] : [],
  );
  return {
    ...Object.fromEntries(given),
    ...(isAny(scheduleArguments)
      ? {
          schedule_type: scheduleType,
          sync_interval: syncInterval,
          sync_interval_unit: syncIntervalUnit,
          cron_expression: cronExpression,
        }
      : {}),
  };
}

function fromObject({ id, attributes }: JsonApiObject): RemoteObject {
  const { configuration, status, sync_interval: interval } = attributes;
  const connectors = [fieldsAt(attributes, "source"), fieldsAt(attributes, "destination")];
  const workspace = connectors
    .map(({ workspace_id }) => workspace_id)
    .find((each) => typeof each === "number");
  return {
    id,
    sourceId: reference(attributes.source_id),
    modelId: reference(attributes.model_id),
    destinationId: reference(attributes.destination_id),
    streamName: text(attributes.stream_name),
    syncMode: text(attributes.sync_mode),
    scheduleType: text(attributes.schedule_type),
    syncInterval: interval === null || typeof interval === "number" ? interval : undefined,
    syncIntervalUnit: textOrNull(attributes.sync_interval_unit),
    cronExpression: textOrNull(attributes.cron_expression),
    configuration: mappingsFrom(configuration),
    cursorField: textOrNull(attributes.cursor_field),
    currentCursorField: textOrNull(attributes.current_cursor_field),
    status: text(status),
    enabled: typeof status === "string" ? status !== "disabled" : undefined,
    workspaceId: workspace,
    createdAt: text(attributes.created_at),
    updatedAt: text(attributes.updated_at),
  };
}

/** The mappings in a response, without the settings that have no value; undefined if it shows none. A fixed value may be null. */
function mappingsFrom(value: unknown): unknown {
  if (!Array.isArray(value)) return isFields(value) ? value : undefined;
  return value.map((mapping: unknown) => {
    if (!isFields(mapping)) return mapping;
    const { embedding_config: embedding, value: fixed } = mapping;
    return {
      ...withoutNulls(mapping),
      ...(fixed === undefined ? {} : { value: fixed }),
      ...(isFields(embedding) ? { embedding_config: withoutNulls(embedding) } : {}),
    };
  });
}

/**
 * A sync: what writes the rows of a model to a destination.
 *
 * @example
 * new aisquared.Sync("customers", {
 *   sourceId: warehouse.id,
 *   modelId: customers.id,
 *   destinationId: crm.id,
 *   streamName: "contacts",
 *   syncMode: "full_refresh",
 *   scheduleType: "interval",
 *   syncInterval: 1,
 *   syncIntervalUnit: "hours",
 *   configuration: [{ from: "email", to: "properties.email", mapping_type: "standard" }],
 * });
 *
 * @see https://docs.squared.ai/api-reference/syncs/create_sync
 */
export class Sync extends resourceClass<[args: SyncArgs, options?: SyncOptions]>(syncDefinition) {
  /** The connector that the model reads from. */
  declare readonly sourceId: pulumi.Output<string>;
  /** The model whose rows it writes. */
  declare readonly modelId: pulumi.Output<string>;
  /** The connector that it writes to. */
  declare readonly destinationId: pulumi.Output<string>;
  /** What it writes to there. */
  declare readonly streamName: pulumi.Output<string>;
  /** Whether each run writes all rows. */
  declare readonly syncMode: pulumi.Output<SyncMode>;
  /** When it runs. */
  declare readonly scheduleType: pulumi.Output<ScheduleType>;
  /** Of an interval; else null. */
  declare readonly syncInterval: pulumi.Output<number | null>;
  /** Of an interval; else null. */
  declare readonly syncIntervalUnit: pulumi.Output<SyncIntervalUnit | null>;
  /** Null unless it runs by one. */
  declare readonly cronExpression: pulumi.Output<string | null>;
  /** The column by which it knows new rows; null if there is none. */
  declare readonly cursorField: pulumi.Output<string | null>;
  /** The last value of that column that a run has seen; null as long as there is none. */
  declare readonly currentCursorField: pulumi.Output<string | null>;
  /** `disabled`, `healthy`, `pending`, `failed` or `aborted`, as of the last operation. */
  declare readonly status: pulumi.Output<string | null>;
  /** Id of the workspace that it is in. */
  declare readonly workspaceId: pulumi.Output<number | null>;
  /** The last run that an operation of the program has started or joined; null if there was none. See `run`. */
  declare readonly lastRun: pulumi.Output<LastRun | null>;
  /** When it was created, ISO 8601. */
  declare readonly createdAt: pulumi.Output<string | null>;
  /** When it was last updated, ISO 8601. */
  declare readonly updatedAt: pulumi.Output<string | null>;
}

/** What a sync is looked up by. */
export type GetSyncArgs = IdOr<Known<string>>;

/** Which syncs are listed: those that have all of these. */
export interface SyncFilter {
  /** The id of the model that it reads. */
  modelId?: string;
  /** The id of the connector that it writes to. */
  destinationId?: string;
  /** The stream of the destination, such as a table. */
  streamName?: string;
}

/** A sync that was looked up, without its mappings. */
export type SyncResult = Found<Sync>;
