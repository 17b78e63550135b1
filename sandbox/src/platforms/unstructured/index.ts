import { jsonResponse, textResponse } from "../../serving/faults/response";
import type { SandboxPlatform } from "../../serving/sandbox-platform";

export const platform: SandboxPlatform = {
  name: "unstructured",
  portOffset: 0,
  options: [
    {
      flags: "--keep-names",
      description: "let the Unstructured platform ignore new names in updates, as the vendor documents",
    },
  ],
  keySetting: "apiKey",
  account: (_settings, apiKey) => ({
    env: (url) => ({ UNSTRUCTURED_API_URL: url, UNSTRUCTURED_API_KEY: apiKey }),
    async load({ options: { keepNames }, ...parts }) {
      const { unstructuredApp } = await import("./app.js");
      return unstructuredApp({ apiKey, keepNames: keepNames === true, ...parts });
    },
    headers: () => Promise.resolve({ "unstructured-api-key": apiKey }),
  }),
  http: {
    keyHeaders: ["unstructured-api-key"],
    // Source: docs/contracts/unstructured.md, section 8.
    errorResponse: (status, reason) =>
      status === 500
        ? textResponse(status, "text/plain; charset=utf-8", reason)
        : jsonResponse(status, { detail: reason }),
  },
};
