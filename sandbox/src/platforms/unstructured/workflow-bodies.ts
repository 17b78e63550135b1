import type { JsonObject } from "../../json-object";
import { laxBoolean } from "../../pydantic/lax";
import { notAChoice, notOfType } from "../../pydantic/messages";
import { isUuid, objectBody, stringErrors, type ValidationError } from "../../pydantic/request-checks";
import { Refusal } from "../../serving/refusal";
import { nodeErrors, storedNodes, type GivenNode } from "./nodes";
import { phrases } from "./schedule";
import { templateOf } from "./templates";
import { capitalized, invalid } from "./validation";
import { workflowTypes, type Workflow } from "./workflows";

/** What a request sets. */
type WorkflowValues = Omit<Workflow, "id" | "status" | "created_at" | "updated_at" | "deleted_at">;

const clearable = ["source_id", "destination_id", "template_id", "schedule"] as const;

/** @throws Refusal with status 422 for a malformed request. Source: docs/contracts/unstructured.md, section 6. */
export function parseWorkflow(body: unknown): WorkflowValues {
  const fields = parsedFields(body, { required: true });
  const { name, workflow_type } = fields as { readonly name: string; readonly workflow_type: string };
  const empty = { source_id: null, destination_id: null, template_id: null, schedule: null };
  return checked({
    ...{ name, workflow_type, ...empty, workflow_nodes: [], reprocess_all: false },
    ...givenValues(fields, true),
  });
}

/**
 * The workflow after an update: absent fields stay.
 *
 * @param nullClears Whether null clears a field. If not, it leaves it as it is.
 * @throws Refusal as for a create.
 */
export function updatedWorkflow(workflow: Workflow, body: unknown, nullClears: boolean): Workflow {
  const fields = parsedFields(body, { required: false });
  return { ...workflow, ...checked({ ...workflow, ...givenValues(fields, nullClears) }) };
}

/** @throws Refusal with status 422 if a connector that a request names does not exist. */
export function checkConnectors(
  body: unknown,
  exists: { readonly source: (id: string) => boolean; readonly destination: (id: string) => boolean },
): void {
  for (const role of ["source", "destination"] as const) {
    const id = (body as JsonObject)[`${role}_id`];
    if (typeof id === "string" && !exists[role](id.toLowerCase())) {
      throw refused(`${capitalized(role)} with id ${id} not found`);
    }
  }
}

function parsedFields(body: unknown, presence: { readonly required: boolean }): JsonObject {
  const fields = objectBody(body, invalid, notOfType("object"));
  const nullable = !presence.required;
  const problems = [
    ...stringErrors(fields, "name", { ...presence, nullable }),
    ...stringErrors(fields, "workflow_type", { ...presence, nullable }),
    ...choiceErrors(fields, "workflow_type", workflowTypes),
    ...uuidErrors(fields, "source_id"),
    ...uuidErrors(fields, "destination_id"),
    ...stringErrors(fields, "template_id", { nullable: true }),
    ...nodeErrors(fields.workflow_nodes, ["body", "workflow_nodes"]),
    ...stringErrors(fields, "schedule", { nullable: true }),
    ...choiceErrors(fields, "schedule", phrases),
    ...booleanErrors(fields, "reprocess_all"),
  ];
  if (problems.length > 0) throw invalid(...problems);
  return fields;
}

function choiceErrors(fields: JsonObject, key: string, choices: readonly string[]): ValidationError[] {
  const value = fields[key];
  if (typeof value !== "string" || choices.includes(value)) return [];
  return [{ type: "enum", loc: ["body", key], msg: notAChoice(choices) }];
}

function uuidErrors(fields: JsonObject, key: string): ValidationError[] {
  const value = fields[key];
  if (value === undefined || value === null || (typeof value === "string" && isUuid(value))) return [];
  return [{ type: "uuid_parsing", loc: ["body", key], msg: notOfType("UUID") }];
}

function booleanErrors(fields: JsonObject, key: string): ValidationError[] {
  const value = fields[key];
  if (value === undefined || value === null || laxBoolean(value) !== undefined) return [];
  return [{ type: "bool_parsing", loc: ["body", key], msg: notOfType("boolean") }];
}

/** The values of valid fields. Null never clears a name, a type or `reprocess_all`: a workflow always has them. */
function givenValues(fields: JsonObject, nullClears: boolean): Partial<WorkflowValues> {
  const { workflow_nodes: nodes, reprocess_all } = fields;
  const keys = ["name", "workflow_type", ...clearable].filter((key) => {
    const isClearable = clearable.some((one) => one === key);
    return fields[key] === null ? nullClears && isClearable : fields[key] !== undefined;
  });
  return {
    ...Object.fromEntries(
      keys.map((key) => {
        const value = fields[key];
        const isUuidKey = key === "source_id" || key === "destination_id";
        return [key, isUuidKey && typeof value === "string" ? value.toLowerCase() : value];
      }),
    ),
    ...(Array.isArray(nodes) ? { workflow_nodes: storedNodes(nodes as GivenNode[]) } : {}),
    ...(nodes === null && nullClears ? { workflow_nodes: [] } : {}),
    ...(reprocess_all === undefined || reprocess_all === null
      ? {}
      : { reprocess_all: laxBoolean(reprocess_all) === true }),
  };
}

/** The same values, if they keep the rules of their type. @throws Refusal with status 422. */
function checked(values: WorkflowValues): WorkflowValues {
  const { workflow_type: type, source_id, schedule, template_id, workflow_nodes: nodes } = values;
  if (source_id === null && type !== "custom") {
    throw refused("A workflow without a source must be of the type custom");
  }
  if (source_id === null && schedule !== null) {
    throw refused("A workflow without a source cannot have a schedule");
  }
  if (type === "template") {
    if (template_id === null) throw refused("A workflow of the type template must have a template_id");
    if (templateOf(template_id) === undefined) throw refused(`Template with id ${template_id} not found`);
    if (nodes.length > 0) throw refused("A workflow of the type template cannot have workflow_nodes");
    return values;
  }
  if (template_id !== null) throw refused(`A workflow of the type ${type} cannot have a template_id`);
  if (type === "custom" && nodes.length === 0) {
    throw refused("A workflow of the type custom must have workflow_nodes");
  }
  return values;
}

function refused(detail: string): Refusal {
  return new Refusal(422, { detail });
}
