import { jsonResponse, textResponse } from "../../serving/faults/response";
import type { PlatformAccount, SandboxPlatform } from "../../serving/sandbox-platform";

export const platform: SandboxPlatform = {
  name: "unstructured",
  portOffset: 0,
  options: [
    {
      flags: "--keep-names",
      description: "let the Unstructured platform ignore new names in updates, as the vendor documents",
    },
    {
      flags: "--newer-workflows",
      description: "let the Unstructured platform show workflows as the vendor's newer pages do",
    },
  ],
  keySetting: "apiKey",
  account: (_settings, key) => account(key.trim()),
  http: {
    keyHeaders: ["unstructured-api-key"],
    madeBy: (path) => (/^\/api\/v1\/workflows\/[^/]+\/run$/.test(path) ? "/api/v1/jobs" : undefined),
    // Source: docs/contracts/unstructured.md, section 8.
    errorResponse: (status, reason) =>
      status === 500
        ? textResponse(status, "text/plain; charset=utf-8", reason)
        : jsonResponse(status, { detail: reason }),
  },
  holding: async () => (await import("./holding.js")).holding,
  console: async () => (await import("./console.js")).platformConsole,
};

/** The key is trimmed, as the provider does: one from a file often ends in a newline. */
function account(apiKey: string): PlatformAccount {
  return {
    env: (url) => ({ UNSTRUCTURED_API_URL: url, UNSTRUCTURED_API_KEY: apiKey }),
    async load({ options: { keepNames, newerWorkflows }, ...parts }) {
      const { unstructuredApp } = await import("./app.js");
      const behaviour = { keepNames: keepNames === true, newerWorkflows: newerWorkflows === true };
      return unstructuredApp({ apiKey, ...behaviour, ...parts });
    },
    headers: () => Promise.resolve({ "unstructured-api-key": apiKey }),
  };
}
