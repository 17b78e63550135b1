import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { messageOf } from "../error-message";
import { sameOriginOnly, sessionOf } from "./entrance";
import type { Access } from "./access";
import { addActions } from "./actions";
import { addAssets } from "./assets";
import { addEvents } from "./events";
import type { FaultSwitches } from "./fault-switches";
import type { ConsoleAccount } from "./holdings";
import { findObject, readAll } from "./holdings";
import type { Html } from "./html";
import { RefusedRequest } from "./kind";
import type { LogFeed } from "./log-feed";
import { faultsContent } from "./pages/faults";
import { layout, type Page } from "./pages/layout";
import { objectContent } from "./pages/object";
import { objectsContent } from "./pages/objects";
import { pipelinesContent } from "./pages/pipelines";
import { problemPage } from "./pages/problem";
import { requestsContent } from "./pages/requests";
import { refusalText } from "./refusal-text";

/** What the pages show, and what they change. */
export interface Console {
  readonly access: Access;
  readonly accounts: readonly ConsoleAccount[];
  /** The names of the platforms with their titles. */
  readonly platforms: readonly (readonly [name: string, title: string])[];
  readonly feed: LogFeed;
  readonly switches: FaultSwitches;
}

/** The console's server. Nothing but a GET leaves things as they are; everything else is a POST of a form. */
export function consoleApp(console: Console): FastifyInstance {
  const { accounts, feed, switches, platforms } = console;
  const app = fastify({ bodyLimit: 256 * 1024, exposeHeadRoutes: false });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string" },
    (_request, text, done) => done(null, new URLSearchParams(String(text))),
  );
  app.setErrorHandler((error, _request, reply) => sendError(error, reply));
  app.setNotFoundHandler((_request, reply) => sendNotFound(reply));
  sameOriginOnly(app, console.access);
  addAssets(app);
  addEvents(app, feed);
  addActions(app, console);

  app.get("/", async (request, reply) => {
    const content = objectsContent(accounts, await readAll(accounts));
    return sendPage(request, reply, { title: "Objects", section: "/", content });
  });

  app.get("/objects/:account/:kind/:id", async (request, reply) => {
    const slugs = request.params as { readonly account: string; readonly kind: string; readonly id: string };
    const found = await findObject(accounts, slugs);
    if (found === undefined) return sendNotFound(reply);
    // Reading the runs moves them on, and the object's status with them.
    const runs = await found.kind.runs?.list(found.account.ask, found.object);
    const held = (runs && (await findObject(accounts, slugs))) ?? found;
    const content = objectContent(held, runs);
    return sendPage(request, reply, { title: held.object.name, section: "/objects", content });
  });

  app.get("/pipelines", async (request, reply) => {
    const content = await pipelinesContent(accounts, await readAll(accounts));
    return sendPage(request, reply, { title: "Pipelines", section: "/pipelines", content });
  });

  app.get("/requests", (request, reply) =>
    sendPage(request, reply, {
      title: "Requests",
      section: "/requests",
      content: requestsContent(feed.after(0)),
    }),
  );

  app.get("/faults", (request, reply) =>
    sendPage(request, reply, {
      title: "Faults",
      section: "/faults",
      content: faultsContent(switches.current, platforms),
    }),
  );
  return app;
}

function sendPage(request: FastifyRequest, reply: FastifyReply, page: Page): FastifyReply {
  // What a page loads by itself must not take the notice that the next page shows.
  if (request.headers["x-live"] !== undefined) return sendHtml(reply, layout(page));
  const session = sessionOf(request);
  const { notice } = session;
  session.notice = undefined;
  return sendHtml(reply, layout({ ...page, notice }));
}

function sendNotFound(reply: FastifyReply): FastifyReply {
  const page = problemPage(
    "Not found",
    "There is no such page. If it was that of an object, the object is gone.",
  );
  return sendHtml(reply.status(404), page);
}

function sendError(error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof RefusedRequest) {
    return sendHtml(reply.status(502), problemPage("The platform refused", refusalText(error)));
  }
  const { statusCode = 500 } = error as { readonly statusCode?: number };
  return sendHtml(reply.status(statusCode), problemPage("That failed", messageOf(error)));
}

function sendHtml(reply: FastifyReply, { text }: Html): FastifyReply {
  return reply.type("text/html; charset=utf-8").send(text);
}
