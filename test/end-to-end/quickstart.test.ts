import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { repository } from "../harness";
import { listensOnLoopbackOnly } from "../harness/listening";
import { lightSdk } from "../harness/sdk";

const secrets = [
  "AKIAIOSFODNN7EXAMPLE",
  "wJalrXUtnFEMI",
  "my-project",
  "not-a-real-password",
  "not-a-real-token",
];

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface LogLine {
  readonly platform: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
}

/** What `npm start` runs, on a copy of the project, so that the developer's own sandbox stays unchanged. */
describe("the quickstart", () => {
  let folder: string;
  let logs = 0;
  let starts = 0;

  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "quickstart-")));
    for (const path of ["Pulumi.yaml", "package.json", "examples/quickstart"]) {
      cpSync(join(repository, path), join(folder, path), { recursive: true });
    }
    symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function start(...args: readonly string[]): ChildProcess {
    const defaults = args[0] === "reset" ? [] : ["--defaults", "examples/quickstart/defaults.yaml"];
    const { PULUMI_CONFIG_PASSPHRASE: _passphrase, ...inherited } = process.env;
    // Only the first start uses the full SDK and the type check, for speed.
    const env = {
      ...inherited,
      ...(starts++ === 0 ? {} : { ...lightSdk, PULUMI_NODEJS_TRANSPILE_ONLY: "true" }),
    };
    return spawn(
      process.execPath,
      [join(repository, "sandbox", "dist", "cli.js"), ...args, "--cwd", folder, ...defaults],
      {
        env,
      },
    );
  }

  async function run(...args: readonly string[]): Promise<Run> {
    const child = start(...args);
    let [stdout, stderr] = ["", ""];
    child.stdout?.on("data", (data: Buffer) => (stdout += data.toString()));
    child.stderr?.on("data", (data: Buffer) => (stderr += data.toString()));
    const code = await new Promise<number>((resolve) => child.on("close", (status) => resolve(status ?? -1)));
    for (const secret of secrets) expect(stdout + stderr).not.toContain(secret);
    return { code, stdout, stderr };
  }

  /** Runs a command. @returns its output and the requests that it caused. */
  async function logged(...args: readonly string[]): Promise<Run & { readonly log: LogLine[] }> {
    const path = join(folder, `requests-${logs++}.jsonl`);
    const result = await run(...args, "--log", path);
    const text = readFileSync(path, "utf8");
    expect(statSync(path).mode & 0o077).toBe(0);
    for (const secret of secrets) expect(text).not.toContain(secret);
    return {
      ...result,
      log: text
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as LogLine),
    };
  }

  const requests = (log: readonly LogLine[]): string[] => log.map(({ method, path }) => `${method} ${path}`);
  /** The write requests, with placeholders for ids, sorted. */
  const writes = (log: readonly LogLine[]): string[] =>
    requests(log.filter(({ method, path }) => method !== "GET" && !path.endsWith("/login")))
      .map((line) => line.replace(/(s\/)[^/]+$/, "$1<id>"))
      .sort();
  const configText = (): string => readFileSync(join(folder, "Pulumi.dev.yaml"), "utf8");

  it("deploys on the first start, with one JSON document on stdout", async () => {
    const { code, stdout, log } = await logged("up", "--skip-preview", "--json");
    expect(code).toBe(0);
    const document = JSON.parse(stdout) as { changeSummary: unknown; steps: { op: string; urn: string }[] };
    expect(document.changeSummary).toEqual({ create: 6 });
    expect(document.steps.map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`).sort()).toEqual([
      "create destination",
      "create issues",
      "create quickstart-dev",
      "create source",
      "create support",
      "create warehouse",
    ]);
    expect(writes(log)).toEqual([
      "POST /api/v1/connectors",
      "POST /api/v1/destinations/",
      "POST /api/v1/sources/",
      "POST /collections",
      "POST /source-connections",
    ]);
    expect(log.filter(({ path }) => path === "/api/v1/login")).toHaveLength(1);
    expect(log.find(({ path }) => path === "/api/v1/sources/")).toEqual({
      platform: "unstructured",
      method: "POST",
      path: "/api/v1/sources/",
      status: 200,
      body: {
        name: "My S3 Source",
        type: "s3",
        config: {
          remote_url: "s3://my-bucket/input/",
          access_key_id: "[secret]",
          secret_access_key: "[secret]",
          recursive: true,
        },
      },
    });
  });

  it("creates its config from the defaults, secrets encrypted", () => {
    expect(configText()).toContain("quickstart:sourceName: My S3 Source");
    for (const secret of secrets) expect(configText()).not.toContain(secret);
    expect(readdirSync(join(folder, ".sandbox")).sort()).toEqual([".gitignore", "platforms", "stacks"]);
    const state = join(folder, ".sandbox", "stacks", "dev.json");
    expect(statSync(state).mode & 0o077).toBe(0);
    for (const secret of secrets) expect(readFileSync(state, "utf8")).not.toContain(secret);
  });

  it("sends nothing when nothing has changed", async () => {
    const { code, stdout, log } = await logged("up", "--skip-preview");
    expect(code).toBe(0);
    expect(stdout).toContain("6 unchanged");
    expect(stdout).toMatch(/sourceId +: "[0-9a-f-]{36}"/);
    expect(log).toEqual([]);
  });

  it("looks like its picture in the documentation", () => {
    const cli = join(repository, "provider", "dist", "command-line", "cli.js");
    const input = readFileSync(join(folder, ".sandbox", "stacks", "dev.json"));
    const { stdout } = spawnSync(process.execPath, [cli, "graph"], { input, encoding: "utf8" });
    const page = readFileSync(join(repository, "docs", "graph.md"), "utf8");
    expect(/```mermaid\n([^]*?)```/.exec(page)?.[1]).toBe(stdout);
  });

  it("renames with one PUT, and keeps the value in the stack's config", async () => {
    const { code, log } = await logged("up", "--skip-preview", "-c", "sourceName=My Updated S3 Source");
    expect(code).toBe(0);
    expect(requests(log)).toEqual([expect.stringMatching(/^PUT \/api\/v1\/sources\//)]);
    expect(configText()).toContain("quickstart:sourceName: My Updated S3 Source");
  });

  it("replaces the source for another type, and nothing else", async () => {
    const preview = await logged("preview", "-c", "sourceType=gcs");
    expect(preview.stdout).toContain("+-1 to replace");
    expect(preview.log).toEqual([]);
    const { code, log } = await logged("up", "--skip-preview");
    expect(code).toBe(0);
    expect(requests(log)).toEqual([
      "POST /api/v1/sources/",
      expect.stringMatching(/^DELETE \/api\/v1\/sources\//),
    ]);
  });

  it("says which types it supports", async () => {
    const { code, stdout, log } = await logged("up", "-c", "sourceType=nope");
    expect(code).toBe(1);
    expect(stdout).toContain("sourceType nope: expected one of s3, gcs");
    expect(log).toEqual([]);
    await run("config", "set", "sourceType", "gcs");
  });

  it("uses the platforms of a running `serve`, which other clients can use, too", async () => {
    const server = start("serve");
    let text = "";
    const env = await new Promise<Record<string, string>>((resolve) => {
      server.stdout?.on("data", (data: Buffer) => {
        text += data.toString();
        const lines = [...text.matchAll(/export (\w+)=(\S*)\n/g)];
        if (text.endsWith("\n\n") && lines.length > 0)
          resolve(
            Object.fromEntries(lines.map(([, name, value]) => [name, value])) as Record<string, string>,
          );
      });
    });
    const response = await fetch(`${env.UNSTRUCTURED_API_URL}/api/v1/sources/`, {
      headers: { "unstructured-api-key": String(env.UNSTRUCTURED_API_KEY) },
    });
    expect(await response.json()).toMatchObject([{ name: "My Updated S3 Source", type: "gcs" }]);
    const collections = await fetch(`${env.AIRWEAVE_API_URL}/collections`, {
      headers: { "x-api-key": String(env.AIRWEAVE_API_KEY) },
    });
    expect(await collections.json()).toMatchObject([
      { name: "support", source_connection_summaries: [{ short_name: "github" }] },
    ]);
    for (const name of ["UNSTRUCTURED", "AISQUARED", "AIRWEAVE"]) {
      const { port } = new URL(String(env[`${name}_API_URL`]));
      expect([name, await listensOnLoopbackOnly(Number(port))]).toEqual([name, true]);
    }
    const link = new URL(/http:\S+\?token=\S+/.exec(text)?.[0] ?? "");
    expect(await listensOnLoopbackOnly(Number(link.port))).toBe(true);
    const entered = await fetch(link, { redirect: "manual" });
    expect([entered.status, entered.headers.get("location")]).toEqual([303, "/"]);
    const cookie = entered.headers.get("set-cookie")?.split(";")[0] ?? "";
    expect(await (await fetch(link.origin, { headers: { cookie } })).text()).toContain(
      "My Updated S3 Source",
    );
    expect(await run("console")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`${link.origin}/?token=`),
    });
    const uninvited = await fetch(`${env.AIRWEAVE_API_URL}/collections`, {
      headers: { "x-api-key": "sandbox" },
    });
    expect(uninvited.status).toBe(403);
    expect((await run("up", "--skip-preview")).stdout).toContain("6 unchanged");
    const files = readdirSync(join(folder, ".sandbox"), { recursive: true, withFileTypes: true });
    for (const file of files.filter((each) => each.isFile() && each.name !== ".gitignore")) {
      const path = join(file.parentPath, file.name);
      expect([path, statSync(path).mode & 0o077]).toEqual([path, 0]);
    }
    for (const refused of [await run("serve"), await run("reset"), await run("up", "--keep-names")]) {
      expect(refused).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^error: `serve` \(process \d+\) runs the platforms: /),
      });
    }
    const ended = new Promise((resolve) => server.on("close", resolve));
    server.kill("SIGTERM");
    expect(await ended).toBe(0);
  });

  it("finds the same objects in another process", async () => {
    const { stdout, log } = await logged("refresh", "--skip-preview");
    expect(stdout).toContain("6 unchanged");
    expect(writes(log)).toEqual([]);
    expect([...new Set(log.map(({ platform }) => platform))].sort()).toEqual([
      "airweave",
      "aisquared",
      "unstructured",
    ]);
    expect(log.every(({ status }) => status === 200)).toBe(true);
  });

  it("destroys everything", async () => {
    const { code, log } = await logged("destroy", "--skip-preview");
    expect(code).toBe(0);
    expect(writes(log)).toEqual([
      "DELETE /api/v1/connectors/<id>",
      "DELETE /api/v1/destinations/<id>",
      "DELETE /api/v1/sources/<id>",
      "DELETE /collections/<id>",
      "DELETE /source-connections/<id>",
    ]);
    const deletions = requests(log).filter((line) => /^DELETE \/(coll|source-c)/.test(line));
    expect(deletions[0]).toMatch(/^DELETE \/source-connections\//);
    const data = readFileSync(join(folder, ".sandbox", "platforms", "unstructured.json"), "utf8");
    expect(JSON.parse(data)).toMatchObject({ sources: [], destinations: [] });
  });

  it("returns to the initial state on reset", async () => {
    expect((await run("reset")).code).toBe(0);
    expect(existsSync(join(folder, ".sandbox"))).toBe(false);
    expect(existsSync(join(folder, "Pulumi.dev.yaml"))).toBe(false);
  });

  it("creates nothing if the preview refuses one of the resources", async () => {
    const refused = await logged("up", "--json", "-c", "sourceName=");
    expect(refused).toMatchObject({ code: 1, log: [] });
    const message: unknown = expect.stringContaining("unstructured.Source: name: must not be empty");
    expect(JSON.parse(refused.stdout)).toMatchObject({ diagnostics: [{ severity: "error", message }] });
    await run("reset");
  });

  it("never removes a config that the sandbox did not create", async () => {
    await run("config", "set", "sourceName", "mine");
    cpSync(join(folder, "examples/quickstart/defaults.yaml"), join(folder, "Pulumi.prod.yaml"));
    await run("reset");
    expect(existsSync(join(folder, "Pulumi.prod.yaml"))).toBe(true);
  });

  it("uses the passphrase from the environment, and says if it is wrong", async () => {
    await run("config", "set", "sourceName", "mine");
    const before = process.env.PULUMI_CONFIG_PASSPHRASE_FILE;
    process.env.PULUMI_CONFIG_PASSPHRASE_FILE = join(folder, "package.json");
    const { code, stderr } = await run("preview");
    if (before === undefined) delete process.env.PULUMI_CONFIG_PASSPHRASE_FILE;
    else process.env.PULUMI_CONFIG_PASSPHRASE_FILE = before;
    expect(code).toBe(1);
    expect(stderr).toContain("incorrect passphrase: set PULUMI_CONFIG_PASSPHRASE");
  });

  it("reports invalid command lines", async () => {
    expect(await run("up", "-c", "novalue")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("expected key=value"),
    });
    expect(await run("up", "--stack", "../x")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`--stack "../x"`),
    });
    expect(await run("sideways")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("unknown command"),
    });
  });
});
