import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  objectPaths,
  send,
  startTestConsole,
  visit,
  type TestConsole,
  type Visitor,
} from "../../../harness/console";
import { makeObjects, type MadeObjects } from "../../../harness/console-objects";

/** What a form is filled with, by the names of its fields. */
function formIn(text: string): Record<string, string> {
  const fields: Record<string, string> = {};
  const [form = ""] = /<form method="post" action="[^"]+\/change".*?<\/form>/s.exec(text) ?? [];
  for (const [, name = "", value = ""] of form.matchAll(/name="(was:[^"]+)" value="([^"]*)"/g)) {
    fields[name] = value;
    const isSwitch =
      form.includes(`type="checkbox" id="f`) &&
      new RegExp(`type="checkbox"[^>]*name="${name.slice(4)}"`).test(form);
    if (!isSwitch) fields[name.slice(4)] = value;
    else if (value === "true") fields[name.slice(4)] = "true";
  }
  return fields;
}

describe("the console shows and changes", () => {
  let console: TestConsole;
  let visitor: Visitor;
  let made: MadeObjects;
  const pathOf = (platform: string, kind: string, id: string): string => `/objects/${platform}/${kind}/${id}`;
  const workspace = { "workspace-id": "1" };
  /** Changes fields in the form of an object's page. */
  const change = async (path: string, changes: Record<string, string | undefined>): Promise<string> => {
    const form = { ...formIn((await visitor.get(path)).text), ...changes };
    const given = Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return (await visitor.post(`${path}/change`, Object.fromEntries(given))).text;
  };
  const attributes = async (collection: string, id: string): Promise<Record<string, unknown>> => {
    const got = await console.ask("aisquared", "GET", `/api/v1/${collection}/${id}`, undefined, workspace);
    return (got as { readonly data: { readonly attributes: Record<string, unknown> } }).data.attributes;
  };
  beforeAll(async () => {
    console = await startTestConsole();
    visitor = await visit(console);
    made = await makeObjects(console);
  });
  afterAll(() => console.stop());

  it("every object of every kind", async () => {
    expect(await objectPaths(visitor)).toEqual([
      pathOf("unstructured", "sources", made.source),
      pathOf("unstructured", "destinations", made.destination),
      pathOf("unstructured", "workflows", made.workflow),
      pathOf("aisquared", "connectors", made.warehouse),
      pathOf("aisquared", "connectors", made.connector),
      pathOf("aisquared", "models", made.model),
      pathOf("aisquared", "syncs", made.sync),
      pathOf("airweave", "collections", made.collection),
      pathOf("airweave", "source-connections", made.connection),
    ]);
  });

  it("its pipelines as a picture and in words", async () => {
    const { text } = await visitor.get("/pipelines");
    expect(text.match(/<svg /g)).toHaveLength(3);
    const flows = [...text.matchAll(/<li>\s*(.*?)\s*<\/li>/gs)].map(([, flow = ""]) =>
      flow.replace(/<[^>]+>/g, "").trim(),
    );
    expect(flows.slice(-6).sort()).toEqual([
      "active customers to customers → customers",
      "active customers → active customers to customers",
      "documents → active customers",
      "invoices → read invoices",
      "issues → support",
      "read invoices → elements",
    ]);
  });

  it("a source, whose secrets stay what they were", async () => {
    const path = pathOf("unstructured", "sources", made.source);
    const text = await change(path, {
      name: "bills",
      "config.remote_url": "s3://bills/",
      "config.recursive": undefined,
    });
    expect(text).toContain(
      "Changed on the platform: name, config.remote_url, config.recursive. A refresh finds it.",
    );
    const shown = await console.ask("unstructured", "GET", `/api/v1/sources/${made.source}`);
    expect(shown).toMatchObject({
      name: "bills",
      config: { remote_url: "s3://bills/", recursive: false, secret: "**********" },
    });
    // Only the response to a PUT has them.
    expect(await console.ask("unstructured", "PUT", `/api/v1/sources/${made.source}`, {})).toMatchObject({
      config: { key: "knot-a-secret", secret: "snot-a-secret" },
    });
    expect((await visitor.get(path)).text).not.toContain("Changed on the platform");
  });

  it("a workflow, its schedule and its runs", async () => {
    const path = pathOf("unstructured", "workflows", made.workflow);
    await change(path, { schedule: "weekly", reprocess_all: "true" });
    const read = async (): Promise<unknown> =>
      console.ask("unstructured", "GET", `/api/v1/workflows/${made.workflow}`);
    expect(await read()).toMatchObject({
      schedule: { crontab_entries: [{ cron_expression: "0 0 * * 0" }] },
      reprocess_all: true,
    });
    await change(path, { schedule: "never" });
    expect(await read()).toMatchObject({ schedule: null });
    expect((await visitor.post(`${path}/run`)).text).toContain("IN_PROGRESS");
    expect((await visitor.get(path)).text).toContain("COMPLETED");
    expect(
      await console.ask("unstructured", "GET", `/api/v1/jobs/?workflow_id=${made.workflow}`),
    ).toMatchObject([{ status: "COMPLETED" }]);
  });

  it("a connector's name; its configuration has secrets, which the platform would lose", async () => {
    const path = pathOf("aisquared", "connectors", made.warehouse);
    const { text } = await visitor.get(path);
    expect(Object.keys(formIn(text)).filter((name) => !name.startsWith("was:"))).toEqual([
      "name",
      "description",
    ]);
    expect(text).toContain("would keep the asterisks");
    await change(path, { name: "papers", description: "all of them" });
    expect(await attributes("connectors", made.warehouse)).toMatchObject({
      name: "papers",
      description: "all of them",
    });
  });

  it("a model and a sync, which runs on request only while it is manual", async () => {
    await change(pathOf("aisquared", "models", made.model), {
      query: "select 1\nfrom a",
      description: "of 2026",
    });
    expect(await attributes("models", made.model)).toMatchObject({
      query: "select 1\nfrom a",
      description: "of 2026",
    });
    const path = pathOf("aisquared", "syncs", made.sync);
    expect((await visitor.post(`${path}/run`)).text).toContain("in_progress");
    expect((await visitor.get(path)).text).toContain("success");
    const changed = await change(path, {
      schedule_type: "interval",
      sync_interval: "6",
      sync_interval_unit: "hours",
    });
    expect(changed).toContain("only a sync with the schedule type manual runs on request");
    expect(await attributes("syncs", made.sync)).toMatchObject({
      sync_interval: 6,
      sync_interval_unit: "hours",
    });
    await change(path, { enabled: undefined });
    expect(await attributes("syncs", made.sync)).toMatchObject({ status: "disabled" });
    await change(path, { enabled: "true" });
    expect(await attributes("syncs", made.sync)).toMatchObject({ status: "pending" });
  });

  it("a collection and a source connection", async () => {
    await change(pathOf("airweave", "collections", made.collection), { name: "help desk" });
    expect(await console.ask("airweave", "GET", `/collections/${made.collection}`)).toMatchObject({
      name: "help desk",
    });
    const path = pathOf("airweave", "source-connections", made.connection);
    await change(path, {
      description: "of the repository",
      "config.repo_name": "example-org/other",
      "schedule.cron": "0 7 * * *",
    });
    const read = async (): Promise<unknown> =>
      console.ask("airweave", "GET", `/source-connections/${made.connection}`);
    expect(await read()).toMatchObject({
      description: "of the repository",
      config: { repo_name: "example-org/other" },
      schedule: { cron: "0 7 * * *" },
    });
    await change(path, { "schedule.cron": "", description: "" });
    expect(await read()).toMatchObject({ description: null, schedule: { cron: null } });
    expect((await visitor.post(`${path}/run`)).text).toContain("running");
    expect((await visitor.get(path)).text).toContain("completed");
  });

  it("what has happened once, and not in what a page loads by itself", async () => {
    const path = pathOf("airweave", "collections", made.collection);
    const origin = `http://127.0.0.1:${console.port}`;
    const headers = { cookie: visitor.cookie, origin, "content-type": "application/x-www-form-urlencoded" };
    await send(console.port, "POST", `${path}/change`, headers);
    const shows = async (more: Record<string, string> = {}): Promise<boolean> =>
      (await visitor.get(path, more)).text.includes("Nothing was changed");
    expect([await shows({ "x-live": "1" }), await shows(), await shows()]).toEqual([false, true, false]);
  });

  it("nothing where the form is as it was, or the platform refuses", async () => {
    const path = pathOf("airweave", "collections", made.collection);
    expect(await change(path, {})).toContain("Nothing was changed in the form.");
    const refused = await change(path, { name: "<b>" });
    expect(refused).toContain("The platform refused it:");
    expect(refused).toContain("422");
    expect(refused).not.toContain("<b>");
    expect(await console.ask("airweave", "GET", `/collections/${made.collection}`)).toMatchObject({
      name: "help desk",
    });
    const source = pathOf("unstructured", "sources", made.source);
    const bad = await change(source, { "config.remote_url": "" });
    expect(bad).toContain("412");
    expect(bad).not.toContain("not-a-secret");
    // What the form does not have cannot be smuggled in.
    const form = { "was:config.secret": "a", "config.secret": "b", "was:id": "a", id: "b" };
    expect((await visitor.post(`${source}/change`, form)).text).toContain("Nothing was changed in the form.");
  });

  it("what other clients change, without asking as one of them", async () => {
    const before = console.log.length;
    await fetch(`${console.env.UNSTRUCTURED_API_URL}/api/v1/sources/${made.source}`, {
      method: "PUT",
      headers: {
        "unstructured-api-key": String(console.env.UNSTRUCTURED_API_KEY),
        "content-type": "application/json",
      },
      body: JSON.stringify({ name: "changed by a client" }),
    });
    expect((await visitor.get("/")).text).toContain("changed by a client");
    expect(console.log.slice(before)).toMatchObject([{ method: "PUT", status: 200 }]);
    const { text } = await visitor.get("/requests");
    expect(text).toContain("changed by a client");
    expect(text).toContain("from the console");
    expect(text).not.toContain("<strong>GET</strong>");
  });

  it("nothing of the kind to who has no mark of the console", async () => {
    for (const url of ["UNSTRUCTURED", "AISQUARED", "AIRWEAVE"].map((name) =>
      String(console.env[`${name}_API_URL`]),
    )) {
      const path = url === console.env.AIRWEAVE_API_URL ? "/collections" : "/api/v1/connectors";
      expect([401, 404]).toContain((await fetch(url + path)).status);
    }
  });

  it("that an object is deleted, with what the platform deletes along with it", async () => {
    for (const [platform, kind, id] of [
      ["unstructured", "sources", made.source],
      ["unstructured", "workflows", made.workflow],
      ["unstructured", "destinations", made.destination],
      ["aisquared", "connectors", made.warehouse],
      ["aisquared", "connectors", made.connector],
      ["airweave", "source-connections", made.connection],
      ["airweave", "collections", made.collection],
    ] as const) {
      const path = pathOf(platform, kind, id);
      expect((await visitor.post(`${path}/delete`)).text).toContain("Deleted on the platform");
      expect((await visitor.get(path)).status).toBe(404);
      expect((await visitor.post(`${path}/delete`)).text).toContain(
        "The platform has no such object any more.",
      );
    }
    expect(await objectPaths(visitor)).toEqual([]);
    expect((await visitor.get("/pipelines")).text).toContain("The platforms hold nothing yet.");
  });
});

it("the console shows named accounts beside the platforms' own", async () => {
  const accounts = (platform: string): { name: string; settings: Record<string, string> }[] =>
    platform === "unstructured" ? [{ name: "e/u <b>", settings: {} }] : [];
  const console = await startTestConsole({ accounts });
  try {
    const visitor = await visit(console);
    const config = { remote_url: "s3://bucket/", anonymous: true };
    await console.ask("unstructured.e/u <b>", "POST", "/api/v1/sources/", {
      name: "there",
      type: "s3",
      config,
    });
    const { text } = await visitor.get("/");
    expect([...text.matchAll(/<h2 dir="auto">(.*?)<\/h2>/g)].map(([, title]) => title)).toEqual([
      "Unstructured",
      "Unstructured, account e/u &#60;b&#62;",
      "AI Squared",
      "Airweave",
    ]);
    const [path = ""] = await objectPaths(visitor);
    expect(path).toMatch(/^\/objects\/unstructured\.e%2Fu%20%3Cb%3E\/sources\//);
    expect((await visitor.get(path)).text).toContain("s3://bucket/");
    expect((await visitor.post(`${path}/delete`)).text).toContain("Deleted on the platform");
    expect(await objectPaths(visitor)).toEqual([]);
  } finally {
    await console.stop();
  }
});
