import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { z } from "zod";
import { startTestPlatform, type TestPlatform } from "../harness";
import {
  check,
  connector,
  hasUnstructuredSdk,
  parseAsSdk,
  recordedSdkRequests,
  replaySdkRequest,
  runWithSdk,
} from "../harness/unstructured-sdk";

/** Runs the vendor's official SDK, live or as recorded, against the sandbox's Unstructured platform. */
describe("the vendor's official SDK", () => {
  let platform: TestPlatform;

  beforeEach(async () => {
    platform = await startTestPlatform();
  });
  afterEach(() => platform.stop());

  it("gets responses that its models accept for every recorded request", async () => {
    const requests = recordedSdkRequests();
    expect(requests).toHaveLength(18);
    let id = "";
    for (const request of requests) {
      const { status, body } = await replaySdkRequest(platform, request, new Map([["id", id]]));
      expect({ ...request, status }).toEqual(request);
      if (status >= 400) expect(body).toHaveProperty("detail");
      else if (request.path.endsWith("connection-check")) check.parse(body);
      else if (request.path.includes("?")) z.array(connector).parse(body);
      else if (request.method !== "DELETE") ({ id } = connector.parse(body));
    }
  });

  it("gets responses that its models accept for every recorded request on workflows and jobs", async () => {
    const requests = recordedSdkRequests("workflows");
    expect(requests).toHaveLength(22);
    const ids = new Map<string, string>();
    for (const request of requests) {
      const { status, body } = await replaySdkRequest(platform, request, ids);
      expect({ ...request, status }).toEqual(request);
      if (status >= 400) expect(body).toHaveProperty("detail");
      else expect(() => parseAsSdk(request.method, request.path, body)).not.toThrow();
    }
    expect([...ids.keys()]).toEqual([
      ...["source", "destination", "workflow", "job", "stopped", "local", "uploaded"],
    ]);
  });

  (hasUnstructuredSdk ? it : it.skip)(
    "works unmodified on workflows and jobs (requires the same)",
    async () => {
      const { source, destination, ...result } = (await runWithSdk(
        "exercise_workflows.py",
        platform,
      )) as Record<string, unknown>;
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
    },
  );

  (hasUnstructuredSdk ? it : it.skip)(
    "works unmodified (requires Python with unstructured-client)",
    async () => {
      const output = await runWithSdk("exercise.py", platform);
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
    },
  );
});
