import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { z } from "zod";
import { airweaveApp, type AirweaveOptions } from "../../sandbox/src/platforms/airweave/app";
import { listen, type RunningPlatform } from "../../sandbox/src/serving/server";
import { repository } from "../harness/project";

/**
 * Replays every recorded request, in order, on the sandbox's Airweave platform, and compares the status, headers and bodies with those of
 * the vendor's server. Ids, times and tokens need only correspond one to one: they are equal here where they are equal in the recording.
 */

const fields = z.record(z.string(), z.unknown());
const recording = z.object({
  pairs: z.array(
    z.object({
      label: z.string(),
      server: z.enum(["auth off", "auth on (API key)"]),
      request: z.object({
        method: z.enum(["GET", "POST", "PATCH", "PUT", "DELETE"]),
        path: z.string(),
        body: z.unknown().optional(),
        raw: z.string().optional(),
        headers: z.record(z.string(), z.string()).optional(),
      }),
      response: z.object({
        status: z.number(),
        headers: z.record(z.string(), z.string()),
        body: z.unknown(),
      }),
    }),
  ),
});
type Pair = z.infer<typeof recording>["pairs"][number];

/** Known differences by the pair's label: which members differ, and why. */
const exceptions: Readonly<Record<string, { readonly reason: string; readonly members: readonly string[] }>> =
  {
    "source get": {
      reason:
        "Neither the vendor's titles of fields nor the names of a source's entities are in the catalog.",
      members: [
        "body.output_entity_definitions.length",
        "body.config_fields.fields.0.title",
        "body.config_fields.fields.1.title",
      ],
    },
  };

const apiKey = "key-of-the-recording";
const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z?$/;

/** Runs the platform and brings it into the state that each pair needs. */
class Replay {
  #platform: RunningPlatform | undefined;

  #setUp = "";

  #now = 0;

  /** The time of the first request that counts towards the rate limit. */
  #limited = 0;

  readonly #same = new Correspondence();

  constructor(private readonly dataPath: string) {}

  /** Sends a pair's request to the platform. @returns each difference as `member: recorded, here`. */
  async differences(pair: Pair): Promise<string[]> {
    this.#now = this.#timeOf(pair);
    await this.#prepare(pair);
    const { method, path, headers = {}, body, raw } = pair.request;
    const here = await this.#send(method, this.#same.translated(path), {
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, value.replace("<valid key>", apiKey)]),
      ),
      text: raw ?? (body === undefined ? undefined : this.#same.translated(JSON.stringify(body))),
    });
    this.#same.learnReadableId(pair, here.body);
    return this.#same.differences(
      { status: pair.response.status, headers: comparable(pair.response.headers), body: pair.response.body },
      { status: here.status, headers: comparable(here.headers), body: here.body },
    );
  }

  async #send(
    method: Pair["request"]["method"],
    url: string,
    { headers = {}, text }: { headers?: Record<string, string>; text?: string | undefined } = {},
  ): Promise<{ status: number; headers: Record<string, unknown>; body: unknown }> {
    const response = await fetch(this.#running().url + url, {
      method,
      headers: { ...headers, ...(text === undefined ? {} : { "content-type": "application/json" }) },
      ...(text === undefined ? {} : { body: text }),
    });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: JSON.parse((await response.text()).replaceAll(this.#running().url, "http://localhost:8001")),
    };
  }

  /** The time of the response according to its headers and body, at least a millisecond after the previous one. */
  #timeOf({ response: { headers, body } }: Pair): number {
    const wait = /retry after ([\d.]+) seconds/.exec(JSON.stringify(body))?.[1];
    if (wait !== undefined) return this.#limited + 60_000 - Number(wait) * 1000;
    return Math.max(Number(headers["ratelimit-reset"] ?? 0) * 1000, this.#now + 1);
  }

  /** Repeats the unrecorded preparations: settings of the server, rows of its database, other requests. */
  async #prepare({ label, server, response }: Pair): Promise<void> {
    const byKey = server !== "auth off";
    const developer = /^rate limit request|^limit:/.exec(label)?.[0];
    await this.#start(`${server} ${developer}`, {
      ...(byKey ? { apiKey } : {}),
      ...(developer === undefined ? {} : { requestsPerMinute: 10, maxSourceConnections: 10 }),
    });
    const key = { headers: { "x-api-key": apiKey } };
    const count = async (times: number): Promise<void> => {
      for (let time = 0; time < times; time++) await this.#send("GET", "/collections/count", key);
    };
    if (label.startsWith("rate limit request 2 ")) {
      this.#limited = this.#now;
      await count(1);
    }
    if (label.startsWith("rate limit request 10 ")) await count(7);
    if (label === "run on paused sync") {
      await this.#edit("Key stub", ({ sync, ...row }) => ({
        ...row,
        sync: { ...fields.parse(sync), paused: true },
      }));
    }
    const limit = /Usage limit exceeded .*: (\d+)\//.exec(JSON.stringify(response.body))?.[1];
    if (limit !== undefined) await this.#fill(Number(limit));
    if (label === "stored method oauth_token: get") {
      await this.#edit("Stub edit", (row) => ({ ...row, method: "oauth_token" }));
    }
    const state = label.startsWith("status when last job") ? fields.parse(response.body) : undefined;
    if (state === undefined) return;
    if (!this.#same.knows(String(state.id))) await this.#makeJobStub(state);
    const { entities_updated, entities_deleted, entities_failed, ...job } = fields.parse(
      fields.parse(state.sync).last_job,
    );
    expect([entities_updated, entities_deleted, entities_failed]).toEqual([0, 0, 0]);
    await this.#edit("Job stub", (row) => ({ ...row, jobs: [job] }));
  }

  /** Creates the connection whose jobs were edited in the database; its creation was not recorded. */
  async #makeJobStub({ id, short_name, name, created_at }: Record<string, unknown>): Promise<void> {
    const before = this.#now;
    this.#now = Date.parse(`${String(created_at)}Z`);
    const headers = { "x-api-key": apiKey };
    await this.#send("POST", "/collections", {
      headers,
      text: JSON.stringify({ name: "Job states", readable_id: "job-states" }),
    });
    const made = await this.#send("POST", "/source-connections", {
      headers,
      text: JSON.stringify({
        name,
        short_name,
        readable_collection_id: "job-states",
        sync_immediately: false,
        authentication: { credentials: { stub_key: "x" } },
      }),
    });
    this.#same.learn(String(id), String(fields.parse(made.body).id));
    this.#now = before;
  }

  /** Restarts the server, unless it has this setup already. */
  async #start(setUp: string, options: AirweaveOptions): Promise<void> {
    if (setUp === this.#setUp) return;
    await this.stop();
    const app = airweaveApp({
      ...options,
      dataPath: this.dataPath,
      now: () => this.#now,
      organizationId: "6fa9265f-8ce5-4f74-bc96-4897e25b5513",
      otherOrganizations: ["1827ccbc-5a4f-4822-9011-4c37c9e23c49"],
      otherOrganizationCollections: ["taken-elsewhere"],
      worker: false,
      network: false,
    });
    this.#platform = await listen(app);
    this.#setUp = setUp;
    this.#restart = async () => {
      await this.stop();
      await this.#start(setUp, options);
    };
  }

  #restart: () => Promise<void> = () => Promise.resolve();

  async stop(): Promise<void> {
    await this.#platform?.stop();
    this.#setUp = "";
  }

  #running(): RunningPlatform {
    if (this.#platform === undefined) throw new Error("not started");
    return this.#platform;
  }

  /** Adds connections up to the recorded count, which includes those of other recordings. */
  async #fill(count: number): Promise<void> {
    const data = this.#data();
    const rows = data.source_connections ?? [];
    const more = Array.from({ length: count - rows.length }, () => ({
      ...rows[0],
      id: randomUUID(),
      readable_collection_id: "of-another-recording",
    }));
    writeFileSync(this.dataPath, JSON.stringify({ ...data, source_connections: [...rows, ...more] }));
    await this.#restart();
  }

  #data(): Record<string, Record<string, unknown>[]> {
    return z.record(z.string(), z.array(fields)).parse(JSON.parse(readFileSync(this.dataPath, "utf8")));
  }

  /** Edits a connection in the server's data file. */
  async #edit(
    name: string,
    change: (row: Record<string, unknown>) => Record<string, unknown>,
  ): Promise<void> {
    const data = this.#data();
    const rows = data.source_connections ?? [];
    const changed = rows.map((row) => (row.name === name ? change(row) : row));
    writeFileSync(this.dataPath, JSON.stringify({ ...data, source_connections: changed }));
    await this.#restart();
  }
}

/** Maps the recorded ids, times and tokens to those of the platform. */
class Correspondence {
  readonly #here = new Map<string, string>();

  readonly #there = new Map<string, string>();

  knows(recorded: string): boolean {
    return this.#here.has(recorded);
  }

  /** @returns whether the two correspond. */
  learn(recorded: string, here: string): boolean {
    if (!this.#here.has(recorded) && !this.#there.has(here)) {
      this.#here.set(recorded, here);
      this.#there.set(here, recorded);
    }
    return this.#here.get(recorded) === here;
  }

  /** A generated readable id is the name followed by six random characters. */
  learnReadableId({ request, response }: Pair, here: unknown): void {
    const requested = fields.safeParse(request.body);
    if (request.path !== "/collections" || response.status !== 200 || !requested.success) return;
    if ((requested.data.readable_id ?? undefined) !== undefined) return;
    const [left, right] = [response.body, here].map((body) => String(fields.parse(body).readable_id));
    const start = (id = ""): string => id.slice(0, -6);
    if (start(left) === start(right) && /[a-z0-9]{6}$/.test(right ?? "")) this.learn(left ?? "", right ?? "");
  }

  /** Replaces recorded ids with the platform's. */
  translated(text: string): string {
    return [...this.#here].reduce((result, [recorded, here]) => result.replaceAll(recorded, here), text);
  }

  differences(recorded: unknown, here: unknown, member = ""): string[] {
    const [left, right] = [z.union([fields, z.array(z.unknown())]).safeParse(recorded), here];
    const below = (key: string): string => [member, key].filter((part) => part !== "").join(".");
    if (Array.isArray(recorded) && Array.isArray(right)) {
      if (recorded.length !== right.length)
        return [`${below("length")}: ${recorded.length}, ${right.length}`];
      return recorded.flatMap((item, index) => this.differences(item, right[index], below(String(index))));
    }
    const other = fields.safeParse(here);
    if (left.success && !Array.isArray(recorded) && other.success) {
      const keys = new Set([...Object.keys(left.data), ...Object.keys(other.data)]);
      return [...keys].flatMap((key) =>
        this.differences((left.data as Record<string, unknown>)[key], other.data[key], below(key)),
      );
    }
    const same =
      typeof recorded === "string" && typeof here === "string"
        ? this.#sameString(recorded, here, member)
        : recorded === here;
    return same ? [] : [`${member}: ${JSON.stringify(recorded)}, ${JSON.stringify(here)}`];
  }

  #sameString(recorded: string, here: string, member: string): boolean {
    const [key = ""] = member.split(".").slice(-1);
    if (recorded === "<text>") return here !== "";
    // An error of the database that quotes whole rows.
    const exception = /^Internal Server Error: \w*Error: /.exec(recorded)?.[0];
    if (exception === "Internal Server Error: IntegrityError: ") return here.startsWith(exception);
    if (time.test(recorded))
      return time.test(here) && recorded.endsWith("Z") === here.endsWith("Z") && this.learn(recorded, here);
    if (new RegExp(`^${uuid.source}$`).test(recorded)) return uuid.test(here) && this.learn(recorded, here);
    if (key === "claim_token") return here.length === recorded.length && this.learn(recorded, here);
    if (key === "auth_url") {
      const [left = "", right = ""] = [recorded, here].map((url) => url.slice(0, url.lastIndexOf("/")));
      return left === right && this.learn(recorded.slice(left.length), here.slice(right.length));
    }
    // The vendor's app has another address than its API; the sandbox serves the one page that a login needs by itself.
    return (
      this.translated(recorded.replace(/^http:\/\/localhost:8080\//, "http://localhost:8001/app/")) === here
    );
  }
}

/** The headers that the contract covers. */
function comparable(headers: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => /^ratelimit-|^retry-after$|^content-type$/.test(name))
      .map(([name, value]) => [name, String(value).replace("; charset=utf-8", "")]),
  );
}

describe("the Airweave platform, replaying the requests to the vendor's server", () => {
  const path = join(repository, "test", "fixtures", "airweave-recorded.json");
  const { pairs } = recording.parse(JSON.parse(readFileSync(path, "utf8")));
  const folder = mkdtempSync(join(tmpdir(), "airweave-recorded-"));
  const replay = new Replay(join(folder, "airweave.json"));
  const differences = new Map<string, string[]>();

  beforeAll(async () => {
    for (const pair of pairs) {
      const found = await replay.differences(pair);
      if (found.length > 0) differences.set(pair.label, found);
    }
  });
  afterAll(async () => {
    await replay.stop();
    rmSync(folder, { recursive: true });
  });

  it("replays all recorded requests", () => {
    expect(pairs).toHaveLength(228);
  });

  it("responds as the server did, except for the known differences", () => {
    const members = (lines: readonly string[]): string[] => lines.map((line) => line.split(": ", 1)[0] ?? "");
    const unlisted = [...differences].flatMap(([label, lines]) =>
      lines
        .filter((line) => !members([line]).every((member) => exceptions[label]?.members.includes(member)))
        .map((line) => `${label}: ${line}`),
    );
    expect(unlisted).toEqual([]);
    expect(Object.fromEntries([...differences].map(([label, lines]) => [label, members(lines)]))).toEqual(
      Object.fromEntries(Object.entries(exceptions).map(([label, { members }]) => [label, members])),
    );
  });
});
