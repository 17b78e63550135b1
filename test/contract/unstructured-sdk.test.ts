import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { z } from "zod";
import { repository, startTestPlatform, type TestPlatform } from "../harness";

/**
 * Runs the vendor's official SDK against the sandbox. Only the Python SDK has sources and destinations; the one for Node
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
const recording = z.object({
  requests: z.array(
    z.object({
      method: z.string(),
      path: z.string(),
      headers: z.record(z.string(), z.string()),
      body: z.unknown().optional(),
      status: z.number(),
    }),
  ),
});

describe("the vendor's official SDK", () => {
  let platform: TestPlatform;

  beforeAll(async () => {
    platform = await startTestPlatform();
  });
  afterAll(() => platform.stop());

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

  (hasSdk ? it : it.skip)("works unmodified (requires Python with unstructured-client)", async () => {
    const child = spawn(python, [join(__dirname, "python-sdk", "exercise.py")], {
      env: { ...process.env, ...platform.env },
    });
    let output = "";
    child.stdout.on("data", (data: Buffer) => (output += data.toString()));
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code).toBe(0);
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
    expect(JSON.parse(output)).toMatchObject({ source: expected, destination: expected });
  });
});
