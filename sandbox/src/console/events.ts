import { PassThrough } from "node:stream";
import type { FastifyInstance } from "fastify";
import { mayHaveChanged, type FeedEntry, type LogFeed } from "./log-feed";
import { requestRow } from "./pages/requests";

/** Often enough that nothing between takes the connection for dead. In milliseconds. */
const heartbeat = 15_000;

/** Server-sent events: `request` with a row of the log, `changed` where a platform may hold something else now. */
export function addEvents(app: FastifyInstance, feed: LogFeed): void {
  const open = new Set<PassThrough>();
  app.get("/events", (request, reply) => {
    const stream = new PassThrough();
    const send = (entry: FeedEntry): void => void stream.write(eventsOf(entry));
    // A page says where it ends, and a browser that has lost the connection which event was its last.
    const { after } = request.query as { readonly after?: unknown };
    const last = request.headers["last-event-id"] ?? after;
    for (const entry of typeof last === "string" && /^\d+$/.test(last) ? feed.after(Number(last)) : [])
      send(entry);
    const unsubscribe = feed.subscribe(send);
    const timer = setInterval(() => stream.write(": alive\n\n"), heartbeat);
    open.add(stream);
    stream.once("close", () => {
      unsubscribe();
      clearInterval(timer);
      open.delete(stream);
    });
    request.raw.once("close", () => stream.destroy());
    stream.write("retry: 1000\n\n");
    return reply.type("text/event-stream").send(stream);
  });
  app.addHook("preClose", (done) => {
    for (const stream of open) stream.destroy();
    done();
  });
}

/** JSON has no line breaks, which would end an event's data. */
function eventsOf(entry: FeedEntry): string {
  const row = `id: ${entry.number}\nevent: request\ndata: ${JSON.stringify(requestRow(entry).text)}\n\n`;
  return mayHaveChanged(entry)
    ? `${row}event: changed\ndata: ${entry.isOwn ? "console" : "client"}\n\n`
    : row;
}
