import type { FastifyInstance } from "fastify";
import { isJsonObject, type JsonObject } from "../../json-object";
import type { RequestLog } from "../../serving/request-log";
import type { Airweave } from "./model";
import { scrubPath } from "./paths";
import type { Source } from "./catalog";

const secret = "[secret]";

/** Checks whether the value of a public key is well-formed. A malformed one may contain a secret. */
const publicKeys: Readonly<Record<string, (value: unknown) => boolean>> = {
  name: isText,
  description: isText,
  short_name: isText,
  readable_id: isText,
  readable_collection_id: isText,
  sync_immediately: isBoolean,
  schedule: isSimple,
  sync_config: (value) => value === null || (isJsonObject(value) && Object.values(value).every(isSimple)),
};

/** Logs each request before its response is sent, so that a client that has the response finds it in the log. */
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

/** Redacts a body. Every value that is not known to be public may be a secret. */
function scrubbed(source: Source | undefined, body: unknown): unknown {
  if (body === undefined || body === null) return null;
  if (!isJsonObject(body)) return secret;
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => {
      if (key === "config" && isJsonObject(value)) return [key, scrubbedConfig(source, value)];
      return [key, Object.hasOwn(publicKeys, key) && publicKeys[key]?.(value) === true ? value : secret];
    }),
  );
}

function scrubbedConfig(source: Source | undefined, config: JsonObject): unknown {
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

/** Whether a value is null or an object of strings, booleans and nulls. */
function isSimple(value: unknown): boolean {
  return (
    value === null ||
    (isJsonObject(value) && Object.values(value).every((one) => isText(one) || isBoolean(one)))
  );
}
