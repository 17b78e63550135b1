import type { Advice } from "../../definition/platform";

/** What a failure means beyond its status. Source: docs/contracts/aisquared.md, sections 1 and 3. */
export function advice(status: number, said: string): Advice | undefined {
  if (status === 400 && said.endsWith("Workspace not found")) {
    return {
      text: "set aisquared:workspaceId to a workspace of the account, or remove it if the account has only one",
    };
  }
  if (status === 400 && said === "id must be an integer") {
    return {
      code: "PC_NOT_FOUND",
      text: 'an id is an integer such as "42": correct it, or give the name instead, `{ name: "..." }`',
    };
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
