import type { WorkflowNode } from "./nodes";
import { asCron } from "./schedule";
import { templateOf } from "./templates";

export const workflowTypes = ["auto", "basic", "advanced", "platinum", "custom", "template"];

export const workflowStates = ["active", "inactive", "paused"];

/** A workflow, as stored. Source: docs/contracts/unstructured.md, section 6. */
export interface Workflow {
  readonly id: string;
  readonly name: string;
  readonly workflow_type: string;
  readonly status: string;
  /** Null: the source is local, and runs upload their files. */
  readonly source_id: string | null;
  readonly destination_id: string | null;
  readonly template_id: string | null;
  /** Empty if they are those of the template. */
  readonly workflow_nodes: readonly WorkflowNode[];
  /** A phrase. */
  readonly schedule: string | null;
  readonly reprocess_all: boolean;
  readonly created_at: string;
  readonly updated_at: string | null;
  /** Null until it is deleted: the server keeps it. */
  readonly deleted_at: string | null;
}

/**
 * A workflow as responses have it.
 *
 * @param newer In the shape of the vendor's newer pages, not in that of the SDK.
 */
export function shownWorkflow(workflow: Workflow, newer: boolean): unknown {
  const { source_id, destination_id, template_id, schedule, deleted_at: _deleted, ...rest } = workflow;
  const shown = { ...rest, workflow_nodes: nodesOf(workflow) };
  if (newer) return { ...shown, source_id, destination_id, template_id, schedule };
  return {
    ...shown,
    sources: source_id === null ? [] : [source_id],
    destinations: destination_id === null ? [] : [destination_id],
    schedule: schedule === null ? null : asCron(schedule),
  };
}

/** The nodes that a run goes through. */
export function nodesOf({ template_id, workflow_nodes }: Workflow): readonly WorkflowNode[] {
  return template_id === null ? workflow_nodes : (templateOf(template_id)?.nodes ?? workflow_nodes);
}
