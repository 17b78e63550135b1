import { headerValue, serverAddress } from "../../settings/normalize";
import type { Platform } from "../../definition/platform";
import { isFields, type Fields } from "../../values/fields";

/**
 * The AI Squared API (open source as Multiwoven): its base URL, authentication and error bodies.
 * Source: https://docs.squared.ai/api-reference/introduction; docs/contracts/aisquared.md, sections 1 to 3.
 */
export const aisquared: Platform = {
  name: "aisquared",
  title: "AI Squared",
  settings: {
    token: { env: "AISQUARED_API_TOKEN", secret: true, normalize: headerValue },
    email: { env: "AISQUARED_EMAIL", normalize: (value) => value.trim() },
    password: {
      env: "AISQUARED_PASSWORD",
      secret: true,
      isChosen: true,
      normalize: (value) => value.replace(/[\r\n]+$/, ""),
    },
    workspaceId: { env: "AISQUARED_WORKSPACE_ID", normalize: integer },
    apiUrl: {
      env: "AISQUARED_API_URL",
      default: "https://api.squared.ai",
      normalize: serverAddress("https://api.squared.ai", "/api/v1"),
    },
  },
  needs: () => [["token"], ["email", "password"]],
  connect: ({ ...settings }) => ({
    baseUrl: `${settings.apiUrl}/api/v1/`,
    headers: {
      isRenewable: settings.token === undefined,
      open: async (send) => (await import("./session.js")).openSession(settings, send),
    },
  }),
  testsConnections: true,
  scope: { noun: "workspace", name: "workspaceId", header: "workspace-id" },
  problem,
  advice: async (status, said) => (await import("./advice.js")).advice(status, said),
};

function integer(value: string): string {
  if (!/^\d+$/.test(value.trim())) throw new Error("expected an integer such as 1");
  return value.trim();
}

/**
 * Reads the error message of a response. There are four kinds of error bodies: `{errors: {field: {field: [message]}}}`,
 * `{errors: [{detail, source?}]}`, `{errors: [message]}` and `{error: message}`.
 * Source: docs/contracts/aisquared.md, section 3.
 */
export function problem(body: unknown): string | undefined {
  if (!isFields(body)) return undefined;
  const { error, errors } = body;
  if (typeof error === "string") return error;
  const lines = Array.isArray(errors) ? errors.flatMap(entryLines) : nestedLines(errors, []);
  return lines.join("; ") || undefined;
}

/** `{detail: "Connector update failed", source: {name: "can't be blank"}}` → `Connector update failed: name can't be blank`. */
function entryLines(entry: unknown): string[] {
  if (typeof entry === "string") return [entry];
  if (!isFields(entry)) return [];
  const { detail, source } = entry;
  const causes = Object.entries((isFields(source) ? source : {}) as Fields)
    .filter(([name, message]) => name !== "pointer" && typeof message === "string")
    .map(([name, message]) => `${name} ${String(message)}`);
  return [[detail, causes.join(", ")].filter((part) => typeof part === "string" && part !== "").join(": ")];
}

/** `{connector: {name: ["is missing"]}}` → `connector.name is missing`. */
function nestedLines(value: unknown, path: readonly string[]): string[] {
  if (Array.isArray(value)) {
    return value
      .filter((message) => typeof message === "string")
      .map((message) => `${path.join(".")} ${message}`);
  }
  if (!isFields(value)) return [];
  return Object.entries(value).flatMap(([key, below]) => nestedLines(below, [...path, key]));
}
