import type { FastifyInstance } from "fastify";
import type { Resource } from "./json-api";
import type { Platform } from "./platform";

/** The workspaces of the user. The request names none. Source: docs/contracts/aisquared.md, section 1. */
export function addWorkspaceRoutes(app: FastifyInstance, platform: Platform): void {
  app.get("/api/v1/workspaces", () => ({
    data: platform.workspaces.map(({ id, name }): Resource => ({
      id: String(id),
      type: "workspaces",
      attributes: { name, slug: name.toLowerCase().replace(/\W+/g, "-"), status: "active" },
    })),
  }));
}
