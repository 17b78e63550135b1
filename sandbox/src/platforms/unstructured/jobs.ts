import { randomUUID } from "node:crypto";
import { neverResponds, unreachable } from "../../serving/unreachable";
import type { Role } from "./catalog";
import type { WorkflowNode } from "./nodes";
import type { Unstructured } from "./platform";
import { capitalized } from "./validation";
import type { Workflow } from "./workflows";

export interface FailedFile {
  readonly document: string;
  readonly error: string;
}

/** A file that a client has uploaded. */
export interface InputFile {
  readonly id: string;
  readonly name: string;
}

/** A run of a workflow, as stored. Source: docs/contracts/unstructured.md, section 6. */
export interface Job {
  readonly id: string;
  readonly workflow_id: string;
  readonly workflow_name: string;
  readonly job_type: "ephemeral" | "persistent" | "template";
  readonly status: "SCHEDULED" | "IN_PROGRESS" | "COMPLETED" | "STOPPED" | "FAILED";
  readonly created_at: string;
  readonly ended_at: string | null;
  /** Null if nothing was wrong. */
  readonly message: string | null;
  readonly failed_files: readonly FailedFile[];
  /** Those of its workflow when it started. */
  readonly nodes: readonly WorkflowNode[];
  readonly source_id: string | null;
  readonly destination_id: string | null;
  /** Null if the files come from a source. */
  readonly input_files: readonly InputFile[] | null;
}

/** Whether a job still runs, or waits to. */
export function isActive({ status }: Job): boolean {
  return status === "SCHEDULED" || status === "IN_PROGRESS";
}

export function newJob(
  { id, name, source_id, destination_id }: Pick<Workflow, "id" | "name" | "source_id" | "destination_id">,
  job_type: Job["job_type"],
  nodes: readonly WorkflowNode[],
  input_files: readonly InputFile[] | null,
  created_at: string,
): Job {
  return {
    ...{ id: randomUUID(), workflow_id: id, workflow_name: name, job_type, status: "SCHEDULED", created_at },
    ...{ ended_at: null, message: null, failed_files: [], nodes, source_id, destination_id, input_files },
  };
}

/** What every source has: there is nothing to read. */
const madeUpDocuments = ["report.pdf", "minutes.docx", "scan.png"];

/**
 * The job after one more look at it, which changes its status: it is scheduled when it is started, in progress when it is read first, and at
 * its end before it is read again. Its end depends on what the configurations of its connectors name, as that of a connection check does: a
 * system that never responds leaves it in progress. A source with `unreadable` in its configuration has one document that cannot be read.
 */
export function lookedAt(job: Job, { connectors, timestamp }: Unstructured): Job {
  if (job.status === "SCHEDULED") return { ...job, status: "IN_PROGRESS" };
  if (job.status !== "IN_PROGRESS") return job;
  const ends = (["source", "destination"] as const).flatMap((role) => {
    const id = job[`${role}_id`];
    return id === null ? [] : [{ role, id, config: connectors[role].get(id)?.config }];
  });
  const gone = ends.find(({ config }) => config === undefined);
  if (gone !== undefined) {
    return ended(job, timestamp(), "FAILED", `${capitalized(gone.role)} with id ${gone.id} not found`, []);
  }
  if (ends.some(({ config }) => neverResponds(config))) return job;
  const documents = job.input_files?.map(({ name }) => name) ?? madeUpDocuments;
  const reason = ends.map(({ config }) => unreachable(config)).find((found) => found !== undefined);
  if (reason !== undefined) return ended(job, timestamp(), "FAILED", reason, documents, reason);
  const unreadable = ends.some(isUnreadable) ? documents.slice(-1) : [];
  const message = unreadable.length > 0 ? `${unreadable.length} of ${documents.length} files failed` : null;
  return ended(job, timestamp(), "COMPLETED", message, unreadable, "the file is damaged");
}

function isUnreadable({ role, config }: { readonly role: Role; readonly config: unknown }): boolean {
  return role === "source" && JSON.stringify(config).includes("unreadable");
}

function ended(
  job: Job,
  ended_at: string,
  status: Job["status"],
  message: string | null,
  failed: readonly string[],
  error = "",
): Job {
  return { ...job, status, message, ended_at, failed_files: failed.map((document) => ({ document, error })) };
}

/** A job as responses have it. */
export function shownJob(job: Job): unknown {
  const { id, workflow_id, workflow_name, job_type, status, created_at, ended_at, input_files, nodes } = job;
  const seconds = ended_at === null ? undefined : (Date.parse(ended_at) - Date.parse(created_at)) / 1000;
  return {
    ...{ id, workflow_id, workflow_name, status, created_at, job_type },
    runtime: seconds === undefined ? null : `PT${seconds}S`,
    input_file_ids: input_files?.map((file) => file.id) ?? null,
    output_node_files:
      input_files === null || status !== "COMPLETED"
        ? null
        : input_files.flatMap((file) => outputs(file, nodes)),
  };
}

/** The output of a file can be read after each node. */
function outputs(file: InputFile, nodes: readonly WorkflowNode[]): unknown[] {
  return nodes.map(({ id, type, subtype }) => ({
    ...{ file_id: file.id, node_id: id, node_type: type, node_subtype: subtype },
  }));
}

/** The details of a job as responses have them. */
export function shownDetails(job: Job): unknown {
  const { id, status, message, nodes, failed_files, input_files } = job;
  const total = input_files?.length ?? madeUpDocuments.length;
  const failure = failed_files.length;
  const counts = {
    ready: status === "SCHEDULED" ? total : 0,
    in_progress: status === "IN_PROGRESS" ? total : 0,
    success: status === "COMPLETED" ? total - failure : 0,
    failure,
  };
  return {
    id,
    processing_status: processingStatus(job),
    message,
    node_stats: nodes.map(({ name, type, subtype }) => ({
      ...{ node_name: name, node_type: type, node_subtype: subtype },
      ...counts,
    })),
  };
}

function processingStatus({ status, failed_files }: Job): string {
  if (status !== "COMPLETED") return status;
  return failed_files.length > 0 ? "COMPLETED_WITH_ERRORS" : "SUCCESS";
}
