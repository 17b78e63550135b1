import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { TestPlatform } from "./platform";
import { repository } from "./project";

/**
 * The official SDK of Unstructured, live or as recorded. Only the Python SDK has sources, destinations and workflows; the one for Node
 * (unstructured-client, up to 0.31.0) has only the partition endpoint, another API. So the requests of the Python SDK are replayed from a
 * recording, and the SDK itself runs where it is installed (`pip install unstructured-client`).
 */
const python = process.env.PYTHON ?? "python3";
/** Whether the SDK is installed. */
export const hasUnstructuredSdk = spawnSync(python, ["-c", "import unstructured_client"]).status === 0;

/** What the SDK's models require of a response. */
export const connector = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  config: z.record(z.string(), z.unknown()),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime().nullable(),
});
export const check = z.object({
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

/** @throws ZodError if the SDK would refuse a response. */
export function parseAsSdk(method: string, path: string, body: unknown): unknown {
  const [, model = z.never()] = models.find(([pattern]) => pattern.test(`${method} ${path}`)) ?? [];
  return model.parse(body);
}

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

/** A request that the SDK has sent. `{name}` stands for the id in the response to the earlier request that is recorded `as` the name. */
export type RecordedSdkRequest = z.infer<typeof recording>["requests"][number];

/** @param about What the requests are about: `workflows`. Default: sources and destinations. */
export function recordedSdkRequests(about?: "workflows"): readonly RecordedSdkRequest[] {
  const name = ["unstructured-python-sdk-0.46.4", ...(about === undefined ? [] : [about])].join("-");
  const text = readFileSync(join(repository, "test", "fixtures", `${name}.json`), "utf8");
  return recording.parse(JSON.parse(text)).requests;
}

/** Sends a recorded request. @param ids What the names in it stand for; an id in the response is added. */
export async function replaySdkRequest(
  { url, apiKey }: TestPlatform,
  { method, path, headers, body, form, as }: RecordedSdkRequest,
  ids: Map<string, string>,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const filled = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (all, name: string) => ids.get(name) ?? all);
  const files = new FormData();
  for (const { name, filename, text } of form ?? []) files.append(name, new Blob([text]), filename);
  const json = body === undefined ? undefined : filled(JSON.stringify(body));
  const sent = form === undefined ? json : files;
  const response = await fetch(url + filled(path), {
    method,
    headers: { ...headers, "unstructured-api-key": apiKey },
    ...(sent === undefined ? {} : { body: sent }),
  });
  const received: unknown = await response.json();
  if (as !== undefined) ids.set(as, (received as { readonly id: string }).id);
  return { status: response.status, body: received };
}

/**
 * Runs a script of `test/contract/python-sdk`; resolves with what it prints.
 *
 * @throws Error with its messages if it fails: the SDK refuses a response that is not as its models.
 */
export async function runWithSdk(
  script: string,
  { env }: TestPlatform,
  ...args: readonly string[]
): Promise<unknown> {
  const path = join(repository, "test", "contract", "python-sdk", script);
  const child = spawn(python, [path, ...args], { env: { ...process.env, ...env } });
  let [output, errors] = ["", ""];
  child.stdout.on("data", (data: Buffer) => (output += data.toString()));
  child.stderr.on("data", (data: Buffer) => (errors += data.toString()));
  const code = await new Promise((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(errors);
  return JSON.parse(output);
}
