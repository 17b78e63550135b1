import type * as pulumi from "@pulumi/pulumi";
import type { RemoteObject, ResourceDefinition, UpdateStep } from "../../definition/definition";
import type { LastRun } from "../../definition/runs";
import { withQuery } from "../../http/query";
import type { Found, IdOr } from "../../program/lookup-types";
import type { ManagedOptions, OnRename, RunOnChange } from "../../program/options";
import { resourceClass } from "../../program/resource";
import { reader, type Fields } from "../../values/fields";
import { unstructured } from "./api";
import type { WorkflowNode } from "./node-types";
import {
  cronOf,
  isSchedule,
  phraseOf,
  scheduleFrom,
  schedulePhrases,
  type Cron,
  type SchedulePhrase,
} from "./schedule";
import { nodesFrom, nodesInTermsOf, secretsInNodes } from "./workflow-nodes";

/** A workflow type that the vendor documents. `basic`, `advanced` and `platinum` do nothing any more. */
export type WorkflowType = "custom" | "template" | "auto" | "basic" | "advanced" | "platinum";

/** The arguments of a workflow. All can change in place. */
export interface WorkflowArgs {
  /** Name on the platform. Default: the name of the resource. A change renames in place, unless `onRename` is `"replace"`. */
  name?: pulumi.Input<string>;
  /** The id of the source that it reads. Default: none; then its documents are uploaded when it is run, and its type is `custom`. */
  sourceId?: pulumi.Input<string>;
  /** The id of the destination that it writes. Default: none; then the results are downloaded from the job. */
  destinationId?: pulumi.Input<string>;
  /** `custom` has nodes of its own, `template` those of a template. The platform decides about any other. */
  workflowType: pulumi.Input<WorkflowType | (string & {})>;
  /** What is done with each document, in this order. For `custom` only. */
  workflowNodes?: pulumi.Input<WorkflowNode[]>;
  /** The id of the template, such as `hi_res_partition`. For `template` only. */
  templateId?: pulumi.Input<string>;
  /** When it runs by itself, in UTC: one of the platform's phrases, or the cron expression that stands for one. Default: never. */
  schedule?: pulumi.Input<SchedulePhrase | Cron>;
  /**
   * Whether a run takes all documents of the source, or only those that are new or changed since the last one. Counts for sources in a blob
   * storage. Default: false.
   */
  reprocessAll?: pulumi.Input<boolean>;
}

/** Resource options of a workflow. */
export interface WorkflowOptions extends ManagedOptions, OnRename, RunOnChange {}

/** The size of a page that the platform has by default; no source says which is the largest. */
const pageSize = 20;

// It ends in a slash: without it the server redirects, and a redirected POST can lose its body.
const collection = "workflows/";
/** @internal */
export const item = (id: string): string => collection + encodeURIComponent(id);

/**
 * Another type of workflow is an update: the body of a PUT has it, and a new workflow would lose its runs.
 * Source: https://docs.unstructured.io/api-reference/workflow/workflows; docs/contracts/unstructured.md, sections 2, 3 and 6.
 *
 * @internal
 */
export const workflowDefinition: ResourceDefinition = {
  kind: "unstructured.Workflow",
  noun: "workflow",
  platform: unstructured,
  arguments: {
    name: { schema: (z) => z.string().min(1) },
    sourceId: { schema: (z) => z.string().min(1).optional() },
    destinationId: { schema: (z) => z.string().min(1).optional() },
    workflowType: { schema: (z) => z.string().min(1) },
    workflowNodes: {
      schema: (z) =>
        z
          .array(
            z.strictObject({
              name: z.string().min(1),
              type: z.string().min(1),
              subtype: z.string().min(1),
              settings: z.record(z.string(), z.unknown()).optional(),
            }),
          )
          .optional(),
      // A workflow that is not custom has nodes that the program does not know.
      unmanagedIfAbsent: true,
      inTermsOf: nodesInTermsOf,
      findSecrets: secretsInNodes,
      unlistedTypes: async () => (await import("./unlisted-nodes.js")).unlistedTypes,
    },
    templateId: { schema: (z) => z.string().min(1).optional() },
    schedule: {
      schema: (z) =>
        z
          .string()
          .refine(isSchedule, `expected ${schedulePhrases.join(", ")}, or a cron expression with five fields`)
          .optional(),
      same: (before, after) => canonical(before) === canonical(after),
    },
    // The sources disagree about the platform's default, so it is always sent.
    reprocessAll: {
      schema: (z) => z.boolean().optional(),
      same: (before = false, after = false) => before === after,
    },
  },
  schedule: {
    field: "schedule",
    paths: ["schedule"],
    read: ({ schedule }) =>
      typeof schedule === "string" ? { cron: cronOf(schedule), path: "schedule" } : undefined,
    example: '"daily"',
    absentMeansNone: true,
    // One without a source runs when documents are uploaded, and cannot have a schedule.
    isSynced: ({ sourceId }) => sourceId !== undefined,
  },
  name: { field: "name" },
  identity: { arguments: ["name"], phrase: "of that name" },
  references: [
    { path: "sourceId", kind: "unstructured.Source", flow: "from" },
    { path: "destinationId", kind: "unstructured.Destination", flow: "to" },
  ],
  problems: async () => (await import("./workflow-problems.js")).workflowProblems,
  outputs: [
    "name",
    "sourceId",
    "destinationId",
    "workflowType",
    "templateId",
    "schedule",
    "reprocessAll",
    "status",
    "createdAt",
    "updatedAt",
    "lastRun",
  ],
  requests: {
    create: (inputs) => ({ make: { method: "POST", path: collection, body: bodyOf(inputs) } }),
    read: (id) => ({ method: "GET", path: item(id) }),
    update: (id, inputs, changed) => [updateStep(id, inputs, changed)],
    delete: (id) => ({ method: "DELETE", path: item(id) }),
  },
  listing: ({ name }) => ({
    request: (page) => ({
      method: "GET",
      path: withQuery(collection, { name, page, page_size: pageSize }),
    }),
    objects: (body) => (Array.isArray(body) ? body.map(fromResponse) : undefined),
    hasNext: (body) => Array.isArray(body) && body.length >= pageSize,
  }),
  isReadInBulk: true,
  runs: async () => (await import("./runs.js")).workflowRuns,
  undisclosed: async () => (await import("./undisclosed-template.js")).undisclosedTemplate,
  fromResponse,
  inventory: { leftOut: ["status", "updatedAt"] },
};

function canonical(schedule: unknown): unknown {
  return typeof schedule === "string" ? phraseOf(schedule) : schedule;
}

/** The keys of requests by our arguments. */
const wireKeys = {
  name: "name",
  workflowType: "workflow_type",
  sourceId: "source_id",
  destinationId: "destination_id",
  workflowNodes: "workflow_nodes",
  templateId: "template_id",
  schedule: "schedule",
  reprocessAll: "reprocess_all",
} as const;

/** What the program gives. A cron expression that stands for a phrase is sent as the phrase. */
function bodyOf({ schedule, reprocessAll = false, ...inputs }: Fields): Record<string, unknown> {
  const values: Fields = { ...inputs, schedule: canonical(schedule), reprocessAll };
  const entries = Object.entries(wireKeys).map(([name, key]) => [key, values[name] ?? undefined] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/**
 * A PUT leaves alone what it does not have, so what is to be cleared is sent as null. Whether the platform clears it is not documented: it is
 * read afterwards.
 */
function updateStep(id: string, inputs: Fields, changed: readonly string[]): UpdateStep {
  const isGone = (name: string): boolean => (inputs[name] ?? undefined) === undefined;
  // Nodes of its own are left over from a custom workflow.
  const hasLeftNodes = changed.includes("workflowType") && isGone("workflowNodes");
  const cleared = Object.entries(wireKeys).filter(
    ([name]) => isGone(name) && (changed.includes(name) || (name === "workflowNodes" && hasLeftNodes)),
  );
  const nulls = Object.fromEntries(cleared.map(([, key]) => [key, null]));
  return {
    request: { method: "PUT", path: item(id), body: { ...nulls, ...bodyOf(inputs) } },
    carries: changed,
    isReadBack: cleared.length > 0,
  };
}

function fromResponse(body: unknown): RemoteObject {
  const { fields, text, textOrNull } = reader(body);
  return {
    id: text("id"),
    name: text("name"),
    sourceId: connectorFrom(fields.source_id, fields.sources),
    destinationId: connectorFrom(fields.destination_id, fields.destinations),
    workflowType: text("workflow_type"),
    workflowNodes: nodesFrom(fields.workflow_nodes),
    templateId: textOrNull("template_id"),
    schedule: scheduleFrom(fields.schedule),
    reprocessAll: typeof fields.reprocess_all === "boolean" ? fields.reprocess_all : undefined,
    status: text("status"),
    createdAt: text("created_at"),
    updatedAt: textOrNull("updated_at"),
  };
}

/** The id of a connector: responses have it as a field, or in a list. Null if it has none, undefined if the response does not say. */
function connectorFrom(id: unknown, ids: unknown): string | null | undefined {
  if (typeof id === "string" && id !== "") return id;
  const [first] = Array.isArray(ids) ? (ids as readonly unknown[]) : [];
  if (typeof first === "string" && first !== "") return first;
  return id === null || Array.isArray(ids) ? null : undefined;
}

/**
 * A workflow: reads documents from a source, processes them, and writes the results to a destination.
 *
 * @example
 * new unstructured.Workflow("invoices", {
 *   sourceId: invoices.id,
 *   destinationId: index.id,
 *   workflowType: "custom",
 *   workflowNodes: [
 *     { name: "Partitioner", type: "partition", subtype: "vlm", settings: { is_dynamic: true, allow_fast: true } },
 *     { name: "Chunker", type: "chunk", subtype: "chunk_by_title", settings: { max_characters: 2048 } },
 *     { name: "Embedder", type: "embed", subtype: "voyageai", settings: { model_name: "voyage-3" } },
 *   ],
 *   schedule: "daily",
 * });
 *
 * @see https://docs.unstructured.io/api-reference/workflow/workflows
 */
export class Workflow extends resourceClass<[args: WorkflowArgs, options?: WorkflowOptions]>(
  workflowDefinition,
) {
  /** Name on the platform. */
  declare readonly name: pulumi.Output<string>;
  /** The id of its source; null if its documents are uploaded. */
  declare readonly sourceId: pulumi.Output<string | null>;
  /** The id of its destination; null if its results are downloaded. */
  declare readonly destinationId: pulumi.Output<string | null>;
  /** Workflow type. */
  declare readonly workflowType: pulumi.Output<string>;
  /** The id of its template; null if it has none, or if the platform does not say. */
  declare readonly templateId: pulumi.Output<string | null>;
  /** When it runs by itself: a phrase, or a cron expression for which there is none; null if it does not. */
  declare readonly schedule: pulumi.Output<string | null>;
  /** Whether a run takes all documents. */
  declare readonly reprocessAll: pulumi.Output<boolean | null>;
  /** `active`, `inactive` or `paused`, as of the last operation. */
  declare readonly status: pulumi.Output<string | null>;
  /** When it was created, ISO 8601; null if the platform did not say. */
  declare readonly createdAt: pulumi.Output<string | null>;
  /** When it was last updated, ISO 8601; null until the first update. */
  declare readonly updatedAt: pulumi.Output<string | null>;
  /** The last run that an operation of the program has started or joined; null if there was none. See `run`. */
  declare readonly lastRun: pulumi.Output<LastRun | null>;
}

/** What a workflow is looked up by. */
export type GetWorkflowArgs = IdOr<{
  /** Its name on the platform, exactly. */
  name: string;
}>;

/** Which workflows are listed: those of that name, or all. */
export interface WorkflowFilter {
  /** Its name, exactly as the platform has it. */
  name?: string;
}

/** A workflow that was looked up. Its nodes are left out, for they may hold secrets. */
export type WorkflowResult = Found<Workflow>;
