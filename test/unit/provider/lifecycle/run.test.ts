import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { kinds } from "../../../../provider/src/kinds";
import { unknownValue } from "../../../../provider/src/values/unknowns";
import { startAnsweringServer, type Answered, type AnsweringServer } from "../../../harness/answering-server";
import {
  clock,
  registered,
  rejection,
  said,
  sourceConnectionVerbs,
  type Fields,
  type Verbs,
} from "../../../harness/verbs";
import { airweaveSettings, stripe } from "../platforms/airweave/connections";

const id = "11111111-1111-4111-8111-111111111111";
const path = `source-connections/${id}`;
const secret = "PLANTED-trigger";
const now = (): string => new Date(clock.now()).toISOString().replace("Z", "000");
const withRun = (options: Fields, inputs: Fields = stripe): Fields => ({ ...inputs, __options: options });
const onChange = withRun({ run: "onChange" });
const finished = withRun({ run: "onChange", waitFor: "finished" });
const changed = (inputs: Fields): Fields => ({ ...inputs, description: "of the shop" });

interface StoredJob {
  id: string;
  status: string;
  error?: string;
  entities_failed?: number;
  started_at?: string | null;
}

it.each(kinds.map((definition) => [definition.kind, definition] as const))(
  "%s has the output of a run exactly if it can be run",
  (_kind, { runs, outputs }) => {
    expect(outputs.includes("lastRun")).toBe(runs !== undefined);
  },
);

describe("a run", () => {
  let server: AnsweringServer;
  let verbs: Verbs;
  let object: Fields;
  /** The newest first. */
  let jobs: StoredJob[];
  /** Called before each response about jobs. */
  let onList: () => void;
  let onStart: () => Answered | undefined;
  let onPatch: () => Answered | undefined;

  const startJob = (status = "pending"): StoredJob => {
    const job: StoredJob = { id: `job-${jobs.length + 1}`, status, started_at: null };
    jobs.unshift(job);
    return job;
  };
  const end = (status: string, more: Partial<StoredJob> = {}): void => {
    for (const job of jobs)
      if (["pending", "running"].includes(job.status))
        Object.assign(job, { status, started_at: now(), ...more });
  };
  const shownJob = ({ ...job }: StoredJob): Fields => ({ source_connection_id: id, ...job });

  beforeEach(async () => {
    jobs = [];
    object = {
      ...{ id, name: "payments", short_name: "stripe", readable_collection_id: "docs", description: null },
      ...{ config: {}, schedule: null, status: "active", organization_id: "o", sync_id: "s", auth: {} },
      ...{ created_at: now(), modified_at: now() },
    };
    onList = () => end("completed");
    onStart = () => undefined;
    onPatch = () => undefined;
    server = await startAnsweringServer(({ method, path: to, body }) => {
      const asked = to.slice(1);
      if (asked.startsWith(`${path}/jobs`)) {
        onList();
        return { status: 200, body: jobs.map(shownJob) };
      }
      if (asked === `${path}/run`) {
        const answered = onStart();
        if (answered !== undefined) return answered;
        const busy = jobs.find(({ status }) => ["pending", "running"].includes(status));
        if (busy !== undefined)
          return { status: 400, body: { detail: `Cannot start new sync: already ${busy.status}` } };
        return { status: 200, body: shownJob(startJob()) };
      }
      if (method === "PATCH") {
        const refused = onPatch();
        if (refused !== undefined) return refused;
        object = { ...object, ...(body as Fields), modified_at: now() };
      }
      return { status: 200, body: object };
    });
    verbs = sourceConnectionVerbs({ ...airweaveSettings(server), "airweave:timeout": "60" });
    said.length = 0;
  });
  afterEach(() => server.stop());

  const take = (): string[] =>
    server.asked.splice(0).map(({ method, path: to }) => `${method} ${to.slice(1).replace(path, "it")}`);
  const starts = (): number => take().filter((line) => line === "POST it/run").length;
  const list = "GET it/jobs?limit=20";
  const created = async (inputs: Fields): Promise<Fields> => {
    const { inputs: checked } = await verbs.check({}, inputs);
    const { outs } = await verbs.create(checked);
    take();
    said.length = 0;
    return outs;
  };
  /** Checks, compares and updates as an engine does. */
  const up = async (outs: Fields, inputs: Fields): Promise<Fields> => {
    const { inputs: checked } = await verbs.check(outs, inputs);
    const { changes } = await verbs.diff(id, outs, checked);
    return changes ? (await verbs.update(id, outs, checked)).outs : outs;
  };
  const failedUp = async (outs: Fields, inputs: Fields): Promise<Error & Fields> =>
    await rejection(up(outs, inputs));

  it("follows a create, and is an output", async () => {
    const { inputs } = await verbs.check({}, onChange);
    const { outs } = await verbs.create(inputs);
    expect(take()).toEqual(["POST source-connections", list, "POST it/run"]);
    expect(outs.lastRun).toEqual({
      ...{ id: "job-1", status: "scheduled", reason: null, failedFiles: null, startedAt: null },
    });
    expect(outs).not.toHaveProperty("__runDue");
    expect(said).toEqual(['airweave.SourceConnection "payments": a run starts once it is created']);
  });

  it("is waited for until it has ended, with finished", async () => {
    let looks = 0;
    onList = () => {
      if (++looks > 3) end("completed", { entities_failed: 2 });
    };
    const { outs } = await verbs.create(finished);
    expect(take()).toEqual(["POST source-connections", list, "POST it/run", list, list, list]);
    expect(outs.lastRun).toMatchObject({ id: "job-1", status: "succeeded", failedFiles: 2 });
    expect(said).toEqual([
      'airweave.SourceConnection "payments": the run job-1 has ended (files that failed: 2)',
    ]);
  });

  it("is not made without the option, with never, or of an update with onCreate", async () => {
    for (const options of [undefined, { run: "never", triggers: ["a"] }, { run: "onCreate" }]) {
      object = { ...object, description: null };
      const inputs = { ...stripe, ...(options && { __options: options }) };
      const outs = await created(inputs);
      const updated = await up(outs, changed(inputs));
      expect(take()).toEqual(["PATCH it"]);
      expect(updated.lastRun).toEqual(options?.run === "onCreate" ? outs.lastRun : null);
    }
    expect(said).toEqual([]);
  });

  it("that the platform has started because of the create counts", async () => {
    startJob();
    onList = () => undefined;
    const { outs } = await verbs.create(onChange);
    expect(take()).toEqual(["POST source-connections", list]);
    expect(outs.lastRun).toMatchObject({ id: "job-1", status: "scheduled" });
  });

  it("follows an update that sends something, once, and no other", async () => {
    let outs = await created(onChange);
    expect(await registered(verbs, id, outs, onChange)).toMatchObject({ changes: false });
    outs = await up(outs, changed(onChange));
    expect(take()).toEqual([list, "PATCH it", "POST it/run"]);
    expect(outs.lastRun).toMatchObject({ id: "job-2" });
    expect(said).toEqual(['airweave.SourceConnection "payments": a run starts once it is updated']);
  });

  it("is not made when the option is turned on, which the state notes, nor when triggers are given first", async () => {
    let outs = await created(stripe);
    outs = await up(outs, onChange);
    outs = await up(outs, withRun({ run: "onChange", triggers: [1] }));
    expect(take()).toEqual([]);
    expect(said).toEqual([]);
    outs = await up(outs, withRun({ run: "onChange", triggers: [2] }));
    expect(take()).toEqual([list, "POST it/run"]);
    expect(outs.lastRun).toMatchObject({ id: "job-1" });
  });

  it("is made when triggers change, of which the state has a hash only", async () => {
    const triggered = (...triggers: unknown[]): Fields => withRun({ run: "onChange", triggers });
    let outs = await created(triggered(secret, { a: 1, b: 2 }));
    expect(JSON.stringify(outs)).not.toContain(secret);
    expect((outs.__options as Fields).triggers).toMatch(/^triggers\.[\w-]{43}$/);
    expect(await registered(verbs, id, outs, triggered(secret, { b: 2, a: 1 }))).toMatchObject({
      changes: false,
    });
    outs = await up(outs, triggered(secret, { a: 1, b: 3 }));
    expect(take()).toEqual([list, "POST it/run"]);
    expect(said).toEqual([
      'airweave.SourceConnection "payments": a run starts, for its triggers have changed',
    ]);
    said.length = 0;
    expect(await registered(verbs, id, outs, triggered(unknownValue))).toMatchObject({ changes: true });
    expect(said).toEqual([
      'airweave.SourceConnection "payments": a run starts if its triggers change, which are not known yet',
    ]);
    expect(take()).toEqual([]);
  });

  it("that fails leaves the update, is started once more by the next up, and then no more", async () => {
    onList = () =>
      end("failed", {
        error: `the key ${stripe.authentication.credentials.api_key} is wrong`,
        entities_failed: 3,
      });
    const outs = await created(withRun({ run: "onChange" }));
    const first = await failedUp(outs, changed(finished));
    expect(first.message).toBe(
      'airweave.SourceConnection "payments": run failed: the run job-2 failed (the key [secret] is wrong; files that failed: 3). The source connection is as the program says; the next `pulumi up` runs it once more',
    );
    expect(first).toMatchObject({ code: "PC_RUN_FAILED", id });
    expect(first.properties).toMatchObject({
      description: "of the shop",
      lastRun: { id: "job-2", status: "failed", failedFiles: 3 },
    });
    expect(take()).toEqual([list, "PATCH it", "POST it/run", list]);
    const second = await failedUp(first.properties as Fields, changed(finished));
    expect(take()).toEqual([list, "POST it/run", list]);
    expect(second.message).toContain("this was the second attempt: the next one comes with the next change");
    const kept = second.properties as Fields;
    expect(kept).not.toHaveProperty("__runDue");
    expect(await registered(verbs, id, kept, changed(finished))).toMatchObject({ changes: false });
    // The engine asks for an update after a failure.
    const { outs: third } = await verbs.update(id, kept, changed(finished));
    expect(take()).toEqual([]);
    expect(third.lastRun).toMatchObject({ id: "job-3", status: "failed" });
  });

  it("that the platform refuses leaves the update, and is started by the next up", async () => {
    const outs = await created(onChange);
    onStart = () => ({ status: 409, body: { detail: "Cannot trigger sync: sync is SyncStatus.PAUSED" } });
    const error = await failedUp(outs, changed(onChange));
    expect(error.message).toContain("(Cannot trigger sync: sync is SyncStatus.PAUSED)");
    expect(error.message).toContain(
      "The source connection is as the program says; the next `pulumi up` starts the run",
    );
    expect(error.properties).toMatchObject({ description: "of the shop", __runDue: {} });
    take();
    onStart = () => undefined;
    const next = await up(error.properties as Fields, changed(onChange));
    expect(take()).toEqual([list, "POST it/run"]);
    expect(next).toMatchObject({ lastRun: { id: "job-2" } });
    expect(next).not.toHaveProperty("__runDue");
  });

  it("is started again after a 429, which starts nothing", async () => {
    const outs = await created(onChange);
    const left: Answered[] = [{ status: 429, body: { detail: "slow down" } }];
    onStart = () => left.shift();
    expect((await up(outs, changed(onChange))).lastRun).toMatchObject({ id: "job-2" });
    expect(starts()).toBe(2);
    expect(jobs).toHaveLength(2);
  });

  it.each([
    ["a broken connection", (): Answered => "break"],
    ["a 504", (): Answered => ({ status: 504, body: { detail: "Request timeout after 60 seconds" } })],
    ["a 500", (): Answered => ({ status: 500, body: { detail: "Internal Server Error" } })],
  ])("of which %s hides the start is found, and not started twice", async (_end, lost) => {
    const outs = await created(onChange);
    onStart = () => {
      startJob();
      return lost();
    };
    expect((await up(outs, changed(onChange))).lastRun).toMatchObject({ id: "job-2", status: "succeeded" });
    expect(starts()).toBe(1);
  });

  it("that may still appear is looked for by the next up before another one is started", async () => {
    const outs = await created(onChange);
    onStart = () => "break";
    const error = await failedUp(outs, changed(onChange));
    expect(error).toMatchObject({ code: "PC_INDETERMINATE_RUN" });
    expect(error.message).toContain("the next `pulumi up` looks for it before it starts another one");
    expect(error.properties).toMatchObject({ __runDue: { after: "job-1" } });
    expect(starts()).toBe(1);
    onStart = () => undefined;
    startJob();
    const found = await up(error.properties as Fields, changed(onChange));
    expect(found).toMatchObject({ lastRun: { id: "job-2" } });
    expect(starts()).toBe(0);
    jobs.shift();
    const anew = await up(error.properties as Fields, changed(onChange));
    expect(anew).toMatchObject({ lastRun: { id: "job-2" } });
    expect(starts()).toBe(1);
  });

  it("that has not ended by the time limit is waited for by the next up", async () => {
    const outs = await created(onChange);
    onList = () => undefined;
    end("completed");
    const error = await failedUp(outs, changed(finished));
    expect(error).toMatchObject({ code: "PC_RUN_UNFINISHED" });
    expect(error.message).toContain(
      "the end of the run job-2 is not known: it had not ended by the time limit of 60 s",
    );
    expect(error.properties).toMatchObject({
      __runDue: { job: "job-2" },
      lastRun: { id: "job-2", status: "scheduled" },
    });
    expect(starts()).toBe(1);
    expect(said.some((line) => line.includes("waiting for the run job-2 (scheduled)"))).toBe(true);
    onList = () => end("completed");
    const next = await up(error.properties as Fields, changed(finished));
    expect(next).toMatchObject({ lastRun: { id: "job-2", status: "succeeded" } });
    expect(starts()).toBe(0);
  });

  it("that an operation started which was killed is joined", async () => {
    const outs = await created(onChange);
    onList = () => undefined;
    end("completed");
    // The killed operation had sent the change and started the run.
    object = { ...object, description: "of the shop" };
    startJob("running");
    const next = await up(outs, changed(onChange));
    expect(next.lastRun).toMatchObject({ id: "job-2", status: "running" });
    expect(starts()).toBe(0);
    expect(said).toContain(
      'airweave.SourceConnection "payments": joins the run job-2, which is in progress already',
    );
  });

  it("waits for one that began before the change, and then starts", async () => {
    const outs = await created(onChange);
    onList = () => undefined;
    end("completed");
    startJob("running");
    let looks = 0;
    onList = () => {
      if (++looks > 4) end("completed");
    };
    const next = await up(outs, changed(onChange));
    expect(next.lastRun).toMatchObject({ id: "job-3" });
    expect(starts()).toBe(1);
  });

  it("that began between the change and the start is joined", async () => {
    const outs = await created(onChange);
    onStart = () => {
      startJob("running");
      onList = () => undefined;
      return undefined;
    };
    const next = await up(outs, changed(onChange));
    expect(next.lastRun).toMatchObject({ id: "job-2", status: "running" });
    expect(jobs).toHaveLength(2);
  });

  it("is due after a write of which a part failed", async () => {
    const outs = await created(onChange);
    onPatch = () => "break";
    const error = await failedUp(outs, changed(onChange));
    expect(error).toMatchObject({ code: "PC_INDETERMINATE_UPDATE" });
    expect(starts()).toBe(0);
    onPatch = () => undefined;
    const next = await up(error.properties as Fields, changed(onChange));
    expect(starts()).toBe(1);
    expect(next).not.toHaveProperty("__runDue");
  });

  it("is not made of a connection that waits for its login, and a line says so", async () => {
    object = { ...object, status: "pending_auth" };
    const { outs } = await verbs.create(onChange);
    expect(take()).toEqual(["POST source-connections"]);
    expect(outs.lastRun).toBeNull();
    expect(said.at(-1)).toBe(
      'airweave.SourceConnection "payments": no run is started: the connection waits for its login in the browser; Airweave syncs it after that',
    );
  });

  it("is made of one that waited for its login when the state was written, and does no more", async () => {
    const triggered = (value: number): Fields => withRun({ run: "onChange", triggers: [value] });
    object = { ...object, status: "pending_auth" };
    const outs = await created(triggered(1));
    const waiting = await up(outs, triggered(2));
    expect(take()).toEqual(["GET it"]);
    expect(waiting.lastRun).toBeNull();
    object = { ...object, status: "active" };
    const next = await up(waiting, triggered(3));
    expect(take()).toEqual(["GET it", list, "POST it/run"]);
    expect(next.lastRun).toMatchObject({ id: "job-1" });
  });

  it("is refused of a source that is never synced, and wrong options are named", async () => {
    const slack = { name: "chat", shortName: "slack", readableCollectionId: "docs" };
    const problems = async (inputs: Fields): Promise<string[]> =>
      (await verbs.check({}, inputs)).failures.map(({ reason }) => reason);
    expect((await problems(withRun({ run: "onChange" }, slack))).join()).toContain(
      "options.run: slack is searched directly and never synced; remove it",
    );
    expect((await problems(withRun({ run: "always", waitFor: "ever", triggers: 1 }))).length).toBe(3);
  });
});
