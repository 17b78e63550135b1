import { jsonResponse } from "../../../sandbox/src/serving/faults/response";
import type { SandboxPlatform } from "../../../sandbox/src/serving/sandbox-platform";

export const platform: SandboxPlatform = {
  name: "tally",
  portOffset: 3,
  keySetting: "apiKey",
  account: (_settings, apiKey) => ({
    env: (url) => ({ TALLY_API_URL: url, TALLY_API_KEY: apiKey }),
    async load({ options: _options, ...parts }) {
      const { tallyApp } = await import("./app.js");
      return tallyApp({ apiKey, ...parts });
    },
    headers: () => Promise.resolve({ "x-tally-key": apiKey }),
  }),
  http: {
    keyHeaders: ["x-tally-key"],
    errorResponse: (status, reason) => jsonResponse(status, { error: { message: reason } }),
  },
};
