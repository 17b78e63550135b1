import fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import { isJsonObject, type JsonObject } from "../../../sandbox/src/json-object";
import { acceptJsonBodies } from "../../../sandbox/src/serving/json-bodies";
import { Refusal } from "../../../sandbox/src/serving/refusal";
import type { RequestLog } from "../../../sandbox/src/serving/request-log";
import { sameSecret } from "../../../sandbox/src/serving/same-secret";
import { DataFile, type Store } from "../../../sandbox/src/serving/store";

export interface TallyOptions {
  /** The key that requests must carry. */
  readonly apiKey: string;
  /** Where the objects are kept. Default: in memory. */
  readonly dataPath?: string;
  readonly log?: RequestLog;
  /** How many objects a page of a list has. Default: 100. */
  readonly pageSize?: number;
  /** The clock, in milliseconds since 1970. Default: the system's. */
  readonly now?: () => number;
}

/** An object as it is kept. On the wire its id is a number. */
interface Stored {
  readonly id: string;
  readonly created_at: string;
}

interface Ledger extends Stored {
  readonly currency: unknown;
  readonly opening_balance: unknown;
  readonly note: unknown;
  readonly rounding: unknown;
  /** In the clear: the platform compares it. */
  readonly pin: unknown;
}

interface Entry extends Stored {
  readonly ledger_id: number;
  readonly direction: unknown;
  readonly cron: string;
  readonly lines: readonly JsonObject[];
  readonly memo: unknown;
  readonly enabled: boolean;
}

/** The last number that was given as an id. */
interface Counter {
  readonly id: "last";
  readonly number: number;
}

const refusal = (status: number, message: string): Refusal => new Refusal(status, { error: { message } });
const mask = "********";
/** Larger than any other number in a message. */
const firstId = 41_000;
const days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** Ledgers and standing entries of a bookkeeping service that does not exist. */
export function tallyApp(options: TallyOptions): FastifyInstance {
  const app = fastify();
  app.addHook("onRequest", (request, _reply, done) => {
    const isAllowed = sameSecret(String(request.headers["x-tally-key"]), options.apiKey);
    done(isAllowed ? undefined : refusal(401, "The key is not valid."));
  });
  acceptJsonBodies(app, () => refusal(400, "The body is not JSON."));
  app.setErrorHandler((error, _request, reply) =>
    error instanceof Refusal
      ? reply.status(error.status).send(error.body)
      : reply.status(500).send({ error: { message: "Something went wrong." } }),
  );
  app.setNotFoundHandler((_request, reply) =>
    reply.status(404).send({ error: { message: "There is nothing here." } }),
  );
  const { log } = options;
  if (log !== undefined) {
    // Before its response leaves, so that a client that has the response finds the request in the log.
    app.addHook("onSend", (request, reply, _payload, done) => {
      const { method, url } = request;
      const [path = ""] = url.split("?");
      log({ platform: "tally", method, path, status: reply.statusCode, body: scrubbed(request.body) });
      done();
    });
  }
  addRoutes(app, options);
  return app;
}

function addRoutes(app: FastifyInstance, { dataPath, pageSize = 100, now = Date.now }: TallyOptions): void {
  const data = new DataFile(dataPath);
  const ledgers = data.store<Ledger>("ledgers");
  const entries = data.store<Entry>("entries");
  const counter = data.store<Counter>("counter");
  /** Ids are never given twice, and are numbers of one row, whatever they are of. */
  const stored = async (): Promise<Stored> => {
    const number = (counter.get("last")?.number ?? firstId) + 1;
    await counter.put({ id: "last", number });
    return { id: String(number), created_at: new Date(now()).toISOString() };
  };
  const page = (all: readonly Stored[], request: FastifyRequest): JsonObject => {
    const number = Number((request.query as Record<string, unknown>).page ?? 1);
    const from = (number - 1) * pageSize;
    return {
      data: all.slice(from, from + pageSize).map(({ id, created_at }) => ({ id: Number(id), created_at })),
      next_page: from + pageSize < all.length ? number + 1 : null,
    };
  };

  app.get("/v2/ledgers", (request) => page(ledgers.all(), request));
  app.post("/v2/ledgers", async (request, reply) => {
    const { currency, opening_balance = 0, note = null, rounding = "half-up", pin = null } = bodyOf(request);
    if (typeof currency !== "string") throw refusal(422, "currency is missing");
    const ledger = { ...(await stored()), currency, opening_balance, note, rounding, pin };
    await ledgers.put(ledger);
    return reply.status(201).send(shownLedger(ledger));
  });
  app.get("/v2/ledgers/:id", (request) => shownLedger(find(ledgers, request)));
  app.patch("/v2/ledgers/:id", async (request) => {
    const ledger = { ...find(ledgers, request), ...bodyOf(request) };
    await ledgers.put(ledger);
    return shownLedger(ledger);
  });
  app.delete("/v2/ledgers/:id", async (request, reply) => {
    const { id } = find(ledgers, request);
    for (const entry of entries.all().filter((each) => String(each.ledger_id) === id)) {
      await entries.delete(entry.id);
    }
    await ledgers.delete(id);
    return reply.status(204).send();
  });

  app.post("/v2/accounts/lookup", (request) => {
    const { accounts } = bodyOf(request);
    const missing = Array.isArray(accounts) ? accounts.filter((name) => name === "unheard-of") : [];
    if (missing.length > 0) throw refusal(422, `there is no account ${missing.join(", ")}`);
    return { accounts };
  });

  app.get("/v2/entries", (request) => {
    const { ledger_id: ledger } = request.query as Record<string, unknown>;
    const all = entries.all().filter((entry) => ledger === undefined || String(entry.ledger_id) === ledger);
    return page(all, request);
  });
  app.post("/v2/entries", async (request, reply) => {
    const { ledger_id, direction, schedule, lines, memo = null } = bodyOf(request);
    if (typeof ledger_id !== "number" || ledgers.get(String(ledger_id)) === undefined) {
      throw refusal(422, `there is no ledger ${JSON.stringify(ledger_id)}`);
    }
    const entry: Entry = {
      ...(await stored()),
      ...{ ledger_id, direction, memo },
      cron: cronOf(schedule),
      lines: completeLines(lines),
      enabled: false,
    };
    await entries.put(entry);
    return reply.status(201).send(shownEntry(entry));
  });
  app.get("/v2/entries/:id", (request) => shownEntry(find(entries, request)));
  app.patch("/v2/entries/:id", async (request) => {
    const { schedule, lines, memo, enabled } = bodyOf(request);
    const old = find(entries, request);
    const entry: Entry = {
      ...old,
      cron: schedule === undefined ? old.cron : cronOf(schedule),
      lines: lines === undefined ? old.lines : completeLines(lines),
      memo: memo === undefined ? old.memo : memo,
      enabled: typeof enabled === "boolean" ? enabled : old.enabled,
    };
    await entries.put(entry);
    return shownEntry(entry);
  });
  app.post("/v2/entries/:id/enable", async (request) => {
    const entry = find(entries, request);
    if (entry.enabled) throw refusal(409, "the entry is enabled already");
    await entries.put({ ...entry, enabled: true });
    return shownEntry({ ...entry, enabled: true });
  });
  app.delete("/v2/entries/:id", async (request, reply) => {
    await entries.delete(find(entries, request).id);
    return reply.status(204).send();
  });
}

function find<Value extends Stored>(store: Store<Value>, request: FastifyRequest): Value {
  const { id } = request.params as { id: string };
  const found = store.get(id);
  if (found === undefined) throw refusal(404, `there is no object ${id}`);
  return found;
}

function bodyOf({ body }: FastifyRequest): JsonObject {
  if (!isJsonObject(body)) throw refusal(400, "The body is not an object.");
  return body;
}

function shownLedger({ id, pin, ...ledger }: Ledger): JsonObject {
  const share_url = `https://tally.example/shared/${Buffer.from(`ledger ${id}`).toString("base64url")}`;
  return { ...ledger, id: Number(id), pin: pin === null ? null : mask, share_url };
}

function shownEntry({ id, ...entry }: Entry): JsonObject {
  return { ...entry, id: Number(id) };
}

/** Schedules are taken as phrases, and kept in cron. */
function cronOf(schedule: unknown): string {
  const [, day = "", hour] = /^every (\w+) at (\d+)$/i.exec(String(schedule)) ?? [];
  const index = days.indexOf(day.toLowerCase());
  if (hour === undefined || (day !== "day" && index < 0)) throw refusal(422, "schedule is not understood");
  return `0 ${hour} * * ${day === "day" ? "*" : index}`;
}

/** Lines get ids of their own and what they lack. */
function completeLines(lines: unknown): JsonObject[] {
  if (!Array.isArray(lines) || !lines.every(isJsonObject)) throw refusal(422, "lines is not a list of lines");
  return lines.map((line, index) => ({ side: "debit", tags: [], ...line, id: `line-${index + 1}` }));
}

/** A request's body without the secret that it may hold. */
function scrubbed(body: unknown): unknown {
  if (!isJsonObject(body)) return body === undefined ? null : "[secret]";
  return { ...body, ...(body.pin === undefined || body.pin === null ? {} : { pin: "[secret]" }) };
}
