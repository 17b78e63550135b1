import { jsonResponse } from "../../serving/faults/response";
import type { SandboxPlatform } from "../../serving/sandbox-platform";

export const platform: SandboxPlatform = {
  name: "aisquared",
  portOffset: 1,
  keySetting: "password",
  account: ({ email = "sandbox@example.com" }, password) => ({
    env: (url) => ({
      AISQUARED_API_URL: url,
      AISQUARED_EMAIL: email,
      AISQUARED_PASSWORD: password,
      AISQUARED_API_TOKEN: "",
      AISQUARED_WORKSPACE_ID: "",
    }),
    async load({ options: _options, ...parts }) {
      const { aisquaredApp } = await import("./app.js");
      return aisquaredApp({ email, password, ...parts });
    },
    async headers(post) {
      const { data } = (await post("/api/v1/login", { email, password })) as {
        readonly data: { readonly attributes: { readonly token: string } };
      };
      return { authorization: `Bearer ${data.attributes.token}`, "workspace-id": "1" };
    },
  }),
  http: {
    errorResponse: (status, reason) => jsonResponse(status, { status, error: reason }),
  },
};
