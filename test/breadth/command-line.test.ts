import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { StackConfigFile } from "../../sandbox/src/engine/stack/stack-config";
import { makeProject, repository, type TestProject } from "../harness";
import { lightSdk } from "../harness/sdk";
import { startAnsweringServer, type AnsweringServer, type Answered } from "../harness/answering-server";
import { once } from "node:events";

const cli = join(repository, "sandbox", "dist", "cli.js");

/** Runs the command line in its own process, for what can go wrong around an operation. */
describe("the sandbox's command line", () => {
  let project: TestProject;
  let platform: AnsweringServer;
  /** Resolves when the first request arrives, which waits for `respond`. */
  let requested: Promise<void>;
  /** Resolves when the client has closed that connection. */
  let dropped: Promise<void>;
  let respond: (answered: Answered) => void;

  beforeEach(async () => {
    project = makeProject();
    let sawRequest: () => void;
    requested = new Promise((resolve) => (sawRequest = resolve));
    const answered = new Promise<Answered>((resolve) => (respond = resolve));
    platform = await startAnsweringServer((_asked, whenDropped) => {
      dropped = whenDropped;
      sawRequest();
      return answered;
    });
  });
  afterEach(async () => {
    await platform.stop();
    project.remove();
  });

  const source =
    'new unstructured.Source("s", { type: "s3", config: { remote_url: "s3://b/", anonymous: true } });';
  const created = { status: 200, body: { id: "id-1", name: "s", type: "s3" } };

  /** Starts a new process group, as a shell does. */
  function start(...args: readonly string[]): ChildProcess {
    const { PULUMI_CONFIG_PASSPHRASE: _passphrase, ...inherited } = process.env;
    const env = { ...inherited, ...lightSdk };
    return spawn(process.execPath, [cli, ...args, "--cwd", project.folder], { detached: true, env });
  }

  async function run(...args: readonly string[]): Promise<{ code: unknown; output: string }> {
    const child = start(...args);
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (data: Buffer) => (output += data.toString()));
    const [code] = (await once(child, "close")) as unknown[];
    return { code, output };
  }

  const upOnPlatform = (): ChildProcess => start("up", "--skip-preview", ...address());
  const address = (): string[] => [
    ...["-c", `unstructured:apiUrl=${platform.url}`],
    ...["-c", "unstructured:apiKey=any"],
  ];
  const state = (): string =>
    JSON.stringify(
      JSON.parse(readFileSync(join(project.folder, ".sandbox", "stacks", "dev.json"), "utf8")),
      null,
      1,
    );
  const interrupt = (child: ChildProcess, signal: NodeJS.Signals): void => {
    process.kill(-(child.pid ?? 0), signal);
  };

  it("finishes running steps on Ctrl-C to the whole process group, and says that it was canceled", async () => {
    project.program(source);
    const child = upOnPlatform();
    let output = "";
    child.stdout?.on("data", (data: Buffer) => {
      output += data.toString();
    });
    await requested;
    interrupt(child, "SIGINT");
    respond(created);
    const [code] = (await once(child, "close")) as unknown[];
    expect(code).toBe(1);
    expect(output).toContain("update canceled");
    expect(state()).toContain('"id": "id-1"');
    expect(state()).not.toContain('pending_operations": [\n');
  });

  it("ends its child processes when it is killed, and reports the pending operation next time", async () => {
    project.program(source);
    const child = upOnPlatform();
    await requested;
    child.kill("SIGKILL");
    // The provider host, which sent the request, is gone.
    await dropped;
    respond(created);
    const { output } = await run("preview");
    expect(output).not.toContain("in use");
    expect(state()).toContain('"type": "creating"');
    expect(await run("refresh", "--clear-pending-creates")).toMatchObject({ code: 0 });
    expect(state()).not.toContain("pending_operations");
  });

  it("continues when its output is closed", async () => {
    project.program(source);
    respond(created);
    const child = upOnPlatform();
    child.stdout?.destroy();
    const [code] = (await once(child, "close")) as unknown[];
    expect(code).toBe(0);
    expect(state()).toContain('"id": "id-1"');
  });

  it("lets one process at a time use the platforms' data", async () => {
    project.program(source);
    const child = upOnPlatform();
    await requested;
    const second = await run("up", "-s", "other", "--skip-preview");
    expect(second.code).toBe(1);
    expect(second.output).toMatch(/^error: the platforms are in use by process \d+: wait until it has ended/);
    expect((await run("reset")).code).toBe(1);
    respond(created);
    const [code] = (await once(child, "close")) as unknown[];
    expect(code).toBe(0);
  });

  it("never deploys to another machine", async () => {
    project.program(source);
    const { code, output } = await run("up", "-c", "unstructured:apiUrl=https://platform.unstructuredapp.io");
    expect(code).toBe(1);
    expect(output).toBe(
      "error: stack config unstructured:apiUrl leads to platform.unstructuredapp.io: the sandbox never deploys to another machine; remove the setting, or deploy this stack with the pulumi CLI\n",
    );
  });

  it("starts a platform for each account in the stack config, with the key from there", async () => {
    project.program(
      ["", ", { account: 'eu' }", ", { account: 'us' }"]
        .map((options, index) => source.replace('"s"', `"s${index}"`).replace(" });", ` }${options});`))
        .join("\n"),
    );
    const file = StackConfigFile.open(project.folder, "dev", "test", "sandbox");
    file.set("unstructured:accounts.eu.apiKey", "key-of-eu", { path: true, secret: true });
    file.set("unstructured:accounts.us.timeout", "60", { path: true, secret: false });
    file.save();
    const log = join(project.folder, "requests.jsonl");
    expect(await run("up", "--skip-preview", "--log", log)).toMatchObject({ code: 0 });
    expect(readFileSync(log, "utf8").match(/"POST"/g)).toHaveLength(3);
    for (const [account, name] of [
      ["unstructured", "s0"],
      ["unstructured.eu", "s1"],
      ["unstructured.us", "s2"],
    ]) {
      const data = readFileSync(join(project.folder, ".sandbox", "platforms", `${account}.json`), "utf8");
      expect([...data.matchAll(/"name": "(.*)"/g)].map(([, each]) => each)).toEqual([name]);
    }
    // It also works for someone who cannot decrypt the key.
    const theirs = join(project.folder, "Pulumi.theirs.yaml");
    writeFileSync(theirs, readFileSync(file.path, "utf8").replace(/v1:.*/, "v1:a:b"));
    const up = ["up", "--skip-preview", "--without-accounts", "-s", "theirs"];
    expect(await run(...up)).toMatchObject({ code: 0, output: expect.stringContaining("+ 4 created") });
    const elsewhere = "unstructured:accounts.us.apiUrl";
    file.set(elsewhere, "https://us.example.com", { path: true, secret: false });
    file.save();
    const { code, output } = await run("up");
    expect([code, output]).toEqual([
      1,
      expect.stringContaining(`stack config ${elsewhere} leads to us.example.com`),
    ]);
  });

  it("creates no config for a stack that it only reads", async () => {
    project.program("");
    expect(await run("preview", "-s", "typo")).toMatchObject({ code: 0 });
    expect(existsSync(join(project.folder, "Pulumi.typo.yaml"))).toBe(false);
  });

  it("does not show a secret nested in a config value", async () => {
    const file = StackConfigFile.open(project.folder, "dev", "test", "sandbox");
    file.set("nested", "PLANTEDnested7", { secret: true });
    file.save();
    const text = readFileSync(file.path, "utf8");
    const accounts = "test:accounts:\n    eu:\n      key:\n        secure";
    writeFileSync(file.path, text.replace(/test:nested:\n {4}secure/, accounts));
    project.program('console.log("key", config.requireObject("accounts").eu.key);');
    const { code, output } = await run("preview");
    expect(code).toBe(0);
    expect(output).toContain("key [secret]");
    expect(output).not.toContain("PLANTED");
  });

  it("runs the first program of README with the key that README sets, with quoted values, and no change afterwards", async () => {
    const readme = readFileSync(join(repository, "README.md"), "utf8");
    const [, program = ""] = /## Write a program\n\n```ts\n([^]*?)```/.exec(readme) ?? [];
    expect(program).toContain("recursive: true");
    const javaScript = program
      .replace(/^import .*$|^const config = .*$/gm, "")
      .replace("export const ", "exports.")
      .replace("recursive: true", 'recursive: "True"');
    project.program(`${javaScript}
      new unstructured.Source("events", {
        type: "kafka-cloud",
        config: { bootstrap_server: "h.example", port: "9092.0", topic: "t", kafka_api_key: "k", secret: "s" },
      });
      new aisquared.Connector("hook", {
        connectorType: "destination",
        connectorName: "Http",
        configuration: { destination_url: "https://hooks.example.com/" },
      });`);
    for (const stack of ["dev", "other"]) {
      const file = StackConfigFile.open(project.folder, stack, "test", "sandbox");
      file.set("unstructured:apiKey", `key-of-${stack}\n`, { secret: true });
      file.set("aisquared:token", "a-real-token", { secret: true });
      file.set("aisquared:workspaceId", "42", { secret: false });
      file.set("invoices", "s3://invoices/", { secret: false });
      for (const name of ["accessKeyId", "secretAccessKey"]) file.set(name, "not-real", { secret: true });
      file.save();
    }
    const { code, output } = await run("up", "--skip-preview");
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining("+ 4 created") });
    expect(output).toContain(
      "note: the sandbox's own platforms accept unstructured:apiKey, aisquared:token of the stack config; nothing is sent to the vendors",
    );
    expect(output).not.toMatch(/key-of-dev|a-real-token/);
    expect(await run("preview", "--refresh", "--expect-no-changes")).toMatchObject({ code: 0 });
    // Another stack of the program: only the name without the stack in it is taken.
    const other = await run("up", "--skip-preview", "-s", "other");
    expect(other.code).toBe(1);
    expect(other.output).toContain("+ 3 created");
    expect(other.output).toMatch(
      /The platform has a connector of that name \((\d+)\): set another, such as name: `hook-\$\{pulumi\.getStack\(\)\}`, .* `adopt: "\1"`/,
    );
  });

  it("does not apply the quickstart's config to other projects", async () => {
    project.program("");
    const script = join(repository, "scripts", "start.mjs");
    const child = spawn(process.execPath, [script, "preview", "-C", project.folder], { stdio: "ignore" });
    const [code] = (await once(child, "close")) as unknown[];
    expect(code).toBe(0);
    expect(existsSync(join(project.folder, "Pulumi.dev.yaml"))).toBe(false);
    rmSync(join(project.folder, ".sandbox"), { recursive: true });
  });
});
