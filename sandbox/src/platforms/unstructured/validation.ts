import { jsonDecodeError, notOfType } from "../../pydantic/messages";
import {
  isUuid,
  objectBody,
  objectErrors,
  stringErrors,
  type ValidationError,
} from "../../pydantic/request-checks";
import { Refusal } from "../../serving/refusal";
import { connectorType, isSupported, type Role } from "./catalog";

/** The response to a malformed request: status 422 and `{detail: [...]}`. */
export function invalid(...problems: readonly ValidationError[]): Refusal {
  return new Refusal(422, { detail: problems });
}

export const notJson: ValidationError = { type: "json_invalid", loc: ["body", 0], msg: jsonDecodeError };

export interface CreateBody {
  readonly name: string;
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** @throws Refusal with status 422 for a malformed request, 412 for an invalid config. */
export function parseCreate(role: Role, body: unknown): CreateBody {
  const fields = objectBody(body, invalid, notOfType("object"));
  const problems = [
    ...stringErrors(fields, "name", { required: true }),
    ...stringErrors(fields, "type", { required: true }),
    ...objectErrors(fields, "config", { required: true }),
  ];
  if (problems.length > 0) throw invalid(...problems);
  const { name, type, config } = fields as unknown as CreateBody;
  if (!isSupported(role, type)) {
    throw new Refusal(422, { detail: `${capitalized(role)} connector type ${type} not supported` });
  }
  checkConfig(role, type, config);
  return { name, type, config };
}

/** Absent keys stay unchanged; unknown keys are ignored. @throws Refusal as for a create. */
export function parseUpdate(
  role: Role,
  type: string,
  body: unknown,
): { readonly name?: string; readonly config?: Readonly<Record<string, unknown>> } {
  const fields = objectBody(body, invalid, notOfType("object"));
  const problems = [...stringErrors(fields, "name", {}), ...objectErrors(fields, "config", {})];
  if (problems.length > 0) throw invalid(...problems);
  const { name, config } = fields as { name?: string; config?: Record<string, unknown> };
  if (config !== undefined) checkConfig(role, type, config);
  return { ...(name === undefined ? {} : { name }), ...(config === undefined ? {} : { config }) };
}

/** @throws Refusal with status 422 if it is not a UUID. */
export function parseId(kind: Role | "workflow" | "job", id: string): string {
  if (isUuid(id)) return id.toLowerCase();
  throw invalid({ type: "uuid_parsing", loc: ["path", `${kind}_id`], msg: notOfType("UUID") });
}

function checkConfig(role: Role, type: string, config: Readonly<Record<string, unknown>>): void {
  const problems = connectorType(role, type)?.problems(config) ?? [];
  if (problems.length > 0) throw new Refusal(412, { errors: problems });
}

export function capitalized(role: Role): string {
  return role === "source" ? "Source" : "Destination";
}
