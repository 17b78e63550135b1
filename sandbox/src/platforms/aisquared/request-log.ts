import type { FastifyInstance } from "fastify";
import { isJsonObject, type JsonObject } from "../../json-object";
import type { RequestLog } from "../../serving/request-log";
import { definition, type Schema } from "./catalog";
import { roles, type Connector, type Table } from "./tables";

const secret = "[secret]";

/** The public keys of each part of a body. */
const publicKeys: Readonly<Record<string, readonly string[]>> = {
  top: ["email", "type", "name", "query", "limit", "connector_id", "enable"],
  connector: ["name", "connector_type", "connector_name", "description", "workspace_id", "query_type"],
  model: ["connector_id", "name", "description", "query", "query_type", "primary_key"],
  sync: [
    ...["name", "source_id", "destination_id", "model_id", "stream_name", "sync_mode", "schedule_type"],
    ...["sync_interval", "sync_interval_unit", "cron_expression", "cursor_field"],
  ],
  schedule_sync: ["sync_id"],
};

/** Logs each request before its response is sent, so that a client that has the response finds it in the log. */
export function logRequests(app: FastifyInstance, connectors: Table<Connector>, log: RequestLog): void {
  app.addHook("onSend", async (request, reply) => {
    const [path = ""] = request.url.split("?");
    const id = /^\/api\/v1\/connectors\/(\d+)/.exec(path)?.[1] ?? "";
    const body = scrubbed(request.body, connectors.get(id));
    log({ platform: "aisquared", method: request.method, path, status: reply.statusCode, body });
  });
}

/** @param known The connector that the request is about. */
function scrubbed(body: unknown, known: Connector | undefined): unknown {
  if (body === undefined || body === null) return null;
  if (!isJsonObject(body)) return secret;
  const entries = Object.entries(body).map(([key, value]) => {
    if (key === "connector" && isJsonObject(value)) {
      const { connector_type = known?.connector_type, connector_name = known?.connector_name } = value;
      return [key, withConfiguration(value, "connector", "configuration", connector_type, connector_name)];
    }
    return [key, isJsonObject(value) && Object.hasOwn(publicKeys, key) ? only(value, key) : undefined];
  });
  const parts = entries.filter(([, value]) => value !== undefined);
  const top = withConfiguration(body, "top", "connection_spec", body.type, body.name);
  return { ...top, ...Object.fromEntries(parts) };
}

function withConfiguration(
  fields: JsonObject,
  part: string,
  key: string,
  type: unknown,
  name: unknown,
): JsonObject {
  const scrubbedFields = only(fields, part);
  const role = roles.find((one) => one === type);
  if (!(key in fields) || role === undefined) return scrubbedFields;
  const schema = definition(role, String(name))?.file;
  return { ...scrubbedFields, [key]: publicParts(schema === undefined ? [] : [schema], fields[key]) };
}

function only(fields: JsonObject, part: string): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => {
      const isPublic = publicKeys[part]?.includes(key) === true && !(typeof value === "object" && value);
      return [key, isPublic ? value : secret];
    }),
  );
}

/** Redacts the parts of a configuration that are not known to be public. @param schemas All that apply to the value. */
function publicParts(schemas: readonly Schema[], value: unknown): unknown {
  if (schemas.length === 0 || schemas.some(({ writeOnly }) => writeOnly === true)) return secret;
  if (!isJsonObject(value)) {
    const isPlain = typeof value !== "object" || value === null;
    return isPlain && schemas.every(({ type }) => type !== "object") ? value : secret;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      publicParts(
        schemas.flatMap((schema) => propertySchemas(schema, key)),
        part,
      ),
    ]),
  );
}

function propertySchemas(schema: Schema, key: string): Schema[] {
  const variants = ["oneOf", "anyOf", "allOf"].flatMap((word) => {
    const list = schema[word];
    return Array.isArray(list) ? list.filter(isJsonObject) : [];
  });
  const properties = schema.properties ?? {};
  const own = Object.hasOwn(properties, key) ? properties[key] : undefined;
  return [...(own === undefined ? [] : [own]), ...variants.flatMap((part) => propertySchemas(part, key))];
}
