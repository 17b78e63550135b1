import type { Advice } from "../../definition/platform";

/** What a failure means beyond its status. Source: docs/contracts/aisquared.md, sections 1 and 3. */
export function advice(status: number, said: string): Advice | undefined {
  if (status === 400 && said.endsWith("Workspace not found")) {
    return {
      text: "set aisquared:workspaceId to a workspace of the account, or remove it if the account has only one",
    };
  }
  if (status === 400 && /undefined method .catalog/.test(said)) {
    return {
      text: "an `ai_ml` model of the workspace reads from a connector without a catalog, and with it AI Squared shows no list of models: define the catalog there, or delete that model",
    };
  }
  if (status === 422 && said.startsWith("Discover catalog failed")) {
    return {
      note: "AI Squared could not read the streams of the connector: check its configuration, and that AI Squared can reach the system",
    };
  }
  if (status === 422 && said.startsWith("Catalog is not present")) {
    return { note: "an AI model needs a catalog before a model can read from it: define it in AI Squared" };
  }
  if (status === 401) {
    return {
      note: "a token is valid for 30 minutes and until the next login of the same user: set aisquared:email and aisquared:password of a separate user instead, and each run gets its own",
    };
  }
  if (status === 403) {
    return { note: "a Viewer may only read: the user must be an Admin or a Member of the workspace" };
  }
  return undefined;
}
