import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { fieldRequired } from "../../pydantic/messages";
import { Refusal } from "../../serving/refusal";
import { newJob, shownJob } from "./jobs";
import { inputFiles } from "./multipart";
import type { Unstructured } from "./platform";
import { Query } from "./query";
import { invalid, parseId } from "./validation";
import { checkConnectors, parseWorkflow, updatedWorkflow } from "./workflow-bodies";
import { nodesOf, shownWorkflow, workflowStates, type Workflow } from "./workflows";

/** Source: docs/contracts/unstructured.md, sections 2, 3 and 6. */
export function addWorkflowRoutes(app: FastifyInstance, platform: Unstructured): void {
  const { workflows, jobs, connectors, timestamp, newerWorkflows, nullClears } = platform;
  const collection = "/api/v1/workflows/";
  const item = `${collection}:id`;
  const show = (workflow: Workflow): unknown => shownWorkflow(workflow, newerWorkflows);
  const find = (request: FastifyRequest): Workflow => {
    const id = parseId("workflow", (request.params as { id: string }).id);
    const workflow = workflows.get(id);
    if (workflow?.deleted_at === null) return workflow;
    throw new Refusal(404, { detail: `Workflow with id ${id} not found` });
  };
  const exists = {
    source: (id: string) => connectors.source.get(id) !== undefined,
    destination: (id: string) => connectors.destination.get(id) !== undefined,
  };

  app.get(collection, (request) => listed(workflows.all(), new Query(request)).map(show));

  app.post(collection, async (request) => {
    const values = parseWorkflow(request.body);
    checkConnectors(request.body, exists);
    const times = { created_at: timestamp(), updated_at: null, deleted_at: null };
    const workflow: Workflow = { id: randomUUID(), ...values, status: "active", ...times };
    await workflows.put(workflow);
    return show(workflow);
  });

  app.get(item, (request) => show(find(request)));

  app.put(item, async (request) => {
    const changed = updatedWorkflow(find(request), request.body, nullClears);
    checkConnectors(request.body, exists);
    const workflow = { ...changed, updated_at: timestamp() };
    await workflows.put(workflow);
    return show(workflow);
  });

  app.delete(item, async (request) => {
    const workflow = find(request);
    await workflows.put({ ...workflow, deleted_at: timestamp() });
    return { detail: `Workflow with id ${workflow.id} successfully deleted.` };
  });

  app.post(`${item}/run`, async (request, reply) => {
    const workflow = find(request);
    const files = workflow.source_id === null ? inputFiles(request.body) : null;
    if (files?.length === 0) {
      throw invalid({ type: "missing", loc: ["body", "input_files"], msg: fieldRequired });
    }
    const job = newJob(workflow, "persistent", nodesOf(workflow), files, timestamp());
    await jobs.put(job);
    return reply.status(202).send(shownJob(job));
  });
}

const sortKeys = ["id", "name", "status", "workflow_type", "created_at", "updated_at"] as const;

/** The page of a list that a query asks for. @throws Refusal with status 422 for a malformed query. */
function listed(all: readonly Workflow[], query: Query): Workflow[] {
  const source = query.uuid("source_id");
  const destination = query.uuid("destination_id");
  const status = query.oneOf("status", workflowStates);
  const name = query.text("name")?.toLowerCase();
  const since = query.time("created_since");
  const before = query.time("created_before");
  const deleted = query.flag("show_only_soft_deleted");
  const key = query.oneOf("sort_by", sortKeys, "id") as (typeof sortKeys)[number];
  const isDescending = query.oneOf("sort_direction", ["asc", "desc"], "asc") === "desc";
  const page = query.count("page", { otherwise: 1, most: Number.MAX_SAFE_INTEGER });
  const size = query.count("page_size", { otherwise: 20, most: 100 });
  const found = all
    .filter((one) => (one.deleted_at !== null) === deleted)
    .filter((one) => source === undefined || one.source_id === source)
    .filter((one) => destination === undefined || one.destination_id === destination)
    .filter((one) => status === undefined || one.status === status)
    .filter((one) => name === undefined || one.name.toLowerCase().includes(name))
    .filter((one) => since === undefined || Date.parse(one.created_at) >= since)
    .filter((one) => before === undefined || Date.parse(one.created_at) < before)
    .sort((a, b) => (a[key] ?? "").localeCompare(b[key] ?? "") || a.id.localeCompare(b.id));
  return (isDescending ? found.reverse() : found).slice((page - 1) * size, page * size);
}
