import { isFields } from "../fields";
import { Refusal } from "../refusal";
import { connectorType, isSupported, type Role } from "./catalog";

/** One problem of a request, in the vendor's shape (FastAPI's). */
export interface Problem {
  readonly type: string;
  readonly loc: readonly (string | number)[];
  readonly msg: string;
}

/** `{detail: [...]}` with status 422: the request is not of the API's form. */
export function invalid(...problems: readonly Problem[]): Refusal {
  return new Refusal(422, { detail: problems });
}

export interface CreateBody {
  readonly name: string;
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** @throws Refusal: 422 for the form of the request, 412 for a config that the connector does not take. */
export function parseCreate(role: Role, body: unknown): CreateBody {
  const fields = objectBody(body);
  const problems = [
    ...textProblems(fields, "name", true),
    ...textProblems(fields, "type", true),
    ...configProblems(fields, true),
  ];
  if (problems.length > 0) throw invalid(...problems);
  const { name, type, config } = fields as unknown as CreateBody;
  if (!isSupported(role, type)) {
    throw new Refusal(422, { detail: `${capitalized(role)} connector type ${type} not supported` });
  }
  checkConfig(role, type, config);
  return { name, type, config };
}

/** What a PUT has; what it lacks stays. Other keys do not count. @throws Refusal as for a create. */
export function parseUpdate(
  role: Role,
  type: string,
  body: unknown,
): { readonly name?: string; readonly config?: Readonly<Record<string, unknown>> } {
  const fields = objectBody(body);
  const problems = [...textProblems(fields, "name", false), ...configProblems(fields, false)];
  if (problems.length > 0) throw invalid(...problems);
  const { name, config } = fields as { name?: string; config?: Record<string, unknown> };
  if (config !== undefined) checkConfig(role, type, config);
  return { ...(name === undefined ? {} : { name }), ...(config === undefined ? {} : { config }) };
}

/** @throws Refusal with status 422 if it is no UUID. */
export function parseId(role: Role, id: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return id.toLowerCase();
  throw invalid({ type: "uuid_parsing", loc: ["path", `${role}_id`], msg: "Input should be a valid UUID" });
}

function objectBody(body: unknown): Readonly<Record<string, unknown>> {
  if (body === undefined || body === null) {
    throw invalid({ type: "missing", loc: ["body"], msg: "Field required" });
  }
  if (isFields(body)) return body;
  throw invalid({ type: "model_attributes_type", loc: ["body"], msg: "Input should be a valid dictionary" });
}

function textProblems(fields: Readonly<Record<string, unknown>>, key: string, required: boolean): Problem[] {
  const value = fields[key];
  if (value === undefined) return required ? [missing(key)] : [];
  return typeof value === "string"
    ? []
    : [{ type: "string_type", loc: ["body", key], msg: "Input should be a valid string" }];
}

function configProblems(fields: Readonly<Record<string, unknown>>, required: boolean): Problem[] {
  const { config } = fields;
  if (config === undefined) return required ? [missing("config")] : [];
  return isFields(config)
    ? []
    : [{ type: "dict_type", loc: ["body", "config"], msg: "Input should be a valid dictionary" }];
}

function missing(key: string): Problem {
  return { type: "missing", loc: ["body", key], msg: "Field required" };
}

function checkConfig(role: Role, type: string, config: Readonly<Record<string, unknown>>): void {
  const problems = connectorType(role, type)?.problems(config) ?? [];
  if (problems.length > 0) throw new Refusal(412, { errors: problems });
}

export function capitalized(role: Role): string {
  return role === "source" ? "Source" : "Destination";
}
