import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { z } from "zod";
import { repository, startTestPlatform, type TestPlatform } from "../harness";

/**
 * Runs the vendor's official SDK against the sandbox. Only the Python SDK has sources, destinations and workflows; the one for Node
 * (unstructured-client, up to 0.31.0) has only the partition endpoint, another API. So the requests of the Python SDK are replayed from a
 * recording, and the SDK itself runs where it is installed (`pip install unstructured-client`).
 */
const python = process.env.PYTHON ?? "python3";
const hasSdk = spawnSync(python, ["-c", "import unstructured_client"]).status === 0;

/** What the SDK's models require of a response. */
const connector = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  config: z.record(z.string(), z.unknown()),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime().nullable(),
});
const check = z.object({
  id: z.string(),
  status: z.enum(["SCHEDULED", "SUCCESS", "FAILURE"]),
  reason: z.string().nullable(),
  created_at: z.iso.datetime(),
  reported_at: z.iso.datetime().nullable(),
});
const node = z.object({
  id: z.string().nullish(),
  name: z.string(),
  type: z.string(),
  subtype: z.string(),
  settings: z.record(z.string(), z.unknown()).nullish(),
});
const workflow = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(["active", "inactive"]),
  sources: z.array(z.string()),
  destinations: z.array(z.string()),
  workflow_nodes: z.array(node),
  workflow_type: z.enum(["basic", "advanced", "platinum", "custom"]).nullish(),
  schedule: z.object({ crontab_entries: z.array(z.object({ cron_expression: z.string() })) }).nullish(),
  reprocess_all: z.boolean().optional(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime().nullish(),
});
const job = z.object({
  id: z.string(),
  workflow_id: z.string(),
  workflow_name: z.string(),
  status: z.enum(["SCHEDULED", "IN_PROGRESS", "COMPLETED", "STOPPED", "FAILED"]),
  job_type: z.enum(["ephemeral", "persistent", "scheduled", "template"]).optional(),
  created_at: z.iso.datetime(),
  runtime: z.string().nullish(),
  input_file_ids: z.array(z.string()).nullish(),
  output_node_files: z.array(z.record(z.string(), z.string())).nullish(),
});
const details = z.object({
  id: z.string(),
  processing_status: z.enum([
    ...["SCHEDULED", "IN_PROGRESS", "SUCCESS", "COMPLETED_WITH_ERRORS", "STOPPED", "FAILED"],
  ] as const),
  message: z.string().nullish(),
  node_stats: z.array(
    z.object({
      node_name: z.string().nullish(),
      node_type: z.string().nullish(),
      node_subtype: z.string().nullish(),
      ready: z.int(),
      in_progress: z.int(),
      success: z.int(),
      failure: z.int(),
    }),
  ),
});
const failedFiles = z.object({
  failed_files: z.array(z.object({ document: z.string(), error: z.string() })),
});
const template = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  version: z.string(),
  last_updated: z.string(),
});

/** The model of the response to a request, by its method and its path. The first that matches counts. */
const models: readonly (readonly [request: RegExp, model: z.ZodType])[] = [
  [/^DELETE|\/cancel$/, z.unknown()],
  [/\/run$/, job],
  [/\/details$/, details],
  [/\/failed-files$/, failedFiles],
  [/^GET .*\/jobs\/\?/, z.array(job)],
  [/\/jobs\//, job],
  [/\/templates\/$/, z.array(template)],
  [/\/templates\//, template.extend({ nodes: z.array(node.extend({ id: z.string() })) })],
  [/\/workflows\/\?/, z.array(workflow)],
  [/\/workflows\//, workflow],
  [/\/(sources|destinations)\//, connector],
];

const recording = z.object({
  requests: z.array(
    z.object({
      method: z.string(),
      path: z.string(),
      headers: z.record(z.string(), z.string()),
      body: z.unknown().optional(),
      form: z.array(z.object({ name: z.string(), filename: z.string(), text: z.string() })).optional(),
      status: z.number(),
      as: z.string().optional(),
    }),
  ),
});

/** Runs a script that uses the SDK; resolves with what it prints. */
async function exercised(script: string, { env }: TestPlatform): Promise<unknown> {
  const child = spawn(python, [join(__dirname, "python-sdk", script)], { env: { ...process.env, ...env } });
  let output = "";
  child.stdout.on("data", (data: Buffer) => (output += data.toString()));
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect(code).toBe(0);
  return JSON.parse(output);
}

describe("the vendor's official SDK", () => {
  let platform: TestPlatform;

  beforeEach(async () => {
    platform = await startTestPlatform();
  });
  afterEach(() => platform.stop());

  it("gets responses that its models accept for every recorded request", async () => {
    const path = join(repository, "test", "fixtures", "unstructured-python-sdk-0.46.4.json");
    const { requests } = recording.parse(JSON.parse(readFileSync(path, "utf8")));
    expect(requests).toHaveLength(18);
    let id = "";
    for (const request of requests) {
      const response = await fetch(platform.url + request.path.replace("{id}", id), {
        method: request.method,
        headers: { ...request.headers, "unstructured-api-key": platform.apiKey },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      });
      expect({ ...request, status: response.status }).toEqual(request);
      const body: unknown = await response.json();
      if (response.status >= 400) expect(body).toHaveProperty("detail");
      else if (request.path.endsWith("connection-check")) check.parse(body);
      else if (request.path.includes("?")) z.array(connector).parse(body);
      else if (request.method !== "DELETE") ({ id } = connector.parse(body));
    }
  });

  it("gets responses that its models accept for every recorded request on workflows and jobs", async () => {
    const path = join(repository, "test", "fixtures", "unstructured-python-sdk-0.46.4-workflows.json");
    const { requests } = recording.parse(JSON.parse(readFileSync(path, "utf8")));
    expect(requests).toHaveLength(22);
    const ids = new Map<string, string>();
    const filled = (text: string): string =>
      text.replace(/\{(\w+)\}/g, (all, name: string) => ids.get(name) ?? all);
    for (const request of requests) {
      const form = new FormData();
      for (const { name, filename, text } of request.form ?? [])
        form.append(name, new Blob([text]), filename);
      const json = request.body === undefined ? undefined : filled(JSON.stringify(request.body));
      const body = request.form === undefined ? json : form;
      const response = await fetch(platform.url + filled(request.path), {
        method: request.method,
        headers: { ...request.headers, "unstructured-api-key": platform.apiKey },
        ...(body === undefined ? {} : { body }),
      });
      expect({ ...request, status: response.status }).toEqual(request);
      const received: unknown = await response.json();
      const [, model] = models.find(([pattern]) => pattern.test(`${request.method} ${request.path}`)) ?? [];
      if (response.status >= 400) expect(received).toHaveProperty("detail");
      else expect(() => model?.parse(received)).not.toThrow();
      if (request.as !== undefined) ids.set(request.as, (received as { readonly id: string }).id);
    }
    expect([...ids.keys()]).toEqual([
      ...["source", "destination", "workflow", "job", "stopped", "local", "uploaded"],
    ]);
  });

  (hasSdk ? it : it.skip)("works unmodified on workflows and jobs (requires the same)", async () => {
    const { source, destination, ...result } = (await exercised("exercise_workflows.py", platform)) as Record<
      string,
      unknown
    >;
    const cron = (cron_expression: string): object => ({ crontab_entries: [{ cron_expression }] });
    const created = { sources: [source], destinations: [destination], schedule: cron("0 0 * * 0") };
    const updated = { name: "Renamed", schedule: cron("0 0 * * *"), reprocess_all: true };
    expect(result).toMatchObject({
      created: { ...created, name: "From the SDK", status: "active", workflow_nodes: [{ subtype: "vlm" }] },
      read: created,
      updated,
      listed: [updated],
      statuses: ["SCHEDULED", "IN_PROGRESS", "COMPLETED"],
      details: { processing_status: "SUCCESS" },
      failed: { failed_files: [] },
      jobs: [{ status: "COMPLETED", workflow_name: "Renamed" }],
      stopped: "STOPPED",
      deleted: [expect.any(String)],
      gone: 404,
      uploaded: { status: "SCHEDULED", input_file_ids: [expect.any(String)] },
      template: { id: "hi_res_partition", nodes: [{ type: "partition" }] },
    });
  });

  (hasSdk ? it : it.skip)("works unmodified (requires Python with unstructured-client)", async () => {
    const output = await exercised("exercise.py", platform);
    const masked = { key: "**********", secret: "**********", remote_url: "s3://my-new-bucket/input/" };
    const expected = {
      created: { name: "From the SDK", config: { secret: "wJalrXUtnFEMI" }, updated_at: null },
      updated: { config: { secret: "wJalrXUtnFEMI", remote_url: "s3://my-new-bucket/input/" } },
      read: { config: masked },
      listed: [{ config: masked }],
      checks: ["SCHEDULED", "SUCCESS"],
      gone: 404,
      malformed: 422,
    };
    expect(output).toMatchObject({ source: expected, destination: expected });
  });
});
