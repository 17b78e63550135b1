import { randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { sameSecret } from "../../serving/same-secret";
import { shownConnection } from "./connection-view";
import { invalid, refused, type Problem } from "./errors";
import { newSync } from "./jobs";
import type { Airweave, Login, SourceConnection } from "./model";
import { objectBody, queryText, textProblems } from "./requests";
import { firstSchedule } from "./schedule";

const lifetime = 5 * 60_000;

/** A pending login. Source: docs/contracts/airweave.md, sections 3 and 3.3. @param now Milliseconds since 1970. */
export function newLogin(
  now: number,
  serverUrl: string,
  call: Pick<Login, "redirectUrl" | "cron" | "config" | "method">,
): Login {
  const code = randomBytes(12)
    .toString("base64url")
    .replace(/[^A-Za-z0-9]/g, "x")
    .slice(0, 8);
  return {
    ...call,
    code,
    state: randomBytes(24).toString("base64url"),
    authUrl: `${serverUrl}/source-connections/authorize/${code}`,
    expires: now + lifetime,
    claimToken: randomBytes(32).toString("base64url"),
    status: "pending",
  };
}

/**
 * The routes for the user's browser. Instead of asking the user, the emulated service always consents.
 * Source: docs/contracts/airweave.md, section 3.
 */
export function browserRoutes(app: FastifyInstance, airweave: Airweave): void {
  app.get("/source-connections/authorize/:code", async (request, reply) => {
    const { code } = request.params as { code: string };
    const connection = find(airweave, (one) => one.code === code && one.authUrl !== null);
    if (!connection?.login) throw refused(404, "Authorization link expired or invalid");
    const { login } = connection;
    // Opening it uses it up, even after its time.
    await airweave.connections.put({ ...connection, login: { ...login, authUrl: null } });
    if (login.expires <= airweave.clock.now()) throw refused(404, "Authorization link expired or invalid");
    const consent = new URLSearchParams({ state: login.state, code: randomBytes(12).toString("hex") });
    return reply.redirect(`/source-connections/callback?${consent.toString()}`, 303);
  });

  app.get("/source-connections/callback", async ({ query }, reply) => {
    const [state, code] = [queryText(query, "state"), queryText(query, "code")];
    if (!state || !code) throw refused(400, "Invalid OAuth callback: missing required parameters");
    const connection = find(airweave, (login) => login.state === state);
    if (!connection?.login) throw refused(404, "OAuth2 session not found or expired");
    if (connection.login.status !== "pending") {
      throw refused(400, `OAuth session already ${connection.login.status}`);
    }
    await airweave.connections.put(loggedIn(airweave, connection, connection.login, code));
    return reply.redirect(finalUrl(connection.login.redirectUrl, connection.id), 303);
  });
}

/** Makes a new login for a connection that is not authenticated. Source: docs/contracts/airweave.md, section 3. @throws Refusal */
export async function reinitiate(
  airweave: Airweave,
  connection: SourceConnection,
  serverUrl: string,
): Promise<unknown> {
  const { login: old } = connection;
  if (connection.authenticated || old === null) throw refused(400, "Connection is already authenticated");
  const login = newLogin(airweave.clock.now(), serverUrl, {
    redirectUrl: old.redirectUrl,
    cron: old.cron,
    config: old.config,
    method: old.method,
  });
  const waiting = { ...connection, login, modified_at: airweave.clock.timestamp() };
  await airweave.connections.put(waiting);
  return shownConnection(airweave, waiting, login.claimToken);
}

/** Verifies that the creator of the connection has logged in. Only then its sync starts. Source: docs/contracts/airweave.md, section 3. @throws Refusal */
export async function verify(
  airweave: Airweave,
  connection: SourceConnection,
  body: unknown,
): Promise<unknown> {
  const { login } = connection;
  if (login === null) throw refused(400, "No OAuth session for this connection");
  if (!sameSecret(claimToken(body), login.claimToken)) throw refused(403, "Invalid claim token");
  if (login.status !== "in_progress") {
    throw refused(400, `OAuth session is ${login.status}, expected in_progress`);
  }
  const verified: SourceConnection = { ...connection, login: { ...login, status: "completed" } };
  await airweave.connections.put(verified);
  return shownConnection(airweave, verified);
}

/** @throws Refusal with status 422. */
export function claimToken(body: unknown): string {
  const fields = objectBody(body);
  const problems: Problem[] = textProblems(fields, "claim_token", { required: true });
  if (problems.length > 0) throw invalid(...problems);
  return String(fields.claim_token);
}

/** The connection after its login. Config and schedule are those of the create call, even if they were updated meanwhile. */
function loggedIn(
  airweave: Airweave,
  connection: SourceConnection,
  login: Login,
  code: string,
): SourceConnection {
  const source = airweave.sources.get(connection.short_name);
  if (source === undefined) throw refused(404, `Source '${connection.short_name}' not found`);
  const schedule = login.cron === null || login.cron === "" ? null : { cron: login.cron };
  return {
    ...connection,
    method: login.method,
    authenticated: true,
    secrets: { ...connection.secrets, access_token: code },
    config: login.config,
    ...(source.federated_search
      ? {}
      : newSync(firstSchedule(source, schedule, true, airweave.clock.now()), true)),
    login: { ...login, status: "in_progress" },
    modified_at: airweave.clock.timestamp(),
  };
}

/** The final redirect of the browser. */
function finalUrl(redirectUrl: string, id: string): string {
  if (!URL.canParse(redirectUrl)) return redirectUrl;
  const url = new URL(redirectUrl);
  url.searchParams.set("status", "success");
  url.searchParams.set("source_connection_id", id);
  return url.href;
}

function find({ connections }: Airweave, matches: (login: Login) => boolean): SourceConnection | undefined {
  return connections.all().find(({ login }) => login !== null && matches(login));
}
