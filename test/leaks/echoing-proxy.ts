import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { isEqual } from "../../provider/src/values/fields";
import { visitLeaves } from "../../provider/src/values/tree";
import { isMarked } from "./search";
import type { PlatformName } from "../harness/platform";

/** A request as the proxy sees it. */
export interface Passing {
  readonly method: string;
  readonly path: string;
}

/** Stands between a provider and a platform, and answers in its place with what it was sent. */
export interface EchoingProxy {
  readonly url: string;
  /** The bodies that it has seen, by the paths of the objects that they are of. */
  readonly sent: ReadonlyMap<string, unknown>;
  /** The ways in which it has failed so far. */
  readonly failures: readonly string[];
  /** How often it has repeated what an update had sent of which nobody knows whether it was carried out. */
  readonly lateRepetitions: number;
  /** Which requests fail from now on, and through which gate the answers go. */
  fail(which: (request: Passing) => boolean, gate: Gate): void;
  stop(): Promise<void>;
}

/** Holds answers until enough of them are there: an engine begins nothing new after a failure, so what is to fail does so together. */
export class Gate {
  #held: (() => void)[] = [];

  #limit: NodeJS.Timeout | undefined;

  /** @param size So many go through together; all that there are if no other has come for a while. */
  constructor(readonly size: number) {}

  pass(answer: () => void): void {
    this.#held.push(answer);
    clearTimeout(this.#limit);
    if (this.#held.length >= this.size) this.#open();
    else this.#limit = setTimeout(() => this.#open(), 2000);
  }

  #open(): void {
    const held = this.#held;
    this.#held = [];
    for (const answer of held) answer();
  }
}

/** How servers and libraries repeat a text. */
const forms: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  "quoted as JSON": (text) => JSON.stringify(text),
  "quoted twice": (text) => JSON.stringify(JSON.stringify(text)),
  "in a URL": (text) => `https://api.example.com/?q=${encodeURIComponent(text)}&page=1`,
  "in a form": (text) => new URLSearchParams({ q: text, page: "1" }).toString(),
  "in base64": (text) => Buffer.from(text).toString("base64"),
  "in base64 of a URL": (text) => Buffer.from(text).toString("base64url"),
  "in Basic authentication": (text) => `Basic ${Buffer.from(`loader:${text}`).toString("base64")}`,
  "cut short": (text) => `${text.slice(0, (text.length * 2) / 3)}...`,
  "without its beginning": (text) => `...${text.slice(text.length / 3)}`,
  "quoted as JSON, cut short": (text) => `${JSON.stringify(text).slice(0, (text.length * 2) / 3)}...`,
  "cut short in base64": (text) => Buffer.from(text.slice(0, (text.length * 2) / 3)).toString("base64"),
};

/** What of a body is repeated. */
const subjects: Readonly<Record<string, (key: string, secret: string) => string>> = {
  "the secret": (_key, secret) => secret,
  "its field": (key, secret) => JSON.stringify({ [key]: secret }),
  "an error about it": (key, secret) => `cannot use ${key}=${secret}: login of loader failed`,
};

const statuses = [400, 403, 409, 422, 429, 500, 503];

/** Each way to fail: what is repeated, and how. */
const ways = Object.entries(subjects).flatMap(([what, subject]) =>
  Object.entries(forms).map(([how, form]) => ({
    name: `${what}, ${how}`,
    text: (key: string, secret: string): string => form(subject(key, secret)),
  })),
);

/** How many ways there are to fail, the cut connection among them. */
export const wayCount = ways.length + 1;

/** @param offset Which way comes first. */
export async function startEchoingProxy(
  platform: PlatformName,
  target: string,
  offset = 0,
): Promise<EchoingProxy> {
  const sent = new Map<string, unknown>();
  const unclear = new Map<string, unknown>();
  const failures: string[] = [];
  let lateRepetitions = 0;
  const echo = (response: ServerResponse, { method, path }: Passing, body: unknown): void => {
    const turn = offset + failures.length;
    const way = ways[turn % wayCount];
    const status = statuses[turn % statuses.length] ?? 500;
    const earlier = turn % 2 === 0 ? unclear.get(path) : undefined;
    if ((way === undefined || status >= 500) && isUpdate(method)) unclear.set(path, body);
    if (way === undefined) {
      failures.push("a cut connection");
      response.destroy();
      return;
    }
    if (earlier !== undefined && !isEqual(earlier, body)) lateRepetitions++;
    const [key, secret] = secretIn(earlier ?? body, turn);
    const text = way.text(key, secret);
    const isPlain = turn % 5 === 4;
    failures.push(way.name);
    response.writeHead(status, {
      "content-type": isPlain ? "text/plain" : "application/json",
    });
    response.end(isPlain ? text : JSON.stringify(problems[platform](text)));
  };
  let failing = (_request: Passing): boolean => false;
  let gate = new Gate(1);
  const server = createServer((request, response) => {
    void readText(request).then(async (text) => {
      const { method = "", url: path = "" } = request;
      const body = text === "" ? sent.get(path) : (JSON.parse(text) as unknown);
      const fails = secretsIn(body).length > 0 && failing({ method, path });
      if (fails) gate.pass(() => echo(response, { method, path }, body));
      else await pass(`${target}${path}`, request, text, response, (id) => note(sent, path, id, body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    failures,
    get lateRepetitions() {
      return lateRepetitions;
    },
    fail: (which, through) => {
      failing = which;
      gate = through;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function isUpdate(method: string): boolean {
  return method === "PUT" || method === "PATCH";
}

const problems: Readonly<Record<PlatformName, (text: string) => object>> = {
  unstructured: (text) => ({ detail: text }),
  aisquared: (text) => ({ errors: [{ detail: text }] }),
  airweave: (text) => ({ detail: text }),
};

/** Remembers what an object was last sent, under the path of its own. */
function note(sent: Map<string, unknown>, path: string, id: string | undefined, body: unknown): void {
  if (body === undefined) return;
  sent.set(id === undefined ? path : `${path.replace(/\/$/, "")}/${id}`, body);
}

function secretsIn(body: unknown): (readonly [key: string, secret: string])[] {
  const found: (readonly [string, string])[] = [];
  visitLeaves(body, (leaf, path) => {
    if (typeof leaf === "string" && isMarked(leaf)) found.push([String(path.at(-1)), leaf]);
  });
  return found;
}

function secretIn(body: unknown, turn: number): readonly [key: string, secret: string] {
  const found = secretsIn(body);
  return found[turn % found.length] ?? ["", ""];
}

async function pass(
  url: string,
  { method = "", headers }: IncomingMessage,
  text: string,
  response: ServerResponse,
  answered: (id: string | undefined) => void,
): Promise<void> {
  const { host: _host, connection: _connection, "content-length": _length, ...others } = headers;
  const answer = await fetch(url, {
    method,
    headers: others as Record<string, string>,
    redirect: "manual",
    ...(text === "" ? {} : { body: text }),
  });
  const body = await answer.text();
  if (answer.ok && method !== "GET" && method !== "DELETE") {
    answered(method === "POST" ? idIn(body) : undefined);
  }
  response.writeHead(answer.status, {
    "content-type": answer.headers.get("content-type") ?? "application/json",
    date: answer.headers.get("date") ?? "",
  });
  response.end(body);
}

function idIn(text: string): string | undefined {
  const body = JSON.parse(text) as { id?: string; data?: { id?: string } };
  return body.id ?? body.data?.id;
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
