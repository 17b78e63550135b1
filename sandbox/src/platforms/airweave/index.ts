import { jsonResponse } from "../../serving/faults/response";
import type { SandboxPlatform } from "../../serving/sandbox-platform";
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
  account: (_settings, apiKey) => ({
    env: (url) => ({ AIRWEAVE_API_URL: url, AIRWEAVE_API_KEY: apiKey, AIRWEAVE_ORGANIZATION_ID: "" }),
    async load({ options: { requestsPerMinute, maxSourceConnections }, ...parts }) {
      const { airweaveApp } = await import("./app.js");
      return airweaveApp({
        apiKey,
        ...(typeof requestsPerMinute === "number" ? { requestsPerMinute } : {}),
        ...(typeof maxSourceConnections === "number" ? { maxSourceConnections } : {}),
        ...parts,
      });
    },
    headers: () => Promise.resolve({ "x-api-key": apiKey }),
  }),
  http: {
    keyHeaders: ["x-api-key"],
    idKeys: ["id", "readable_id"],
    errorResponse: (status, reason) => jsonResponse(status, { detail: reason }),
    scrubPath,
  },
};
