import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { request, type IncomingMessage } from "node:http";
import { once } from "node:events";
import {
  objectPaths,
  send,
  startTestConsole,
  visit,
  type TestConsole,
  type Visitor,
} from "../harness/console";
import { makeObjects } from "../harness/console-objects";
import { examples } from "../harness/examples";

const canary = "PLANTED";

interface Connection {
  readonly id: string;
  readonly status: string;
  readonly auth: { readonly auth_url: string | null };
}

/** Makes an object of every connector type, with a canary in each secret. @returns how many were made. */
async function makeEveryType({ ask }: Pick<TestConsole, "ask">): Promise<number> {
  const all = examples();
  const values = new Map<string, unknown>();
  let marks = 100;
  for (const example of all) {
    for (const [name, value] of example.stackConfig(
      (isSecret) => `${isSecret ? canary : "client"}${marks++}`,
    )) {
      if (!values.has(name)) values.set(name, value);
    }
  }
  const { readable_id: readableId } = (await ask("airweave", "POST", "/collections", {
    name: "every type",
  })) as {
    readonly readable_id: string;
  };
  for (const example of all) {
    const { platform, role, name } = example.entry;
    const body = example.body(values);
    if (platform === "unstructured") {
      await ask(platform, "POST", `/api/v1/${role}s/`, { name, ...body });
    } else if (platform === "aisquared") {
      await ask(
        platform,
        "POST",
        "/api/v1/connectors",
        { connector: { name, ...body } },
        { "workspace-id": "1" },
      );
    } else {
      await ask(platform, "POST", "/source-connections", {
        ...{ name: name.slice(-42).padStart(4, "-"), ...body },
        ...{ readable_collection_id: readableId },
      });
    }
  }
  return all.length + 1;
}

/** What the stream of events has sent by the time that something is done. */
async function eventsDuring(port: number, cookie: string, act: () => Promise<unknown>): Promise<string> {
  const sent = request({ host: "127.0.0.1", port, path: "/events", headers: { cookie } });
  sent.end();
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  let text = "";
  response.on("data", (data: Buffer) => (text += data.toString()));
  await act();
  const isThere = (): boolean => text.endsWith("event: changed\ndata: client\n\n");
  while (!isThere()) await once(response, "data");
  sent.destroy();
  return text;
}

describe("no secret", () => {
  let console: TestConsole;
  let visitor: Visitor;
  let count: number;
  let paths: string[];
  beforeAll(async () => {
    console = await startTestConsole();
    visitor = await visit(console);
    count = await makeEveryType(console);
    const { connection } = await makeObjects(console, `${canary}-made`);
    await console.ask("unstructured", "POST", "/api/v1/sources/", {
      ...{ name: "of a newer type", type: "something-new" },
      config: {
        plain: `${canary}-new`,
        nested: { deep: [`${canary}-deep`] },
        remote_url: `s3://me:${canary}@bucket/`,
      },
    });
    // The platform shows the whole configuration as it is.
    await console.ask("airweave", "PATCH", `/source-connections/${connection}`, {
      config: { repo_name: "example-org/example-repo", branch: `token=${canary}-branch` },
    });
    paths = await objectPaths(visitor);
  });
  afterAll(() => console.stop());

  it("is in a page about objects of all types, in the form that changes one, or in the picture", async () => {
    // Those of `makeObjects`, and one of a newer type.
    expect(paths.length).toBe(count + 9 + 1);
    for (const path of [...paths, "/", "/pipelines", "/requests", "/faults"]) {
      const { status, text } = await visitor.get(path);
      expect([path, status, text.includes(canary)]).toEqual([path, 200, false]);
    }
    const shown = await Promise.all(paths.map(async (path) => (await visitor.get(path)).text));
    // So that what is not there is not just a page without a configuration.
    expect(shown.filter((text) => text.includes("**********")).length).toBeGreaterThan(80);
    expect(shown.filter((text) => text.includes("[secret]")).length).toBeGreaterThan(10);
  });

  it("is the link of a login, which would let in everyone who sees the page", async () => {
    const list = (await console.ask("airweave", "GET", "/source-connections?limit=1000")) as Connection[];
    const waiting = list.filter(({ status }) => status === "pending_auth");
    expect(waiting.length).toBeGreaterThan(5);
    for (const { id } of waiting) {
      const { auth } = (await console.ask("airweave", "GET", `/source-connections/${id}`)) as Connection;
      expect(auth.auth_url).toMatch(/^http/);
      const { text } = await visitor.get(`/objects/airweave/source-connections/${id}`);
      expect(text.includes(String(auth.auth_url))).toBe(false);
      expect(text).toContain("auth.auth_url");
    }
  });

  it("is in what an action leads to, be it done or refused", async () => {
    const origin = `http://127.0.0.1:${console.port}`;
    for (const path of paths) {
      const name = "changed in the console";
      const { text } = await visitor.post(`${path}/change`, { "was:name": "before", name });
      expect([path, text.includes(canary)]).toEqual([path, false]);
      const [field] = /name="was:(?:config|configuration)\.([^"]+)"/.exec(text)?.slice(1) ?? [];
      if (field === undefined) continue;
      for (const key of [`config.${field}`, `configuration.${field}`]) {
        const form = { [`was:${key}`]: "before", [key]: "" };
        const refused = await visitor.post(`${path}/change`, form);
        expect([path, key, refused.text.includes(canary)]).toEqual([path, key, false]);
      }
    }
    for (const path of paths) {
      const { text } = await visitor.post(`${path}/run`);
      expect([path, text.includes(canary)]).toEqual([path, false]);
    }
    const headers = { cookie: visitor.cookie, origin, "content-type": "application/x-www-form-urlencoded" };
    for (const path of paths.slice(0, 5)) {
      const got = await send(console.port, "POST", `${path}/delete`, headers);
      expect(JSON.stringify(got.headers)).not.toContain(canary);
    }
  });

  it("is in the events, the log or the assets, also of what clients send", async () => {
    const text = await eventsDuring(console.port, visitor.cookie, async () => {
      const key = String(console.env.UNSTRUCTURED_API_KEY);
      await fetch(`${console.env.UNSTRUCTURED_API_URL}/api/v1/sources/`, {
        method: "POST",
        headers: { "unstructured-api-key": key, "content-type": "application/json" },
        body: JSON.stringify({
          ...{ name: "by a client", type: "s3" },
          config: { remote_url: "s3://bucket/", key: `${canary}-key`, secret: `${canary}-secret` },
        }),
      });
    });
    expect(text).toContain("by a client");
    const log = (await visitor.get("/requests")).text;
    expect(log).toContain("by a client");
    const assets = await Promise.all(
      ["console.js", "console.css"].map((name) => visitor.get(`/assets/${name}`)),
    );
    const all = [text, log, ...assets.map((asset) => asset.text), JSON.stringify(console.log)];
    for (const each of all) expect(each).not.toContain(canary);
    // Neither are the keys of the accounts and of the console.
    const keys = Object.entries(console.env).filter(([name]) => /KEY|PASSWORD/.test(name));
    for (const secret of [
      ...keys.map(([, value]) => value),
      console.access.key,
      visitor.cookie.split("=")[1],
    ]) {
      for (const each of all) expect(each).not.toContain(secret);
    }
  });
});
