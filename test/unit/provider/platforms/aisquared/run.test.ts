import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { startTestPlatform, type TestPlatform } from "../../../../harness";
import { registered, rejection, said, verbsOfKind, type Fields, type Verbs } from "../../../../harness/verbs";
import { loginSettings, postgres } from "./connectors";

const onChange = { run: "onChange" };
const finished = { run: "onChange", waitFor: "finished" };

/** The run of a manual sync, with the server's own rules. Source: docs/contracts/aisquared.md, section 7. */
describe("the run of an AI Squared sync", () => {
  let platform: TestPlatform;
  let verbs: Verbs;
  let references: Fields;

  const sync = (options: Fields, more: Fields = {}): Fields => ({
    ...references,
    ...{ streamName: "orders", syncMode: "full_refresh", scheduleType: "manual" },
    configuration: [{ from: "id", to: "id", mapping_type: "standard" }],
    ...more,
    __options: options,
  });
  const changed = { syncMode: "incremental" };
  const kind = (name: string): Verbs => verbsOfKind(`aisquared.${name}`, loginSettings(platform));
  /** With a sync between a database and another one, neither of which need exist. */
  const start = async (sourceHost = "db.example.com", destinationHost = "db.example.com"): Promise<void> => {
    platform = await startTestPlatform({}, "aisquared");
    const { data_type: _type, ...others } = postgres.configuration;
    const from = { ...postgres, configuration: { ...postgres.configuration, host: sourceHost } };
    const sourceId = (await kind("Connector").create(from)).id;
    const to = { ...postgres, connectorType: "destination", configuration: others };
    const destinationId = (await kind("Connector").create(to)).id;
    const query = { name: "m", queryType: "raw_sql", query: "select 1", primaryKey: "id" };
    const modelId = (await kind("Model").create({ ...query, connectorId: sourceId })).id;
    references = { sourceId, destinationId, modelId };
    await platform.ask("GET", `/api/v1/connectors/${destinationId}/discover`);
    const elsewhere = { ...others, host: destinationHost };
    await platform.ask("PATCH", `/api/v1/connectors/${destinationId}`, {
      connector: { configuration: elsewhere },
    });
    verbs = kind("Sync");
    platform.take();
    said.length = 0;
  };
  const taken = (): string[] =>
    platform
      .take()
      .filter((line) => !/\/(login|workspaces|discover)$/.test(line))
      .map((line) => line.replace("/api/v1/", ""));
  const runs = async (id: string): Promise<{ id: string; attributes: Fields }[]> => {
    const { body } = await platform.ask("GET", `/api/v1/syncs/${id}/sync_runs`);
    return (body as { data: { id: string; attributes: Fields }[] }).data;
  };
  const enable = async (id: string, on: boolean): Promise<void> => {
    expect(await platform.ask("PATCH", `/api/v1/syncs/${id}/enable`, { enable: on })).toMatchObject({
      status: 200,
    });
  };
  /** Checks, compares and updates as an engine does. */
  const up = async (id: string, outs: Fields, inputs: Fields): Promise<Fields> => {
    const { inputs: checked } = await verbs.check(outs, inputs);
    const { changes } = await verbs.diff(id, outs, checked);
    return changes ? (await verbs.update(id, outs, checked)).outs : outs;
  };

  beforeEach(() => start());
  afterEach(() => platform.stop());

  it("is started with one request, and found in the list, for the response is but a message", async () => {
    const { id, outs } = await verbs.create(sync(onChange));
    expect(platform.requests.find(({ path }) => path.endsWith("/schedule_syncs"))?.body).toEqual({
      schedule_sync: { sync_id: Number(id) },
    });
    const list = `GET syncs/${id}/sync_runs`;
    expect(taken()).toEqual(["POST syncs", list, "POST schedule_syncs", list]);
    expect(outs.lastRun).toMatchObject({ id: "1", status: "running", reason: null });
    expect(await registered(verbs, id, outs, sync(onChange))).toMatchObject({ changes: false });
    expect(await runs(id)).toHaveLength(1);
  });

  it("that the scheduler does not create in time is looked for by the next up", async () => {
    const triggered = (value: number): Fields => sync({ run: "onChange", triggers: [value] });
    const { id, outs } = await verbs.create(triggered(1));
    await runs(id);
    const start = { schedule_sync: { sync_id: Number(id) } };
    const scheduled = { status: 200, body: { message: "Sync scheduled successfully" } };
    platform.setFaults([{ path: /schedule_syncs/, fault: { kind: "refusal", ...scheduled } }]);
    const error = await rejection(up(id, outs, triggered(2)));
    expect(error).toMatchObject({ code: "PC_INDETERMINATE_RUN", properties: { __runDue: { after: "1" } } });
    expect(error.message).toContain("run failed: the run that was started is not listed.");
    await platform.ask("POST", "/api/v1/schedule_syncs", start);
    await runs(id);
    await runs(id);
    taken();
    const next = await up(id, error.properties as Fields, triggered(2));
    expect(next.lastRun).toMatchObject({ id: "2", status: "succeeded" });
    expect(taken()).toEqual([`GET syncs/${id}/sync_runs`, `GET syncs/${id}/sync_runs`]);
  });

  it("follows an update, and is waited for", async () => {
    const { id, outs } = await verbs.create(sync(finished));
    expect(outs.lastRun).toMatchObject({ id: "1", status: "succeeded", failedFiles: 0 });
    taken();
    const next = await up(id, outs, sync(finished, changed));
    expect(next.lastRun).toMatchObject({ id: "2", status: "succeeded" });
    expect(taken().filter((line) => !line.startsWith("GET"))).toEqual([
      `PUT syncs/${id}`,
      "POST schedule_syncs",
    ]);
    expect((await runs(id)).map(({ attributes }) => attributes.status)).toEqual(["success", "success"]);
  });

  it("that fails has its reason and the number of rows, and comes once more", async () => {
    await platform.stop();
    await start("db.example.com", "wrong.invalid");
    const created = await rejection(verbs.create(sync(finished)));
    expect(created).toMatchObject({
      code: "PC_RUN_FAILED",
      properties: { lastRun: { id: "1", status: "failed", failedFiles: 3 } },
    });
    expect(created.message).toMatch(
      /run failed: the run 1 failed \(.*wrong\.invalid.*; files that failed: 3\)\. The sync exists; the next `pulumi up` runs it once more/,
    );
    const id = String(created.id);
    expect(await rejection(up(id, created.properties as Fields, sync(finished)))).toMatchObject({
      code: "PC_RUN_FAILED",
    });
    expect(await runs(id)).toHaveLength(2);
  });

  it("waits for one in progress, of which the server allows one at a time, and then starts", async () => {
    const { id, outs } = await verbs.create(sync({ run: "onChange", triggers: [1] }));
    await platform.ask("POST", "/api/v1/schedule_syncs", { schedule_sync: { sync_id: Number(id) } });
    await runs(id);
    const next = await up(id, outs, sync({ ...finished, triggers: [2] }));
    const all = await runs(id);
    expect(next.lastRun).toMatchObject({ id: all[0]?.id, status: "succeeded" });
  });

  it("is not started of a sync that the program disables, and a line says so", async () => {
    const { id, outs } = await verbs.create(sync(onChange, { enabled: false }));
    expect(outs).toMatchObject({ lastRun: null });
    expect(outs).not.toHaveProperty("__runDue");
    const next = await up(id, outs, sync(onChange, { ...changed, enabled: false }));
    expect(next.lastRun).toBeNull();
    expect(taken()).not.toContain("POST schedule_syncs");
    expect(said.at(-1)).toMatch(/: no run is started: the sync is disabled$/);
  });

  it("starts once the program enables the sync", async () => {
    const { id, outs } = await verbs.create(sync(onChange, { enabled: false }));
    const next = await up(id, outs, sync(onChange));
    expect(next.lastRun).toMatchObject({ id: "1" });
    expect(await runs(id)).toHaveLength(1);
  });

  it("of a sync that somebody has disabled fails with a sentence, and follows the refresh", async () => {
    const { id, outs } = await verbs.create(sync({ run: "onChange", triggers: [1] }));
    await runs(id);
    await enable(id, false);
    const triggered = sync({ run: "onChange", triggers: [2] });
    const error = await rejection(up(id, outs, triggered));
    expect(error).toMatchObject({ code: "PC_REFUSED", properties: { __runDue: {} } });
    expect(error.message).toMatch(
      /^aisquared\.Sync.*: run failed: the sync is disabled\. The sync has changed on the platform; run `pulumi up --refresh`, which starts the run once that is possible$/,
    );
    expect(error.message).not.toContain("424");
    const before = (await runs(id)).length;
    const { props = {} } = await verbs.read(id, error.properties as Fields);
    taken();
    const next = await up(id, props, triggered);
    expect(taken().filter((line) => !line.startsWith("GET"))).toEqual([
      `PATCH syncs/${id}/enable`,
      "POST schedule_syncs",
    ]);
    expect(await runs(id)).toHaveLength(before + 1);
    expect(next).not.toHaveProperty("__runDue");
  });

  it("of a sync that somebody has made a scheduled one repeats what the platform says", async () => {
    const { id, outs } = await verbs.create(sync({ run: "onChange", triggers: [1] }));
    await runs(id);
    const schedule = { schedule_type: "interval", sync_interval: 1, sync_interval_unit: "hours" };
    expect(await platform.ask("PUT", `/api/v1/syncs/${id}`, { sync: schedule })).toMatchObject({
      status: 200,
    });
    const error = await rejection(up(id, outs, sync({ run: "onChange", triggers: [2] })));
    expect(error.message).toContain("(Sync Schedule type should be manual)");
  });
});
