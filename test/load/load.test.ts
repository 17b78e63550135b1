import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, it } from "@jest/globals";
import { embeddedEngine, makeProject, repository, startTestPlatform } from "../harness";
import { testPassphrase } from "../harness/engine";
import { MemoryWatch } from "./memory";

const count = Number(process.env.LOAD ?? 2000);
/** How long the platform is down, in milliseconds: the rest gets through only by retries. */
const down = 5_000;
/** Seconds that an operation of a resource may take. */
const timeout = "30";
/** The most creates at once. */
const parallel = 16;
/** The limit for the peak memory in the second half of the requests, relative to the first. */
const growth = 1.3;

it(`creates ${count} resources, 16 at a time, across a restart of the platform and with one more up, in constant memory`, async () => {
  const platform = await startTestPlatform();
  const project = makeProject();
  try {
    const stack = await embeddedEngine(project, platform.env);
    await stack.configure({
      "unstructured:apiUrl": platform.url,
      "unstructured:apiKey": platform.apiKey,
      "unstructured:timeout": timeout,
    });
    project.program(`
      for (let i = 0; i < ${count}; i++) {
        const config = { remote_url: "s3://bucket/" + i + "/", key: "AKIA" + i, secret: "secret-" + i };
        new unstructured.Source("source-" + i, { type: "s3", config });
      }`);
    platform.setFaults([
      { fault: { kind: "down", milliseconds: down }, method: "POST", nth: Math.ceil(count / 2) },
    ]);

    const began = performance.now();
    const cli = join(repository, "sandbox", "dist", "cli.js");
    const args = ["up", "--yes", "--skip-preview", "--parallel", String(parallel), "-C", project.folder];
    const engine = spawn(process.execPath, [cli, ...args], {
      env: { ...process.env, PULUMI_CONFIG_PASSPHRASE: testPassphrase },
      stdio: ["ignore", "ignore", "inherit"],
    });
    const memory = new MemoryWatch(Number(engine.pid), () => platform.log.length >= count / 2);
    const [code] = (await once(engine, "close")) as [number | null];
    const { firstHalf, whole } = memory.stop();
    const seconds = (performance.now() - began) / 1000;
    process.stdout.write(`\nMB in the first half of the requests, and in all of them:\n`);
    for (const name of ["engine", "host", "program"] as const) {
      process.stdout.write(`${name.padEnd(8)} ${firstHalf[name].toFixed(0)}, ${whole[name].toFixed(0)}\n`);
    }
    process.stdout.write(`${count} resources in ${seconds.toFixed(0)} s, ${platform.log.length} requests\n`);
    // A create whose connection broke is not sent again in this operation.
    expect(code).not.toBe(0);
    platform.setFaults();
    const { succeeded, changes } = await stack.up();
    expect(succeeded).toBe(true);
    expect(changes.replace ?? 0).toBeGreaterThan(0);
    expect(changes.replace ?? 0).toBeLessThanOrEqual(parallel);

    const { body } = await platform.ask("GET", "/api/v1/sources/");
    const names = (body as { name: string }[]).map(({ name }) => name);
    expect(names.sort()).toEqual(Array.from({ length: count }, (_, index) => `source-${index}`).sort());
    platform.take();
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: count + 1 } });
    expect(platform.take()).toEqual([]);
    for (const name of ["engine", "host"] as const) {
      expect(whole[name]).toBeLessThanOrEqual(growth * firstHalf[name]);
    }
  } finally {
    await platform.stop();
    project.remove();
  }
}, 1_800_000);
