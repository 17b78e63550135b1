import { expect, it } from "@jest/globals";
import { describeOnEngines, type World } from "../harness";

const [good, bad] = ["example.com", "wrong.invalid"] as const;
const nodes = '[{ name: "Partitioner", type: "partition", subtype: "vlm", settings: {} }]';
const program = (host: string, options: string, more = ""): string => `
  const source = new unstructured.Source("in", { type: "s3", config: { remote_url: "s3://b/", anonymous: true, endpoint_url: "https://${host}" } });
  new unstructured.Workflow("invoices", { sourceId: source.id, workflowType: "custom", workflowNodes: ${nodes}${more} }, { run: "onChange", ${options} });`;
const finished = 'waitFor: "finished"';
const secret = "PLANTED-trigger";

describeOnEngines("runs", (world) => {
  const take = (): string[] =>
    world()
      .platform.takeWrites()
      .map((line) => line.replace(/^(\w+) \/api\/v1\//, "$1 ").replace(/[0-9a-f-]{36}/, "ID"));
  const lastRun = async (): Promise<unknown> => (await world().stack.resources()).invoices?.outputs?.lastRun;

  it("follow a create, which a preview says", async () => {
    const { project, stack } = world();
    project.program(program(good, finished));
    const preview = await stack.preview();
    expect(preview).toMatchObject({ succeeded: true });
    expect(preview.output).toContain('unstructured.Workflow "invoices": a run starts once it is created');
    expect(take()).toEqual([]);
    expect(await stack.up()).toMatchObject({ succeeded: true });
    expect(take()).toEqual(["POST sources/", "POST workflows/", "POST workflows/ID/run"]);
    expect(await lastRun()).toMatchObject({ status: "succeeded", reason: null, failedFiles: 0 });
  });

  it("do not follow an up without a change, nor a refresh, nor triggers that are given first", async () => {
    const { project, stack } = world();
    expect(await stack.up({ refresh: true })).toMatchObject({ succeeded: true, changes: { same: 3 } });
    project.program(program(good, `${finished}, triggers: [pulumi.secret("${secret}-1")]`));
    expect(await stack.up()).toMatchObject({ succeeded: true });
    expect(take()).toEqual([]);
  });

  it("are all that changed triggers send, of which the state has no value", async () => {
    const { project, stack } = world();
    project.program(program(good, `triggers: [pulumi.secret("${secret}-2")]`));
    const { output } = await stack.preview();
    expect(output).toContain('unstructured.Workflow "invoices": a run starts, for its triggers have changed');
    expect(take()).toEqual([]);
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { update: 1, same: 2 } });
    expect(take()).toEqual(["POST workflows/ID/run"]);
    expect(JSON.stringify(await stack.resources())).not.toContain(secret);
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 3 } });
    expect(take()).toEqual([]);
  });

  it("that fail leave the update, and are made once more by the next up, then no more", async () => {
    const { project, stack } = world();
    // The source changes, and the workflow does not.
    project.program(program(bad, `${finished}, triggers: ["${bad}"]`));
    const { succeeded, output } = await stack.up();
    expect(succeeded).toBe(false);
    expect(output).toMatch(
      /unstructured\.Workflow "invoices": run failed: the run [\w-]+ failed \(could not connect to wrong\.invalid; files that failed: 3\)/,
    );
    expect(take()).toEqual(["PUT sources/ID", "POST workflows/ID/run"]);
    expect(await lastRun()).toMatchObject({ status: "failed", failedFiles: 3 });
    expect(await stack.up()).toMatchObject({ succeeded: false });
    expect(take()).toEqual(["POST workflows/ID/run"]);
    expect(await stack.up()).toMatchObject({ succeeded: true });
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 3 } });
    expect(take()).toEqual([]);
  });

  it("are started once although the response is lost", async () => {
    const { platform, project, stack } = world();
    project.program(program(good, `triggers: ["${good}"]`));
    platform.setFaults([{ fault: { kind: "cut", when: "after" }, method: "POST", path: /\/run$/ }]);
    expect(await stack.up()).toMatchObject({ succeeded: true });
    expect(take()).toEqual(["PUT sources/ID", "POST workflows/ID/run"]);
    platform.setFaults();
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 3 } });
    expect(take()).toEqual([]);
  });
});

/** The requests that change something, without those to log in. */
const writesOf = (world: World): string[] =>
  world.platform
    .takeWrites()
    .map((line) => line.replace("/api/v1/", "/").replace(/[0-9a-f-]{36}|\b\d+\b/, "ID"));
const outputOf = async ({ stack }: World, name: string): Promise<unknown> =>
  (await stack.resources())[name]?.outputs?.lastRun;

describeOnEngines(
  "runs of AI Squared",
  (world) => {
    const database = (host: string): string => `{
      credentials: { auth_type: "username/password", username: "loader", password: "PLANTEDfirst7" },
      host: "${host}", port: "5432", database: "shop", schema: "public" }`;
    const pipeline = (mode: string, from: string = good): string => `
      const warehouse = new aisquared.Connector("warehouse", {
        connectorType: "source", connectorName: "Postgresql",
        configuration: { data_type: "structured", ...${database(from)} },
      });
      const crm = new aisquared.Connector("crm", {
        connectorType: "destination", connectorName: "Postgresql", configuration: ${database("db.example.com")},
      });
      const orders = new aisquared.Model("orders", {
        connectorId: warehouse.id, queryType: "raw_sql", query: "select id from orders", primaryKey: "id",
      });
      new aisquared.Sync("nightly", {
        sourceId: warehouse.id, modelId: orders.id, destinationId: crm.id, streamName: "orders",
        syncMode: "${mode}", scheduleType: "manual",
        configuration: [{ from: "id", to: "id", mapping_type: "standard" }],
      }, { run: "onChange", triggers: ["${from}"], waitFor: "finished" });`;

    it("of a manual sync follow its create and its changes, to the end", async () => {
      const { project, stack, platform } = world();
      project.program(pipeline("full_refresh"));
      const preview = await stack.preview();
      expect(preview.output).toContain("aisquared.Sync: a run starts once it is created");
      expect(platform.take()).toEqual([]);
      expect(await stack.up()).toMatchObject({ succeeded: true });
      expect(writesOf(world()).slice(-2)).toEqual(["POST /syncs", "POST /schedule_syncs"]);
      expect(await outputOf(world(), "nightly")).toMatchObject({ id: "1", status: "succeeded" });
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 5 } });
      expect(writesOf(world())).toEqual([]);
      project.program(pipeline("incremental"));
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { update: 1, same: 4 } });
      expect(writesOf(world())).toEqual(["PUT /syncs/ID", "POST /schedule_syncs"]);
      expect(await outputOf(world(), "nightly")).toMatchObject({ id: "2", status: "succeeded" });
    });

    it("of a sync that somebody has disabled fail with a sentence, and follow the refresh", async () => {
      const { project, stack, platform } = world();
      expect(await platform.ask("PATCH", "/api/v1/syncs/1/enable", { enable: false })).toMatchObject({
        status: 200,
      });
      project.program(pipeline("incremental", bad));
      const { succeeded, output } = await stack.up();
      expect(succeeded).toBe(false);
      expect(output).toContain("run failed: the sync is disabled. The sync has changed on the platform;");
      expect(output).not.toContain("424");
      platform.takeWrites();
      const refreshed = await stack.up({ refresh: true });
      expect(refreshed.succeeded).toBe(false);
      expect(refreshed.output).toMatch(/run failed: the run 3 failed \(.*wrong\.invalid/);
      expect(writesOf(world())).toEqual(["PATCH /syncs/ID/enable", "POST /schedule_syncs"]);
      expect(await outputOf(world(), "nightly")).toMatchObject({ id: "3", status: "failed" });
    });
  },
  { platform: "aisquared" },
);

describeOnEngines(
  "runs of Airweave",
  (world) => {
    const connection = (version: number, description: string): string => `
      const docs = new airweave.Collection("docs", { readableId: "docs" });
      new airweave.SourceConnection("payments", {
        shortName: "stripe", readableCollectionId: docs.readableId, description: "${description}",
        authentication: { credentials: { api_key: "sk_test_PLANTED0123456789" } }, syncImmediately: false,
      }, { run: "onChange", triggers: [${version}], waitFor: "finished" });`;

    it("of a source connection follow its create, its changes and its triggers, to the end", async () => {
      const { project, stack } = world();
      project.program(connection(1, "first"));
      expect(await stack.up()).toMatchObject({ succeeded: true });
      expect(writesOf(world()).slice(-2)).toEqual([
        "POST /source-connections",
        "POST /source-connections/ID/run",
      ]);
      const first = (await outputOf(world(), "payments")) as { id: string };
      expect(first).toMatchObject({ status: "succeeded" });
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 3 } });
      expect(writesOf(world())).toEqual([]);
      project.program(connection(1, "second"));
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { update: 1, same: 2 } });
      expect(writesOf(world())).toEqual(["PATCH /source-connections/ID", "POST /source-connections/ID/run"]);
      project.program(connection(2, "second"));
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { update: 1, same: 2 } });
      expect(writesOf(world())).toEqual(["POST /source-connections/ID/run"]);
      const last = (await outputOf(world(), "payments")) as { id: string };
      expect(last).toMatchObject({ status: "succeeded" });
      expect(last.id).not.toBe(first.id);
      expect(await stack.stateText()).not.toContain("PLANTED");
    });
  },
  { platform: "airweave" },
);
