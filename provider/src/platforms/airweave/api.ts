import { headerValue } from "../../settings/header-value";
import type { Platform } from "../../definition/platform";
import { serverAddress } from "../../settings/server-address";
import { isFields } from "../../values/fields";

const cloud = "https://api.airweave.ai";

/**
 * The Airweave API: where it lives, how a request authenticates, how it reports problems.
 * Source: Airweave contract, sections 1 and 5.
 */
export const airweave: Platform = {
  name: "airweave",
  title: "Airweave",
  settings: {
    apiKey: { env: "AIRWEAVE_API_KEY", secret: true, normalize: headerValue },
    apiUrl: { env: "AIRWEAVE_API_URL", default: cloud, normalize: serverAddress(cloud) },
    organizationId: { env: "AIRWEAVE_ORGANIZATION_ID", normalize: uuid },
  },
  // A server of one's own may do without keys.
  needs: ({ apiUrl }) => (apiUrl === cloud ? [["apiKey"]] : []),
  connect: ({ apiKey, apiUrl, organizationId }) => ({
    baseUrl: `${apiUrl}/`,
    headers: {
      ...(apiKey === undefined ? {} : { "x-api-key": apiKey }),
      ...(organizationId === undefined ? {} : { "x-organization-id": organizationId }),
    },
  }),
  // A wrong or expired key is a 403.
  refusesWith: [401, 403],
  problem,
};

function uuid(value: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value.trim())) throw new Error("expected a UUID");
  return value.trim();
}

/** Error bodies are `{detail: text}` or `{errors: [{path: text}]}`; clients also know `{detail: [{loc, msg}]}`, which is never sent. */
function problem(body: unknown): string | undefined {
  if (typeof body === "string") return body.trim() || undefined;
  if (!isFields(body)) return undefined;
  const { detail, errors } = body;
  if (typeof detail === "string") return detail || undefined;
  const lines = Array.isArray(errors)
    ? errors.filter(isFields).flatMap((entry) => Object.entries(entry))
    : [];
  const texts = lines.map(([path, text]) => `${path.replace(/^body\./, "")}: ${String(text)}`);
  return [...new Set(texts)].join("; ") || undefined;
}
