import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { startTestPlatform, type TestPlatform } from "../../../../harness";

/** Checks the jobs of the Unstructured platform against docs/contracts/unstructured.md, sections 2, 3 and 6. */
let platform: TestPlatform;
let time: number;

interface Shown {
  readonly id: string;
}

beforeEach(async () => {
  time = Date.UTC(2026, 0, 1);
  platform = await startTestPlatform({ now: () => time });
});
afterEach(() => platform.stop());

const body = async (method: "GET" | "POST" | "DELETE", path: string, sent?: object): Promise<unknown> =>
  (await platform.ask(method, path, sent)).body;

async function connector(kind: string, more: object = {}): Promise<string> {
  const config = { remote_url: "s3://bucket/", anonymous: true, ...more };
  return ((await body("POST", `/api/v1/${kind}/`, { name: "Some", type: "s3", config })) as Shown).id;
}

const node = { name: "Partitioner", type: "partition", subtype: "vlm" };

async function workflow(sourceConfig: object = {}, destinationConfig: object = {}): Promise<string> {
  const made = await body("POST", "/api/v1/workflows/", {
    ...{ name: "Nightly", workflow_type: "custom", workflow_nodes: [node] },
    source_id: await connector("sources", sourceConfig),
    destination_id: await connector("destinations", destinationConfig),
  });
  return (made as Shown).id;
}

async function run(id: string): Promise<string> {
  const started = await platform.ask("POST", `/api/v1/workflows/${id}/run`);
  expect(started).toMatchObject({ status: 202, body: { status: "SCHEDULED", workflow_id: id } });
  return (started.body as Shown).id;
}

const job = (id: string, part = ""): Promise<unknown> => body("GET", `/api/v1/jobs/${id}${part}`);
const statuses = async (id: string, looks: number): Promise<unknown[]> => {
  const seen: unknown[] = [];
  for (let look = 0; look < looks; look++) seen.push(((await job(id)) as { status: unknown }).status);
  return seen;
};

/** Sends a form with files, as browsers and the SDK do. */
async function upload(path: string, files: readonly string[], data?: object): Promise<unknown> {
  const form = new FormData();
  if (data !== undefined) form.append("request_data", JSON.stringify(data));
  for (const name of files) form.append("input_files", new Blob(["a\r\n\r\nb"]), name);
  const headers = { "unstructured-api-key": platform.apiKey };
  const response = await fetch(platform.url + path, { method: "POST", headers, body: form });
  return { status: response.status, body: await response.json() };
}

describe("jobs", () => {
  it("are scheduled, then in progress, then completed", async () => {
    const id = await run(await workflow());
    expect(await job(id)).toEqual({
      id,
      workflow_id: expect.any(String),
      workflow_name: "Nightly",
      job_type: "persistent",
      status: "IN_PROGRESS",
      created_at: "2026-01-01T00:00:00.000Z",
      runtime: null,
      input_file_ids: null,
      output_node_files: null,
    });
    time += 2500;
    expect(await job(id)).toMatchObject({ status: "COMPLETED", runtime: "PT2.5S" });
    time += 2500;
    expect(await job(id)).toMatchObject({ status: "COMPLETED", runtime: "PT2.5S" });
    expect(await job(id, "/failed-files")).toEqual({ failed_files: [] });
    expect(await job(id, "/details")).toEqual({
      ...{ id, processing_status: "SUCCESS", message: null },
      node_stats: [
        {
          ...{ node_name: "Partitioner", node_type: "partition", node_subtype: "vlm" },
          ...{ ready: 0, in_progress: 0, success: 3, failure: 0 },
        },
      ],
    });
  });

  it("progress when they are listed or their details are read, too", async () => {
    const id = await run(await workflow());
    expect(await body("GET", "/api/v1/jobs/")).toMatchObject([{ id, status: "IN_PROGRESS" }]);
    expect(await job(id, "/details")).toMatchObject({ processing_status: "SUCCESS" });
  });

  it.each([
    ["source", { endpoint_url: "https://s3.invalid" }, {}],
    ["destination", {}, { endpoint_url: "https://s3.invalid" }],
  ])("fail with every file when the %s cannot be reached", async (_role, source, destination) => {
    const id = await run(await workflow(source, destination));
    expect(await statuses(id, 3)).toEqual(["IN_PROGRESS", "FAILED", "FAILED"]);
    const error = "could not connect to s3.invalid";
    expect(await job(id, "/failed-files")).toEqual({
      failed_files: ["report.pdf", "minutes.docx", "scan.png"].map((document) => ({ document, error })),
    });
    expect(await job(id, "/details")).toMatchObject({
      ...{ processing_status: "FAILED", message: error },
      node_stats: [{ success: 0, failure: 3 }],
    });
  });

  it("complete with errors when a document cannot be read", async () => {
    const id = await run(await workflow({ remote_url: "s3://bucket/unreadable/" }));
    expect(await statuses(id, 2)).toEqual(["IN_PROGRESS", "COMPLETED"]);
    expect(await job(id, "/details")).toMatchObject({
      ...{ processing_status: "COMPLETED_WITH_ERRORS", message: "1 of 3 files failed" },
      node_stats: [{ success: 2, failure: 1 }],
    });
    expect(await job(id, "/failed-files")).toEqual({
      failed_files: [{ document: "scan.png", error: "the file is damaged" }],
    });
  });

  it("stay in progress when a system never responds, until they are cancelled", async () => {
    const id = await run(await workflow({ endpoint_url: "http://192.0.2.7:9000" }));
    expect(await statuses(id, 4)).toEqual(Array(4).fill("IN_PROGRESS"));
    const path = `/api/v1/jobs/${id}/cancel`;
    expect(await platform.ask("POST", path)).toEqual({
      status: 200,
      body: { id, status: "cancelled", message: "Job successfully cancelled." },
    });
    expect(await statuses(id, 2)).toEqual(["STOPPED", "STOPPED"]);
    expect(await platform.ask("POST", path)).toMatchObject({ status: 400 });
  });

  it("fail when a connector of the workflow is deleted", async () => {
    const id = await workflow();
    const [source] = ((await body("GET", `/api/v1/workflows/${id}`)) as { sources: string[] }).sources;
    const started = await run(id);
    await body("DELETE", `/api/v1/sources/${source}`);
    expect(await statuses(started, 2)).toEqual(["IN_PROGRESS", "FAILED"]);
    const message = `Source with id ${source} not found`;
    expect(await job(started, "/details")).toMatchObject({ processing_status: "FAILED", message });
    expect(await job(started, "/failed-files")).toEqual({ failed_files: [] });
  });

  it("are listed by workflow and status, the latest first, also those of a deleted workflow", async () => {
    const [one, other] = [await workflow(), await workflow()];
    const jobs = [await run(one), await run(one), await run(other)];
    await body("DELETE", `/api/v1/workflows/${one}`);
    const ids = async (query: string): Promise<unknown> =>
      ((await body("GET", `/api/v1/jobs/${query}`)) as Shown[]).map(({ id }) => id);
    expect(await ids(`?workflow_id=${one}&status=in%20progress`)).toEqual([jobs[1], jobs[0]]);
    expect(await ids("?status=scheduled")).toEqual([]);
    expect(await ids("?status=COMPLETED")).toEqual(jobs.toReversed());
    expect(await ids("")).toEqual(jobs.toReversed());
    expect(await platform.ask("GET", "/api/v1/jobs/?workflow_id=mine")).toMatchObject({ status: 422 });
  });

  it("are 404 by an unknown id, 422 by a malformed one", async () => {
    const missing = "00000000-0000-4000-8000-000000000000";
    for (const part of ["", "/details", "/failed-files", "/download"]) {
      const path = `/api/v1/jobs/${missing}${part}`;
      expect(await platform.ask("GET", path)).toEqual({ status: 404, body: { detail: "Job not found" } });
    }
    expect(await platform.ask("GET", "/api/v1/jobs/mine")).toMatchObject({
      body: { detail: [{ loc: ["path", "job_id"] }] },
    });
  });
});

describe("jobs with uploaded files", () => {
  it("run a workflow without a source, and give what came of each file", async () => {
    const local = { name: "Local", workflow_type: "custom", workflow_nodes: [node] };
    const { id } = (await body("POST", "/api/v1/workflows/", local)) as Shown;
    const path = `/api/v1/workflows/${id}/run`;
    const refused = { status: 422, body: { detail: [{ loc: ["body", "input_files"] }] } };
    expect(await platform.ask("POST", path)).toMatchObject(refused);
    expect(await platform.ask("POST", path, {})).toMatchObject(refused);
    expect(await upload(path, [])).toMatchObject(refused);
    const started = (await upload(path, ["a.pdf", "Übersicht.pdf"])) as { body: Shown };
    expect(started).toMatchObject({ status: 202, body: { status: "SCHEDULED", output_node_files: null } });
    expect(platform.log.at(-1)).toMatchObject({ method: "POST", path, body: { parts: "[secret]" } });
    expect(await statuses(started.body.id, 2)).toEqual(["IN_PROGRESS", "COMPLETED"]);
    const done = (await job(started.body.id)) as { input_file_ids: string[]; output_node_files: unknown };
    expect(done.output_node_files).toEqual(
      done.input_file_ids.map((file_id) => ({
        ...{ file_id, node_id: expect.any(String), node_type: "partition", node_subtype: "vlm" },
      })),
    );
    const download = `/download?file_id=${done.input_file_ids[1]}`;
    expect(await job(started.body.id, download)).toMatchObject([{ text: "Übersicht.pdf" }]);
    const unknown = `/api/v1/jobs/${started.body.id}/download`;
    expect(await platform.ask("GET", unknown)).toMatchObject({ status: 422 });
    expect(await platform.ask("GET", `${unknown}?file_id=other`)).toMatchObject({ status: 404 });
  });

  it("run on demand, by a template or by nodes", async () => {
    const path = "/api/v1/jobs/";
    expect(await upload(path, ["a.pdf"], { template_id: "hi_res_partition" })).toMatchObject({
      status: 200,
      body: { job_type: "template", status: "SCHEDULED" },
    });
    const { body: started } = (await upload(path, ["a.pdf"], { job_nodes: [node] })) as { body: Shown };
    expect(started).toMatchObject({ job_type: "ephemeral" });
    expect(await statuses(started.id, 2)).toEqual(["IN_PROGRESS", "COMPLETED"]);
    for (const data of [{}, { template_id: "best" }, { job_nodes: [] }, { job_nodes: [{}] }, undefined]) {
      expect(await upload(path, ["a.pdf"], data)).toMatchObject({ status: 422 });
    }
    expect(await upload(path, [], { job_nodes: [node] })).toMatchObject({ status: 422 });
  });
});
