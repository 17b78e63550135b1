import { describeText, isMarkup } from "../../client/foreign-body";
import { SessionError } from "../../http/errors";
import type { ApiResponse, Headers, Send } from "../../http/connection";
import { problem } from "./api";
import { objectOf, objectsOf } from "./json-api";

/**
 * What requests of an account carry: a token, given or from a login, and the workspace. A login revokes the user's earlier token, so there
 * is one for all requests. Source: docs/contracts/aisquared.md, section 1.
 *
 * @param settings Gets the id of the only workspace, so that it is looked up once.
 * @throws SessionError if the login fails, or the account has no workspace or several.
 */
export async function openSession(
  settings: Record<string, string | undefined>,
  send: Send,
): Promise<Headers> {
  const { token, email, password } = settings;
  const bearer = token ?? (await logIn(send, { email, password }));
  const headers = { authorization: `Bearer ${bearer}` };
  const workspace = (settings.workspaceId ??= await onlyWorkspace(send, headers));
  return { ...headers, "workspace-id": workspace };
}

/** @throws SessionError if the login fails. A rejected login is not retried, because five of them lock the user out for an hour. */
async function logIn(
  send: Send,
  body: { readonly email: string | undefined; readonly password: string | undefined },
): Promise<string> {
  const response = await send({ method: "POST", path: "login", body, isIdempotent: true });
  const { token } = objectOf(response.body).attributes;
  if (response.status === 200 && typeof token === "string") return token;
  if (response.status === 429) {
    throw new SessionError(
      "AI Squared limits the rate of logins; try again in 30 seconds, or set aisquared:token instead of a login",
      "PC_RATE_LIMITED",
    );
  }
  const withStatus = `with status ${response.status}${reason(response.body)}`;
  if (isRefusedInFront(response)) {
    throw new SessionError(`AI Squared responded to the login ${withStatus}; ${inFront}`, "PC_NOT_THE_API");
  }
  if (response.status < 400) {
    throw new SessionError(
      `AI Squared responded to the login ${withStatus}, but without a token; check aisquared:apiUrl`,
      "PC_NOT_THE_API",
    );
  }
  if (response.status === 408 || response.status >= 500) {
    throw new SessionError(
      `AI Squared responded to the login ${withStatus}; the server failed: try again later`,
      "PC_SERVER_ERROR",
    );
  }
  throw new SessionError(
    `AI Squared rejected the login ${withStatus}; check aisquared:email and aisquared:password, and use a separate user for each pipeline, because each login invalidates the token of the one before`,
  );
}

/** @throws SessionError that lists the workspaces, unless there is exactly one. */
async function onlyWorkspace(send: Send, headers: Headers): Promise<string> {
  const response = await send({ method: "GET", path: "workspaces" }, headers);
  const workspaces = response.status === 200 ? objectsOf(response.body) : undefined;
  if (workspaces === undefined) {
    const asked = `AI Squared responded to GET workspaces with status ${response.status}${reason(response.body)}`;
    if (isRefusedInFront(response)) throw new SessionError(`${asked}; ${inFront}`, "PC_NOT_THE_API");
    throw response.status >= 500
      ? new SessionError(`${asked}; the server failed: try again later`, "PC_SERVER_ERROR")
      : new SessionError(
          `${asked}; check the token or login, or set aisquared:workspaceId`,
          "PC_UNAUTHORIZED",
          response.status === 401,
        );
  }
  const [only] = workspaces;
  if (workspaces.length === 1 && only?.id !== undefined) return only.id;
  const named = workspaces.map(({ id, attributes }) => `${id} (${String(attributes.name)})`).join(", ");
  throw new SessionError(
    workspaces.length === 0
      ? "the AI Squared account has no workspace; create one first"
      : `the AI Squared account has several workspaces: ${named}; set aisquared:workspaceId to one of them`,
    "PC_INVALID_SETTING",
  );
}

function reason(body: unknown): string {
  // The error is scrubbed where it is reported.
  const said = isPage(body) ? describeText(body, (text) => text) : problem(body);
  return said === undefined ? "" : ` (${said})`;
}

/** Whether a page says no: it comes from something other than the API, which has seen neither login nor token. */
function isRefusedInFront({ status, body }: ApiResponse): boolean {
  return status >= 400 && status < 500 && status !== 408 && isPage(body);
}

function isPage(body: unknown): body is string {
  return typeof body === "string" && isMarkup(body);
}

const inFront =
  "a server in front of the API refused it, such as a proxy or a firewall: check what is in between, and aisquared:apiUrl";
