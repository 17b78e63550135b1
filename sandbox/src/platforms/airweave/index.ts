import { jsonResponse } from "../../serving/faults/response";
import type { PlatformAccount, SandboxPlatform } from "../../serving/sandbox-platform";
import { scrubPath } from "./paths";

export const platform: SandboxPlatform = {
  name: "airweave",
  portOffset: 2,
  options: [
    {
      flags: "--requests-per-minute <n>",
      description:
        "limit the requests that the Airweave platform accepts, as its plans do; the smallest plan allows 10",
    },
    {
      flags: "--max-source-connections <n>",
      description:
        "limit the source connections of the Airweave platform, as its plans do; the smallest plan allows 10",
    },
  ],
  keySetting: "apiKey",
  account: (settings, key) => account(settings, key.trim()),
  http: {
    keyHeaders: ["x-api-key"],
    idKeys: ["id", "readable_id"],
    madeBy: (path) => /^(.*\/source-connections\/[^/]+)\/run$/.exec(path)?.[1]?.concat("/jobs"),
    errorResponse: (status, reason) => jsonResponse(status, { detail: reason }),
    scrubPath,
  },
  holding: async () => (await import("./holding.js")).holding,
  console: async () => (await import("./console.js")).platformConsole,
};

/** The key is trimmed, as the provider does: one from a file often ends in a newline. */
function account({ organizationId }: Readonly<Record<string, string>>, apiKey: string): PlatformAccount {
  return {
    env: (url) => ({ AIRWEAVE_API_URL: url, AIRWEAVE_API_KEY: apiKey, AIRWEAVE_ORGANIZATION_ID: "" }),
    async load({ options: { requestsPerMinute, maxSourceConnections }, ...parts }) {
      const { airweaveApp } = await import("./app.js");
      return airweaveApp({
        apiKey,
        ...(organizationId === undefined ? {} : { organizationId: organizationId.trim().toLowerCase() }),
        ...(typeof requestsPerMinute === "number" ? { requestsPerMinute } : {}),
        ...(typeof maxSourceConnections === "number" ? { maxSourceConnections } : {}),
        ...parts,
      });
    },
    headers: () => Promise.resolve({ "x-api-key": apiKey }),
  };
}
