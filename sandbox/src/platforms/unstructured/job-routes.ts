import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { isJsonObject } from "../../json-object";
import { fieldRequired, jsonDecodeError } from "../../pydantic/messages";
import { Refusal } from "../../serving/refusal";
import { isActive, lookedAt, newJob, shownDetails, shownJob, type Job } from "./jobs";
import { inputFiles, textField } from "./multipart";
import { nodeErrors, storedNodes, type GivenNode, type WorkflowNode } from "./nodes";
import type { Unstructured } from "./platform";
import { Query } from "./query";
import { templateOf } from "./templates";
import { invalid, parseId } from "./validation";

/** Source: docs/contracts/unstructured.md, sections 2, 3 and 6. */
export function addJobRoutes(app: FastifyInstance, platform: Unstructured): void {
  const { jobs, timestamp } = platform;
  const collection = "/api/v1/jobs/";
  const item = `${collection}:id`;
  const find = (request: FastifyRequest): Job => {
    const job = jobs.get(parseId("job", (request.params as { id: string }).id));
    if (job === undefined) throw new Refusal(404, { detail: "Job not found" });
    return job;
  };
  const look = async (job: Job): Promise<Job> => {
    const looked = lookedAt(job, platform);
    if (looked !== job) await jobs.put(looked);
    return looked;
  };

  app.get(collection, async (request) => {
    const query = new Query(request);
    const workflow = query.uuid("workflow_id");
    // The guide writes `in progress`, responses have IN_PROGRESS.
    const status = query.text("status")?.toUpperCase().replaceAll(" ", "_");
    const found = jobs.all().filter((job) => workflow === undefined || job.workflow_id === workflow);
    const looked = await Promise.all(found.map(look));
    return looked
      .filter((job) => status === undefined || job.status === status)
      .toReversed()
      .map(shownJob);
  });

  app.post(collection, async (request) => {
    const { nodes, job_type } = onDemand(textField(request.body, "request_data"));
    const files = inputFiles(request.body);
    if (files.length === 0) {
      throw invalid({ type: "missing", loc: ["body", "input_files"], msg: fieldRequired });
    }
    // Its workflow ends with it, and cannot be read.
    const workflow = { id: randomUUID(), name: "On-demand job", source_id: null, destination_id: null };
    const job = newJob(workflow, job_type, nodes, files, timestamp());
    await jobs.put(job);
    return shownJob(job);
  });

  app.get(item, async (request) => shownJob(await look(find(request))));

  app.get(`${item}/details`, async (request) => shownDetails(await look(find(request))));

  app.get(`${item}/failed-files`, (request) => ({ failed_files: find(request).failed_files }));

  app.post(`${item}/cancel`, async (request) => {
    const job = find(request);
    if (!isActive(job)) {
      throw new Refusal(400, { detail: `Job with id ${job.id} is ${job.status} and cannot be cancelled` });
    }
    await jobs.put({ ...job, status: "STOPPED", ended_at: timestamp() });
    return { id: job.id, status: "cancelled", message: "Job successfully cancelled." };
  });

  app.get(`${item}/download`, (request) => {
    const job = find(request);
    const id = new Query(request).text("file_id");
    if (id === undefined) throw invalid({ type: "missing", loc: ["query", "file_id"], msg: fieldRequired });
    const file = job.input_files?.find((one) => one.id === id);
    if (file === undefined || job.status !== "COMPLETED")
      throw new Refusal(404, { detail: "File not found" });
    return [{ type: "Title", element_id: file.id, text: file.name, metadata: { filename: file.name } }];
  });
}

/** The nodes of an on-demand job. @throws Refusal with status 422. */
function onDemand(text: string | undefined): {
  readonly nodes: readonly WorkflowNode[];
  readonly job_type: "ephemeral" | "template";
} {
  if (text === undefined) {
    throw invalid({ type: "missing", loc: ["body", "request_data"], msg: fieldRequired });
  }
  const data = parsed(text);
  if (!isJsonObject(data)) {
    throw invalid({ type: "json_invalid", loc: ["body", "request_data"], msg: jsonDecodeError });
  }
  if (typeof data.template_id === "string") {
    const template = templateOf(data.template_id);
    if (template !== undefined) return { nodes: template.nodes, job_type: "template" };
    throw new Refusal(422, { detail: `Template with id ${data.template_id} not found` });
  }
  const problems = nodeErrors(data.job_nodes, ["body", "request_data", "job_nodes"]);
  if (problems.length > 0) throw invalid(...problems);
  if (!Array.isArray(data.job_nodes) || data.job_nodes.length === 0) {
    throw new Refusal(422, { detail: "request_data must have a template_id or job_nodes" });
  }
  return { nodes: storedNodes(data.job_nodes as GivenNode[]), job_type: "ephemeral" };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
