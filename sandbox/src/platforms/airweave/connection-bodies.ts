import { isJsonObject, type JsonObject } from "../../json-object";
import { notAnObject, notOfType } from "../../pydantic/messages";
import { parseAuthentication, type Authentication } from "./authentication";
import { invalid, type Problem } from "./errors";
import { objectBody, textProblems } from "./requests";
import type { Schedule } from "./schedule";
import { coerceBoolean } from "./coercion";

const nameLimits = { min: 4, max: 42, nullable: true };
const descriptionLimits = { max: 255, nullable: true };

/** The body of a create call. Source: docs/contracts/airweave.md, section 3.1. */
export interface CreateBody {
  readonly name: string | null;
  readonly short_name: string;
  readonly readable_collection_id: string;
  readonly description: string | null;
  readonly config: JsonObject | null;
  readonly schedule: Schedule | null;
  readonly sync_immediately: boolean | null;
  readonly authentication: Authentication | undefined;
  readonly redirect_url: string | null;
}

/** The body of an update. Absent keys stay unchanged. Source: docs/contracts/airweave.md, section 3.5. */
export interface UpdateBody {
  readonly name?: string | null;
  readonly description?: string | null;
  readonly config?: JsonObject | null;
  readonly schedule?: Schedule | null;
  readonly credentials?: JsonObject;
}

/** Unknown keys are ignored. @throws Refusal with status 422. */
export function parseCreate(given: unknown, now: number): CreateBody {
  const body = objectBody(given);
  const problems: Problem[] = [
    ...textProblems(body, "name", nameLimits),
    ...textProblems(body, "short_name", { required: true }),
    ...textProblems(body, "readable_collection_id", { required: true }),
    ...textProblems(body, "description", descriptionLimits),
    ...configProblems(body),
  ];
  const schedule = parseSchedule(body, problems);
  const sync_immediately = parseBoolean(body, "sync_immediately", problems);
  const authentication = parseAuthentication(body, problems, now);
  problems.push(...textProblems(body, "redirect_url", { nullable: true }));
  if (problems.length > 0) throw invalid(...problems);
  const { short_name, readable_collection_id } = body as unknown as CreateBody;
  const { name = null, description = null, config = null, redirect_url = null } = body as Partial<CreateBody>;
  return {
    name,
    short_name,
    readable_collection_id,
    description,
    config,
    schedule,
    sync_immediately,
    authentication,
    redirect_url,
  };
}

/** @throws Refusal with status 422. */
export function parseUpdate(given: unknown, now: number): UpdateBody {
  const body = objectBody(given);
  const problems: Problem[] = [
    ...textProblems(body, "name", nameLimits),
    ...textProblems(body, "description", descriptionLimits),
    ...configProblems(body),
  ];
  const schedule = parseSchedule(body, problems);
  const authentication = parseAuthentication(body, problems, now);
  if (problems.length > 0) throw invalid(...problems);
  const known = ["name", "description", "config", "schedule", "authentication"];
  if (!known.some((key) => key in body)) {
    throw invalid(["body", "Value error, At least one field must be provided for update"]);
  }
  if (authentication !== undefined && authentication.method !== "direct") {
    throw invalid(["body", "Value error, Direct auth can only be updated with authentication"]);
  }
  const { name, description, config } = body as UpdateBody;
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(config === undefined ? {} : { config }),
    ...(body.schedule === undefined ? {} : { schedule }),
    ...(authentication === undefined ? {} : { credentials: authentication.credentials }),
  };
}

function configProblems({ config = null }: JsonObject): Problem[] {
  return config === null || isJsonObject(config) ? [] : [["body.config", notOfType("object")]];
}

function parseSchedule({ schedule = null }: JsonObject, problems: Problem[]): Schedule | null {
  if (schedule === null) return null;
  if (!isJsonObject(schedule)) {
    problems.push(["body.schedule", notAnObject]);
    return null;
  }
  const { cron = null, continuous = false, cursor_field: cursor = null } = schedule;
  if (cron !== null && typeof cron !== "string") {
    problems.push(["body.schedule.cron", notOfType("string")]);
  }
  const result = coerceBoolean(continuous);
  if ("problem" in result) problems.push(["body.schedule.continuous", result.problem]);
  if (cursor !== null && typeof cursor !== "string") {
    problems.push(["body.schedule.cursor_field", notOfType("string")]);
  }
  return { cron: typeof cron === "string" ? cron : null };
}

function parseBoolean(body: JsonObject, key: string, problems: Problem[]): boolean | null {
  const given = body[key] ?? null;
  if (given === null) return null;
  const result = coerceBoolean(given);
  if ("value" in result) return result.value === true;
  problems.push([`body.${key}`, result.problem]);
  return null;
}
