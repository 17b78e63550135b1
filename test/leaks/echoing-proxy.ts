import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { isEqual } from "../../provider/src/values/fields";
import { visitLeaves } from "../../provider/src/values/tree";
import { isMarked } from "./search";
import type { PlatformName } from "../harness/platform";

/** A request as seen by the proxy. */
export interface Passing {
  readonly method: string;
  readonly path: string;
}

/** A proxy between provider and platform that can respond with errors that repeat what was sent. */
export interface EchoingProxy {
  readonly url: string;
  /** The last body sent to each object, by the object's path. */
  readonly sent: ReadonlyMap<string, unknown>;
  /** The kinds of failures so far. */
  readonly failures: readonly string[];
  /** How often it has repeated the secrets of an earlier indeterminate update. */
  readonly lateRepetitions: number;
  /** Selects the requests that fail, and the gate for their responses. */
  fail(which: (request: Passing) => boolean, gate: Gate): void;
  stop(): Promise<void>;
}

/** Holds responses until there are enough: an engine starts nothing after a failure, so failures must arrive together. */
export class Gate {
  #held: (() => void)[] = [];

  #limit: NodeJS.Timeout | undefined;

  /** @param size How many are released together; if no other arrives for a while, all that are held. */
  constructor(readonly size: number) {}

  pass(respond: () => void): void {
    this.#held.push(respond);
    clearTimeout(this.#limit);
    if (this.#held.length >= this.size) this.#open();
    else this.#limit = setTimeout(() => this.#open(), 2000);
  }

  #open(): void {
    const held = this.#held;
    this.#held = [];
    for (const respond of held) respond();
  }
}

/** How servers and libraries quote a string. */
const forms: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  "quoted as JSON": (text) => JSON.stringify(text),
  "quoted twice": (text) => JSON.stringify(JSON.stringify(text)),
  "in a URL": (text) => `https://api.example.com/?q=${encodeURIComponent(text)}&page=1`,
  "in a form": (text) => new URLSearchParams({ q: text, page: "1" }).toString(),
  "in base64": (text) => Buffer.from(text).toString("base64"),
  "in base64 of a URL": (text) => Buffer.from(text).toString("base64url"),
  "in Basic authentication": (text) => `Basic ${Buffer.from(`loader:${text}`).toString("base64")}`,
  truncated: (text) => `${text.slice(0, (text.length * 2) / 3)}...`,
  "without its beginning": (text) => `...${text.slice(text.length / 3)}`,
  "quoted as JSON, truncated": (text) => `${JSON.stringify(text).slice(0, (text.length * 2) / 3)}...`,
  "truncated, in base64": (text) => Buffer.from(text.slice(0, (text.length * 2) / 3)).toString("base64"),
};

/** Which part of a body is repeated. */
const subjects: Readonly<Record<string, (key: string, secret: string) => string>> = {
  "the secret": (_key, secret) => secret,
  "its field": (key, secret) => JSON.stringify({ [key]: secret }),
  "an error about it": (key, secret) => `cannot use ${key}=${secret}: login of loader failed`,
};

const statuses = [400, 403, 409, 422, 429, 500, 503];

/** Each kind of failure: what is repeated, and how. */
const failureKinds = Object.entries(subjects).flatMap(([what, subject]) =>
  Object.entries(forms).map(([how, form]) => ({
    name: `${what}, ${how}`,
    text: (key: string, secret: string): string => form(subject(key, secret)),
  })),
);

/** The number of kinds of failures, including a dropped connection. */
export const failureKindCount = failureKinds.length + 1;

/** @param offset The kind of failure to begin with. */
export async function startEchoingProxy(
  platform: PlatformName,
  target: string,
  offset = 0,
): Promise<EchoingProxy> {
  const sent = new Map<string, unknown>();
  const indeterminate = new Map<string, unknown>();
  const failures: string[] = [];
  let lateRepetitions = 0;
  const echo = (response: ServerResponse, { method, path }: Passing, body: unknown): void => {
    const turn = offset + failures.length;
    const kind = failureKinds[turn % failureKindCount];
    const status = statuses[turn % statuses.length] ?? 500;
    const earlier = turn % 2 === 0 ? indeterminate.get(path) : undefined;
    if ((kind === undefined || status >= 500) && isUpdate(method)) indeterminate.set(path, body);
    if (kind === undefined) {
      failures.push("a dropped connection");
      response.destroy();
      return;
    }
    if (earlier !== undefined && !isEqual(earlier, body)) lateRepetitions++;
    const [key, secret] = secretIn(earlier ?? body, turn);
    const text = kind.text(key, secret);
    const isPlain = turn % 5 === 4;
    failures.push(kind.name);
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

/** Records the last body sent to an object, by the object's path. */
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
  onWritten: (id: string | undefined) => void,
): Promise<void> {
  const { host: _host, connection: _connection, "content-length": _length, ...others } = headers;
  const remote = await fetch(url, {
    method,
    headers: others as Record<string, string>,
    redirect: "manual",
    ...(text === "" ? {} : { body: text }),
  });
  const body = await remote.text();
  if (remote.ok && method !== "GET" && method !== "DELETE") {
    onWritten(method === "POST" ? idIn(body) : undefined);
  }
  response.writeHead(remote.status, {
    "content-type": remote.headers.get("content-type") ?? "application/json",
    date: remote.headers.get("date") ?? "",
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
