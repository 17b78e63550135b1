import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { sessionCookie, type Access, type Session } from "./access";
import { assetsPath } from "./assets";
import { enterPage, problemPage } from "./pages/problem";
import { originProblem } from "./request-checks";
import { securityHeaders } from "./security-headers";

const sessions = new WeakMap<FastifyRequest, Session>();

/** Where other processes of the same user get a link. */
export const linkPath = "/link";

/**
 * Lets in the browsers that have opened a link, and nobody else: checks each request before anything else happens, and gives each response the headers
 * that keep a browser from doing anything with it that the console does not need.
 */
export function sameOriginOnly(app: FastifyInstance, access: Access): void {
  app.addHook("onRequest", async (request, reply) => {
    void reply.headers(securityHeaders);
    const { method, headers, socket } = request;
    const { localPort: port = 0 } = socket;
    const path = request.url.split("?")[0] ?? "";
    if (method === "POST" && path === linkPath && isFromOutsideBrowsers(request)) return undefined;
    const problem = originProblem(method, headers, port);
    if (problem !== undefined) return refuse(reply, 403, problem);
    if (method !== "GET" && method !== "POST")
      return refuse(reply, 405, "The console takes GET and POST only.");
    if (method === "GET" && path === "/") {
      const token = new URLSearchParams(request.url.slice(path.length)).get("token");
      const id = token === null ? undefined : access.enter(token);
      if (id !== undefined) void reply.header("set-cookie", sessionCookie(id, port));
      // The address without the token, also where it was used before: a browser that was let in may open its link again.
      if (token !== null) return reply.redirect("/", 303);
    }
    if (path.startsWith(assetsPath)) return undefined;
    const session = access.session(headers, port);
    if (session === undefined)
      return reply.status(401).type("text/html; charset=utf-8").send(enterPage().text);
    sessions.set(request, session);
    return undefined;
  });

  app.post(linkPath, (request, reply) => {
    if (!isFromOutsideBrowsers(request) || !access.hasKey(request.headers)) {
      return refuse(reply, 403, "Only the command `console` asks for a link.");
    }
    return { token: access.newToken() };
  });
}

/** The session of a request that was let in. */
export function sessionOf(request: FastifyRequest): Session {
  return sessions.get(request) ?? {};
}

/** Every browser says where a POST is from. */
function isFromOutsideBrowsers({ headers, socket }: FastifyRequest): boolean {
  const isOwnHost = headers.host === `127.0.0.1:${socket.localPort}`;
  return isOwnHost && headers.origin === undefined && headers["sec-fetch-site"] === undefined;
}

function refuse(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.status(status).type("text/html; charset=utf-8").send(problemPage("Refused", text).text);
}
