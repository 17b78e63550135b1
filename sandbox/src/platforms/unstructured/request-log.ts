import type { FastifyInstance } from "fastify";
import { isJsonObject } from "../../json-object";
import type { RequestLog } from "../../serving/request-log";
import { scrubbedBody } from "./connectors";
import { scrubbedNodes } from "./nodes";
import type { Unstructured } from "./platform";

/** Logs each request before its response is sent, so that a client that has the response finds it in the log. */
export function logRequests(app: FastifyInstance, { connectors }: Unstructured, log: RequestLog): void {
  app.addHook("onSend", async (request, reply) => {
    const [path = ""] = request.url.split("?");
    const scrubbed = (): unknown => {
      if (/^\/api\/v1\/(workflows|jobs)\b/.test(path)) return scrubbedWorkflow(request.body);
      const role = path.startsWith("/api/v1/destinations") ? "destination" : "source";
      const body = request.body as { type?: unknown } | undefined;
      const id = (request.params as { id?: string } | undefined)?.id ?? "";
      return scrubbedBody(role, body?.type ?? connectors[role].get(id)?.type, request.body);
    };
    log({
      platform: "unstructured",
      method: request.method,
      path,
      status: reply.statusCode,
      body: scrubbed(),
    });
  });
}

const publicKeys = [
  ...["name", "workflow_type", "source_id", "destination_id", "template_id", "schedule", "reprocess_all"],
];

function scrubbedWorkflow(body: unknown): unknown {
  if (body === undefined || body === null) return null;
  if (!isJsonObject(body)) return "[secret]";
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => {
      if (key === "workflow_nodes") return [key, scrubbedNodes(value)];
      const isPublic = publicKeys.includes(key) && (typeof value !== "object" || value === null);
      return [key, isPublic ? value : "[secret]"];
    }),
  );
}
