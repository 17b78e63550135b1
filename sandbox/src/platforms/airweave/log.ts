import type { FastifyInstance } from "fastify";
import { isJsonObject } from "../../json-object";
import type { RequestLog } from "../../serving/request-log";
import type { Airweave } from "./model";
import { scrubPath } from "./paths";
import type { Fields } from "./requests";
import type { Source } from "./sources";

const secret = "[secret]";

/** The members of bodies that hold no secret, if they are of their type. */
const open: Readonly<Record<string, (value: unknown) => boolean>> = {
  name: isText,
  description: isText,
  short_name: isText,
  readable_id: isText,
  readable_collection_id: isText,
  sync_immediately: isBoolean,
  schedule: isSimple,
  sync_config: (value) => value === null || (isJsonObject(value) && Object.values(value).every(isSimple)),
};

/** Logs a request before its answer leaves, so that whoever has the answer finds it in the log. */
export function logRequests(app: FastifyInstance, airweave: Airweave, log: RequestLog): void {
  app.addHook("onSend", async (request, reply) => {
    const id = (request.params as { source_connection_id?: string } | undefined)?.source_connection_id ?? "";
    const given = isJsonObject(request.body) ? request.body.short_name : undefined;
    const type = typeof given === "string" ? given : airweave.connections.get(id)?.short_name;
    log({
      platform: "airweave",
      method: request.method,
      path: scrubPath(request.url.split("?")[0] ?? ""),
      status: reply.statusCode,
      body: scrubbed(airweave.sources.get(type ?? ""), request.body),
    });
  });
}

/** A body without secrets. What is no body of the API may hold one anywhere. */
function scrubbed(source: Source | undefined, body: unknown): unknown {
  if (body === undefined || body === null) return null;
  if (!isJsonObject(body)) return secret;
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => {
      if (key === "config" && isJsonObject(value)) return [key, scrubbedConfig(source, value)];
      return [key, Object.hasOwn(open, key) && open[key]?.(value) === true ? value : secret];
    }),
  );
}

function scrubbedConfig(source: Source | undefined, config: Fields): unknown {
  const properties = source?.config.properties ?? {};
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
      const isPublic = property !== undefined && property.writeOnly !== true && typeof value !== "object";
      return [key, isPublic || value === null ? value : secret];
    }),
  );
}

function isText(value: unknown): boolean {
  return value === null || typeof value === "string";
}

function isBoolean(value: unknown): boolean {
  return value === null || typeof value === "boolean";
}

/** null, or an object of texts, switches and nulls. */
function isSimple(value: unknown): boolean {
  return (
    value === null ||
    (isJsonObject(value) && Object.values(value).every((one) => isText(one) || isBoolean(one)))
  );
}
