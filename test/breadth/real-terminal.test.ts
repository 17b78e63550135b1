import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { makeProject, repository, type TestProject } from "../harness";
import { startAnsweringServer, type AnsweringServer, type Answered } from "../harness/answering-server";
import { hasPseudoTerminal, startInTerminal, type PtyProcess } from "../harness/pty";
import { lightSdk } from "../harness/sdk";

const cli = join(repository, "sandbox", "dist", "cli.js");
const created = { status: 200, body: { id: "id-1", name: "s", type: "s3" } };

/** Runs the command line in a pseudo-terminal, as in the window of a user. Skipped without `script` of util-linux. */
(hasPseudoTerminal ? describe : describe.skip)("the sandbox on a real terminal", () => {
  let project: TestProject;
  let platform: AnsweringServer;
  /** Resolves when the first request arrives, which waits for `respond`. */
  let requested: Promise<void>;
  let respond: (answered: Answered) => void;

  beforeEach(async () => {
    project = makeProject();
    project.program(`
      new unstructured.Source("s", { type: "s3", config: { remote_url: "s3://b/", anonymous: true } });
    `);
    let sawRequest: () => void;
    requested = new Promise((resolve) => (sawRequest = resolve));
    const answered = new Promise<Answered>((resolve) => (respond = resolve));
    platform = await startAnsweringServer(() => {
      sawRequest();
      return answered;
    });
  });
  afterEach(async () => {
    respond(created);
    await platform.stop();
    project.remove();
  });

  /** The environment of a user, without what makes the output plain. */
  function environment(more: Readonly<Record<string, string>>): Record<string, string | undefined> {
    const { PULUMI_CONFIG_PASSPHRASE: _passphrase, CI: _ci, NO_COLOR: _noColor, ...inherited } = process.env;
    return { ...inherited, ...lightSdk, TERM: "xterm-256color", ...more };
  }

  const address = (): string[] => [
    ...["-c", `unstructured:apiUrl=${platform.url}`],
    ...["-c", "unstructured:apiKey=any"],
  ];

  function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): PtyProcess {
    const size = { columns: 80, rows: 24 };
    return startInTerminal([cli, ...args, ...address()], {
      ...size,
      folder: project.folder,
      env: environment(env),
    });
  }

  const state = (): string => readFileSync(join(project.folder, ".sandbox", "stacks", "dev.json"), "utf8");
  /** Durations depend on the machine. */
  const settled = (text: string): string =>
    text.replace(/\(\d[\d.]*s\)/g, "(0s)").replace(/Duration: \d+s/, "Duration: 1s");

  it("finishes running steps on Ctrl-C, says so, and leaves the terminal as it was", async () => {
    const { terminal, press, shows, ended } = start(["up", "--skip-preview"]);
    await requested;
    await shows("creating");
    expect(terminal.showsCursor).toBe(false);
    press("\x03");
    await shows("one running step is finished first");
    expect(await terminal.text()).not.toContain("^C");
    respond(created);
    expect(await ended).toBe(1);
    expect(settled(await terminal.unwrapped())).toBe(`\
note: the sandbox's own platforms accept unstructured:apiKey of the stack config; nothing is sent to the vendors
Updating (dev):

     Type                    Name      Status
 +   pulumi:pulumi:Stack     test-dev  **creating failed (0s)**
     │  1 error; 1 warning
 +   └─ unstructured:Source  s         created (0s)

Diagnostics:
  pulumi:pulumi:Stack (test-dev):
    warning: unstructured:apiKey is in the stack config in the clear, and so in the state: set it again with \`pulumi config set --secret unstructured:apiKey ...\`
    error: update canceled

Resources:
    + 2 created
    1 errored

Duration: 1s
`);
    expect(terminal.showsCursor).toBe(true);
    expect(state()).toContain('"id":"id-1"');
    expect(state()).not.toContain('"pending_operations":[{');
  });

  it("stops at once on a second Ctrl-C, leaves the step pending, and shows the cursor again", async () => {
    const { terminal, press, shows, ended } = start(["up", "--skip-preview"]);
    await requested;
    press("\x03");
    await shows("one running step is finished first");
    press("\x03");
    expect(await ended).toBe(130);
    expect(terminal.showsCursor).toBe(true);
    const refresh = start(["refresh", "--clear-pending-creates"]);
    expect(await refresh.ended).toBe(0);
  });

  it.each<[string, readonly string[], Readonly<Record<string, string>>]>([
    ["NO_COLOR", [], { NO_COLOR: "1" }],
    ["CI", [], { CI: "true" }],
    ["--non-interactive", ["--non-interactive"], {}],
    ["--color never", ["--color", "never"], {}],
    ["a dumb terminal", [], { TERM: "dumb" }],
  ])("prints on a terminal with %s what it prints into a pipe, byte for byte", async (_title, args, env) => {
    const { terminal, ended } = start(["preview", ...args], env);
    expect(await ended).toBe(0);
    const piped = spawnSync(process.execPath, [cli, "preview", ...address()], {
      cwd: project.folder,
      env: environment({}),
      encoding: "utf8",
    });
    expect(terminal.written.replaceAll("\r\n", "\n")).toBe(piped.stderr + piped.stdout);
    expect(piped.stdout).toContain("Source s create");
  });
});
