import type { RemoteObject, ResourceDefinition } from "../../definition/definition";
import { withQuery } from "../../http/query";
import { isFields, reader } from "../../values/fields";
import { unstructured } from "./api";

/**
 * Sources and destinations differ only in their path and catalog folder.
 * Source: https://docs.unstructured.io/api-reference/workflow/overview; docs/contracts/unstructured.md, sections 2 and 4.
 */
export function connectorDefinition(noun: "source" | "destination", kind: string): ResourceDefinition {
  // The collection ends in a slash: without it the server redirects, and a redirected POST can lose its body.
  const collection = `${noun}s/`;
  const item = (id: string): string => collection + encodeURIComponent(id);
  return {
    kind,
    noun,
    platform: unstructured,
    arguments: {
      name: { schema: (z) => z.string().min(1) },
      type: { schema: (z) => z.string().min(1), onChange: "replace" },
      config: { schema: (z) => z.record(z.string(), z.unknown()) },
    },
    config: { field: "config", typeField: "type", catalog: () => `unstructured/${noun}` },
    name: { field: "name" },
    identity: { arguments: ["name", "type"], phrase: "of that name and type" },
    outputs: ["name", "type", "createdAt", "updatedAt", "connectionTest"],
    requests: {
      create: ({ name, type, config }) => ({
        make: { method: "POST", path: collection, body: { name, type, config } },
      }),
      read: (id) => ({ method: "GET", path: item(id) }),
      // The whole configuration, secrets included: what a PUT leaves out is lost.
      update: (id, { name, config }, changed) => [
        { request: { method: "PUT", path: item(id), body: { name, config } }, carries: changed },
      ],
      delete: (id) => ({ method: "DELETE", path: item(id) }),
    },
    listing: ({ type }) => ({
      request: () => ({
        method: "GET",
        path: withQuery(collection, { [`${noun}_type`]: type }),
      }),
      objects: (body) => (Array.isArray(body) ? body.map(fromResponse) : undefined),
    }),
    isReadInBulk: true,
    fromResponse,
    verification: async () => (await import("./connection-check.js")).connectionCheck(item),
    inventory: { leftOut: ["updatedAt"] },
  };
}

function fromResponse(body: unknown): RemoteObject {
  const { fields, text, textOrNull } = reader(body);
  return {
    id: text("id"),
    name: text("name"),
    type: text("type"),
    config: isFields(fields.config) ? fields.config : undefined,
    createdAt: text("created_at"),
    updatedAt: textOrNull("updated_at"),
  };
}
