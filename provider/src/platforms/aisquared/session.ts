import { SessionError } from "../../http/errors";
import type { Headers, Send, Session } from "../../http/connection";
import { isFields } from "../../values/fields";
import { objectOf, objectsOf } from "./json-api";
import { problem } from "./problem";

/**
 * What requests of an account carry: a token, given or by a login, and the workspace. A login revokes the user's earlier token,
 * so there is one for all. Source: AI Squared contract, section 1.
 */
export function sessionOf(settings: Readonly<Record<string, string>>): Session {
  const { token, email, password, workspaceId } = settings;
  const isLogin = token === undefined;
  return {
    isRenewable: isLogin,
    async open(send) {
      const bearer = isLogin ? await logIn(send, { email, password }) : token;
      const headers = { authorization: `Bearer ${bearer}` };
      const workspace = workspaceId ?? (await onlyWorkspace(send, headers));
      return { ...headers, "workspace-id": workspace };
    },
  };
}

/** @throws SessionError if the login fails, or is refused: then it is not tried again, for five refusals lock the user out for an hour. */
async function logIn(
  send: Send,
  body: { readonly email: string | undefined; readonly password: string | undefined },
): Promise<string> {
  const answer = await send({ method: "POST", path: "login", body, isIdempotent: true });
  const { token } = objectOf(answer.body).attributes;
  if (answer.status === 200 && typeof token === "string") return token;
  if (answer.status === 429) {
    throw new SessionError(
      "AI Squared throttles logins: wait half a minute and run it again, or give it a token (aisquared:token)",
    );
  }
  const status = `with status ${answer.status}${said(answer.body)}`;
  if (answer.status < 400) {
    throw new SessionError(`AI Squared answered the login ${status} and no token; check aisquared:apiUrl`);
  }
  if (answer.status === 408 || answer.status >= 500) {
    throw new SessionError(`AI Squared answered the login ${status}; the server failed: try again later`);
  }
  throw new SessionError(
    `AI Squared refused the login ${status}; check aisquared:email and aisquared:password, and use a user of its own for each pipeline, since each login ends the one before`,
  );
}

/** @throws SessionError that names the workspaces unless there is exactly one. */
async function onlyWorkspace(send: Send, headers: Headers): Promise<string> {
  const answer = await send({ method: "GET", path: "workspaces" }, headers);
  const workspaces = answer.status === 200 ? objectsOf(answer.body) : undefined;
  if (workspaces === undefined) {
    throw new SessionError(
      `AI Squared answered GET workspaces with status ${answer.status}${said(answer.body)}; check the token or login, or set aisquared:workspaceId`,
    );
  }
  const [only] = workspaces;
  if (workspaces.length === 1 && only?.id !== undefined) return only.id;
  const named = workspaces.map(({ id, attributes }) => `${id} (${String(attributes.name)})`).join(", ");
  throw new SessionError(
    workspaces.length === 0
      ? "the account has no workspace on AI Squared: make one there first"
      : `the account has several workspaces on AI Squared: ${named}; set aisquared:workspaceId to one of them`,
  );
}

function said(body: unknown): string {
  const text = isFields(body) ? problem(body) : undefined;
  return text === undefined ? "" : ` (${text})`;
}
