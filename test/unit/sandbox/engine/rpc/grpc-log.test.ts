import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { GetRootResourceRequest } from "@pulumi/pulumi/proto/engine_pb";
import { ResourceMonitorClient } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { ResourceInvokeRequest, SupportsFeatureRequest } from "@pulumi/pulumi/proto/resource_pb";
import { startEngineServer } from "../../../../../sandbox/src/engine/rpc/engine-server";
import { ResourceMonitor } from "../../../../../sandbox/src/engine/rpc/monitor";

const folder = mkdtempSync(join(tmpdir(), "pulumi-connectors-"));
const file = join(folder, "grpc.json");

beforeAll(() => {
  process.env.PULUMI_DEBUG_GRPC = file;
});
afterAll(() => {
  delete process.env.PULUMI_DEBUG_GRPC;
  rmSync(folder, { recursive: true });
});

/** Waits for the end of a call, successful or not. */
const ended = (start: (done: (error: ServiceError | null) => void) => unknown): Promise<void> =>
  new Promise((resolve) => start(() => resolve()));

it("calls of the monitor are logged as in the CLI, in a file that only its owner can read", async () => {
  const ignore = (): void => undefined;
  const server = await startEngineServer(ignore);
  const listener = { emit: ignore, finished: ignore, failed: ignore, log: ignore };
  const stack = { project: "p", stack: "s", config: {}, dryRun: false, parallel: 1 };
  server.serve(new ResourceMonitor({ ...stack, listener }));
  const monitor = new ResourceMonitorClient(server.address, credentials.createInsecure());
  const engine = new EngineClient(server.address, credentials.createInsecure());
  await ended((done) => monitor.supportsFeature(new SupportsFeatureRequest().setId("secrets"), done));
  await ended((done) => monitor.invoke(new ResourceInvokeRequest().setTok("a:b:c"), done));
  await ended((done) => engine.getRootResource(new GetRootResourceRequest(), done));
  monitor.close();
  engine.close();
  server.stop();

  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  const feature = {
    method: "/pulumirpc.ResourceMonitor/SupportsFeature",
    request: { id: "secrets" },
    metadata: { mode: "server" },
    timestamp: expect.stringMatching(/Z$/),
  };
  const invoke = { method: "/pulumirpc.ResourceMonitor/Invoke", request: { tok: "a:b:c" } };
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { ...feature, progress: "request_started" },
    {
      ...feature,
      response: { hasSupport: true },
      progress: "response_completed",
      duration: expect.any(Number),
    },
    expect.objectContaining({ ...invoke, progress: "request_started" }),
    expect.objectContaining({
      ...invoke,
      progress: "response_completed",
      errors: ["rpc error: code = Unavailable desc = resource monitor shut down"],
    }),
  ]);
  // Windows has no such permissions.
  if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o600);
});
