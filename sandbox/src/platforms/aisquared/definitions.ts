import type { FastifyInstance } from "fastify";
import type { JsonObject } from "../../json-object";
import { unreachable } from "../../serving/unreachable";
import { asServed, definitions, isAiModel, type Definition } from "./catalog";
import { exception } from "./errors";
import { workspaceOf, type Platform } from "./platform";
import {
  asText,
  filledHash,
  required,
  optional,
  parseParameters,
  text,
  wordOf,
  type Rule,
} from "./parameters";
import { roles, type Role } from "./tables";

/** The routes of connector definitions, whose responses are plain JSON. Source: docs/contracts/aisquared.md, section 5. */
export function addDefinitionRoutes(app: FastifyInstance, platform: Platform): void {
  app.get("/api/v1/connector_definitions", (request, reply) => {
    const { type, category } = parseParameters(request, { type: optional(wordOf(roles)) });
    workspaceOf(platform, request);
    const of = (role: Role): JsonObject[] =>
      definitions(role)
        .filter((one) => category === undefined || isOf(one, asText(category)))
        .map(shown);
    if (type === undefined) return { source: of("source"), destination: of("destination") };
    return reply.type("application/json").send(JSON.stringify(isRole(type) ? of(type) : null));
  });

  app.get("/api/v1/connector_definitions/:name", (request) => {
    const { type, name } = parseParameters(request, { type: required(wordOf(roles)) });
    workspaceOf(platform, request);
    const role = lowerCaseRole(type);
    const found = definitions(role).find((one) => one.name.toLowerCase() === String(name).toLowerCase());
    return found === undefined ? { data: [] } : shown(found);
  });

  app.post("/api/v1/connector_definitions/check_connection", (request) => {
    const { type, connection_spec } = parseParameters(
      request,
      { type: required(wordOf(roles)), name: required(text), connection_spec: required(filledHash) },
      [isEnabled],
    );
    workspaceOf(platform, request);
    lowerCaseRole(type);
    const problem = unreachable(connection_spec);
    return {
      type: "connection_status",
      connection_status:
        problem === undefined ? { status: "succeeded", message: "" } : { status: "failed", message: problem },
    };
  });
}

const isEnabled: Rule = {
  of: ["name", "type"],
  problem: ({ name, type }) =>
    definitions(String(type).toLowerCase() as Role).some((one) => one.name === name)
      ? undefined
      : `is not the name of a ${String(type).toLowerCase()}`,
};

/** The schema accepts a type in any case, but another case than lower makes the server raise an exception. */
function lowerCaseRole(type: unknown): Role {
  if (!isRole(type)) throw exception(`wrong constant name ${String(type)}`);
  return type;
}

function isRole(type: unknown): type is Role {
  return roles.some((role) => role === type);
}

function isOf({ file }: Definition, category: string): boolean {
  const own = file["x-connector"].category;
  if (category === "ai_ml") return isAiModel(own);
  return category === "data" ? !isAiModel(own) : own === category;
}

function shown({ name, role, file, icon }: Definition): JsonObject {
  const { title, "x-connector": about, "x-documentation": documentation_url = null } = file;
  const schema = asServed(file);
  return {
    name,
    title,
    // An error in the vendor's metadata.
    connector_type: role === "destination" && name === "AmazonS3" ? "source" : role,
    category: about.category,
    sub_category: about.sub_category ?? null,
    documentation_url,
    icon,
    release_stage: "alpha",
    support_level: "community",
    tags: [],
    connector_spec: {
      documentation_url,
      stream_type: about.stream_type,
      connector_query_type: about.query_type ?? null,
      connection_specification: { $schema: "http://json-schema.org/draft-07/schema#", ...schema },
    },
  };
}
