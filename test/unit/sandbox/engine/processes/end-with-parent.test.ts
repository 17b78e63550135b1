import { describe, expect, it } from "@jest/globals";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repository } from "../../../../harness";

const nodeProcess = join(repository, "sandbox", "dist", "engine", "processes", "node-process.js");

/** An engine with one child process, which connects to a server and then does something. */
const engine = (child: string, port: number): string => `
const { startNodeProcess } = require(${JSON.stringify(nodeProcess)});
startNodeProcess({
  script: ${JSON.stringify(child)},
  args: ["${port}"],
  folder: ${JSON.stringify(join(child, ".."))},
  env: {},
  onLine: () => {},
});`;

const afterConnecting = (action: string): string => `
require("node:net").connect(Number(process.argv[2]), "127.0.0.1", () => { ${action} });`;

describe("a child process of an engine that is killed", () => {
  it.each([
    ["is idle", ""],
    ["computes without end", "for (;;) {}"],
    ["waits for another thread", "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);"],
    ["ignores signals", `process.on("SIGINT", () => {}); process.on("SIGTERM", () => {});`],
    ["has closed its standard input", "process.stdin.destroy();"],
  ])("ends although it %s", async (_state, action) => {
    const folder = mkdtempSync(join(tmpdir(), "pulumi-connectors-parent-"));
    const server = createServer().listen(0, "127.0.0.1");
    try {
      await once(server, "listening");
      const child = join(folder, "child.js");
      writeFileSync(child, afterConnecting(action));
      const { port } = server.address() as AddressInfo;
      const parent = spawn(process.execPath, ["-e", engine(child, port)]);
      const [connection] = (await once(server, "connection")) as [Socket];
      connection.on("error", () => undefined).resume();
      const ended = once(connection, "close");
      parent.kill("SIGKILL");
      await ended;
      expect(connection.destroyed).toBe(true);
    } finally {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
