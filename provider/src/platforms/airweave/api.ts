import { headerValue, serverAddress } from "../../settings/normalize";
import type { Platform } from "../../definition/platform";
import { isFields } from "../../values/fields";

const cloud = "https://api.airweave.ai";

/**
 * The Airweave API: its base URL, authentication and error bodies.
 * Source: docs/contracts/airweave.md, sections 1 and 5.
 */
export const airweave: Platform = {
  name: "airweave",
  title: "Airweave",
  settings: {
    apiKey: { env: "AIRWEAVE_API_KEY", secret: true, normalize: headerValue },
    apiUrl: { env: "AIRWEAVE_API_URL", default: cloud, normalize: serverAddress(cloud) },
    organizationId: { env: "AIRWEAVE_ORGANIZATION_ID", normalize: uuid },
  },
  // A self-hosted server may run without keys.
  needs: ({ apiUrl }) => (apiUrl === cloud ? [["apiKey"]] : []),
  connect: ({ apiKey, apiUrl, organizationId }) => ({
    baseUrl: `${apiUrl}/`,
    headers: {
      ...(apiKey === undefined ? {} : { "x-api-key": apiKey }),
      ...(organizationId === undefined ? {} : { "x-organization-id": organizationId }),
    },
    hasRateLimit: true,
  }),
  scope: {
    noun: "organization",
    name: "organizationId",
    header: "x-organization-id",
    ofKey: async () => (await import("./organization.js")).organizationOfKey,
  },
  coerces: ["scalars", "lists"],
  problem,
  advice: async (status, said) => (await import("./advice.js")).advice(status, said),
};

function uuid(value: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value.trim())) throw new Error("expected a UUID");
  return value.trim();
}

/**
 * Reads the error message of a response. Error bodies are `{detail: string}` or `{errors: [{path: message}]}`. The vendor's clients also
 * handle `{detail: [{loc, msg}]}`, which the server never sends.
 */
function problem(body: unknown): string | undefined {
  if (!isFields(body)) return undefined;
  const { detail, errors } = body;
  if (typeof detail === "string") return detail || undefined;
  const lines = Array.isArray(errors)
    ? errors.filter(isFields).flatMap((entry) => Object.entries(entry))
    : [];
  const messages = lines.map(([path, message]) => `${path.replace(/^body\./, "")}: ${String(message)}`);
  return [...new Set(messages)].join("; ") || undefined;
}
