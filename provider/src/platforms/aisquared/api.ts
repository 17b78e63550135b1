import { headerValue, serverAddress } from "../../settings/normalize";
import type { Platform } from "../../definition/platform";
import { problem } from "./problem";

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
  problem,
  advice: async (status, said) => (await import("./advice.js")).advice(status, said),
};

function integer(value: string): string {
  if (!/^\d+$/.test(value.trim())) throw new Error("expected an integer such as 1");
  return value.trim();
}
