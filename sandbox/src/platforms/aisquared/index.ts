import { jsonResponse } from "../../serving/faults/response";
import type { PlatformAccount, SandboxPlatform } from "../../serving/sandbox-platform";
import type { Workspace } from "./platform";

export const platform: SandboxPlatform = {
  name: "aisquared",
  portOffset: 1,
  keySetting: "password",
  otherKeySettings: ["token"],
  account,
  http: {
    errorResponse: (status, reason) => jsonResponse(status, { status, error: reason }),
  },
  holding: async () => (await import("./holding.js")).holding,
  console: async () => (await import("./console.js")).platformConsole,
};

/** A workspace that the stack config names exists besides the one that an account without that setting uses. */
function workspaces(id: string | undefined): readonly Workspace[] {
  const others = [Number(id)].filter((each) => Number.isInteger(each) && each !== sandboxWorkspace.id);
  return [sandboxWorkspace, ...others.map((each) => ({ id: each, name: `Sandbox ${each}` }))];
}

const sandboxWorkspace: Workspace = { id: 1, name: "Sandbox" };

/** A line break at the end of the password is removed, as by the provider. */
function account(settings: Readonly<Record<string, string>>, key: string): PlatformAccount {
  const email = settings.email?.trim() ?? "sandbox@example.com";
  const password = key.replace(/[\r\n]+$/, "");
  const { workspaceId } = settings;
  const token = settings.token?.trim();
  return {
    env: (url) => ({
      AISQUARED_API_URL: url,
      AISQUARED_EMAIL: email,
      AISQUARED_PASSWORD: password,
      AISQUARED_API_TOKEN: "",
      AISQUARED_WORKSPACE_ID: "",
    }),
    async load({ options: _options, ...parts }) {
      const { aisquaredApp } = await import("./app.js");
      return aisquaredApp({ email, password, token, workspaces: workspaces(workspaceId), ...parts });
    },
    async headers(post) {
      const { data } = (await post("/api/v1/login", { email, password })) as {
        readonly data: { readonly attributes: { readonly token: string } };
      };
      return { authorization: `Bearer ${data.attributes.token}`, "workspace-id": "1" };
    },
  };
}
