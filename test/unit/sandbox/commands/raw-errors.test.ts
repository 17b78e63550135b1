import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { newCrypter } from "../../../../provider/src/project/passphrase";
import { readConfig, readPackFile } from "../../../../sandbox/src/engine/processes/policy-pack-files";
import { messageOf } from "../../../../sandbox/src/error-message";
import { fileLog } from "../../../../sandbox/src/serving/request-log";
import { startPlatforms } from "../../../../sandbox/src/serving/start-platforms";
import { runCommand } from "../../../harness/command";
import { repository } from "../../../harness/project";

const crypter = newCrypter("pp");
const emptyState = JSON.stringify({ version: 3, deployment: { resources: [] } });
const state = (outputs: unknown): string =>
  JSON.stringify({
    version: 3,
    deployment: {
      secrets_providers: { type: "passphrase", state: { salt: crypter.state } },
      resources: [{ urn: "urn:pulumi:dev::test::a:b:C::n", type: "a:b:C", outputs }],
    },
  });
const secret = (ciphertext: string): unknown => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext,
});
/** With another last byte. */
const tampered = (ciphertext: string): string =>
  ciphertext.replace(/(.)(=*)$/, (_, last: string, padding: string) => (last === "A" ? "Q" : "A") + padding);

const before = process.env.PULUMI_CONFIG_PASSPHRASE;
let folder: string;
beforeAll(() => {
  process.env.PULUMI_CONFIG_PASSPHRASE = "pp";
});
afterAll(() => {
  if (before === undefined) delete process.env.PULUMI_CONFIG_PASSPHRASE;
  else process.env.PULUMI_CONFIG_PASSPHRASE = before;
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "raw-errors-"));
  write("Pulumi.yaml", "name: test\nruntime: nodejs\n");
  write("Pulumi.dev.yaml", "config:\n  test:list: [1, 2]\n");
  write(".sandbox/stacks/dev.json", emptyState);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Writes a file; undefined makes a folder. */
function write(path: string, content: string | Uint8Array | undefined): void {
  const file = join(folder, path);
  rmSync(file, { recursive: true, force: true });
  mkdirSync(content === undefined ? file : dirname(file), { recursive: true });
  if (content !== undefined) writeFileSync(file, content);
}

/** What a command of the project prints besides its output, without the folder's path. */
async function errorsOf(...args: readonly string[]): Promise<string> {
  const { errors } = await runCommand([...args, "-C", folder]);
  return errors.replaceAll(`${folder}/`, "").replaceAll(folder, "<folder>").trimEnd();
}

function thrownBy(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return messageOf(error).replaceAll(`${folder}/`, "");
  }
  return "";
}

const notUtf8 = Buffer.from("config:\n  test:k: caf\xe9\n", "latin1");

describe("a broken file is named in one line, without any of its text", () => {
  it.each<[string, string | Uint8Array | undefined, string]>([
    ["Pulumi.yaml", "", "the file is empty: a project needs `name: <name>` and `runtime: nodejs`"],
    ["Pulumi.yaml", "# only\n", "the file is empty: a project needs `name: <name>` and `runtime: nodejs`"],
    [
      "Pulumi.yaml",
      "name: a: CANARY\n",
      "line 1, column 7: this is not valid YAML: a key is within the value of another key on the same line: put the value in quotes",
    ],
    ["Pulumi.yaml", "- CANARY\n", "expected a map"],
    ["Pulumi.yaml", "runtime: nodejs\n", "name: expected a text"],
    ["Pulumi.yaml", 'name: ""\nruntime: nodejs\n', "name: expected a text that is not empty"],
    [
      "Pulumi.yaml",
      "name: a\nruntime: [CANARY]\n",
      "runtime: expected `nodejs`, or a map with `name: nodejs` and perhaps `options`",
    ],
    ["Pulumi.yaml", "name: a\nruntime: nodejs\nmain: none.js\n", "main: none.js does not exist"],
    ["Pulumi.yaml", notUtf8, "this is not a text in UTF-8"],
    ["Pulumi.yaml", `name: ${"[".repeat(50_000)}`, "lists and maps are nested too deeply"],
    ["Pulumi.dev.yaml", "config: hello\n", "config: expected a map of keys"],
    [
      "Pulumi.dev.yaml",
      'config:\n  test:k: "CANARY\n  b: [\n',
      "line 4, column 1: this is not valid YAML: a quote, bracket, comma or colon is missing",
    ],
    [
      "Pulumi.dev.yaml",
      "config:\n  test:k: ]CANARY\n",
      "line 2, column 11: this is not valid YAML: something is there that does not belong there",
    ],
    ["Pulumi.dev.yaml", "CANARY", "expected a map with `config`"],
    ["Pulumi.dev.yaml", notUtf8, "this is not a text in UTF-8"],
  ])("%s", async (file, content, problem) => {
    write(file, content);
    for (const command of ["config", "config set test:x y", "config rm test:x"]) {
      expect(await errorsOf(...command.split(" "))).toBe(`error: ${file}: ${problem}`);
    }
  });

  it.each<[string, string | Uint8Array, string]>([
    ["", "", "this is empty, expected JSON"],
    ["cut off", '{\n  "version": 3,\n  "CANARY', "this is not valid JSON: line 3, column 3"],
    ["a text", "CANARY", "this is not valid JSON: line 1, column 1"],
    [
      "with a byte order mark",
      `\uFEFF${emptyState}`,
      "this is not valid JSON: it begins with a byte order mark",
    ],
    ["not in UTF-8", notUtf8, "this is not a text in UTF-8"],
    ["null", "null", "this is not a Pulumi deployment: expected a map"],
    ["a list", "[]", "this is not a Pulumi deployment: expected a map"],
    [
      "with a resource of another form",
      '{"version": 3, "deployment": {"resources": ["CANARY"]}}',
      "this is not a Pulumi deployment: deployment.resources.0: expected a map",
    ],
    [
      "nested deeply",
      `{"version": 3, "deployment": {"resources": [{"urn": "u", "type": "t", "outputs": {"a": ${"[".repeat(100_000)}${"]".repeat(100_000)}}}]}}`,
      "lists and maps are nested too deeply",
    ],
    [
      "with a tampered secret",
      state({ s: secret(tampered(crypter.encrypt('"CANARY"'))) }),
      "urn:pulumi:dev::test::a:b:C::n: a secret cannot be decrypted: it was encrypted with another passphrase or for another stack",
    ],
    [
      "with a secret that is no JSON",
      state({ s: secret(crypter.encrypt("CANARY")) }),
      "urn:pulumi:dev::test::a:b:C::n: this is not valid JSON: line 1, column 1",
    ],
  ])("a state: %s", async (_what, content, problem) => {
    const file = ".sandbox/stacks/bad.json";
    write(file, content);
    for (const command of ["stack", "stack output", "state unprotect --all"]) {
      expect(await errorsOf(...command.split(" "), "-s", "bad")).toBe(`error: ${file}: ${problem}`);
    }
    write("import.json", content);
    expect(await errorsOf("stack", "import", "--file", "import.json")).toMatch(
      new RegExp(`^error: (--file: )?import\\.json: ${problem.replace(/[.]/g, "\\.")}$`),
    );
  });

  it("a secret of a stack config that was changed by hand, or another salt", async () => {
    const config = (salt: string, ciphertext: string): void =>
      write("Pulumi.dev.yaml", `encryptionsalt: ${salt}\nconfig:\n  test:k:\n    secure: ${ciphertext}\n`);
    for (const ciphertext of [tampered(crypter.encrypt("CANARY")), "garbage", "v1:a:b", "v1:::"]) {
      config(crypter.state, JSON.stringify(ciphertext));
      expect(await errorsOf("config", "--show-secrets")).toBe(
        "error: Pulumi.dev.yaml: test:k: this secret cannot be decrypted: it was changed by hand, or encrypted for another stack; set it again with `config set --secret`",
      );
      expect(await errorsOf("config")).toBe("");
    }
    config("garbage", crypter.encrypt("x"));
    expect(await errorsOf("config", "get", "k")).toBe(
      "error: Pulumi.dev.yaml: the encryption salt is malformed",
    );
  });

  it("a policy pack and its config", () => {
    const pack = { path: "pack", folder: join(folder, "pack") };
    const problem = (content: string | Uint8Array | undefined): string => {
      write("pack/PulumiPolicy.yaml", content);
      return thrownBy(() => readPackFile(pack));
    };
    const configProblem = (content: string | Uint8Array | undefined): string => {
      write("policy.json", content);
      return thrownBy(() => readConfig(join(folder, "policy.json")));
    };
    expect([
      ...["", "runtime: [", "runtime: 7", "a: *b", "runtime: nodejs\nversion: 1\n", notUtf8, undefined].map(
        problem,
      ),
      ...['{"CANARY"', "[]", '{"a": 1}', '{"a": {"enforcementLevel": {}}}', notUtf8, undefined].map(
        configProblem,
      ),
    ]).toEqual([
      "pack/PulumiPolicy.yaml: expected a map",
      "pack/PulumiPolicy.yaml: line 1, column 11: this is not valid YAML: an indentation is wrong, or a bracket is not closed",
      "pack/PulumiPolicy.yaml: runtime: expected `nodejs`, or a map with `name: nodejs` and perhaps `options`",
      "pack/PulumiPolicy.yaml: an alias has no anchor before it, or too many of them are nested",
      "pack/PulumiPolicy.yaml: version: expected a text",
      "pack/PulumiPolicy.yaml: this is not a text in UTF-8",
      "cannot read pack/PulumiPolicy.yaml: this is a folder",
      "policy.json: this is not valid JSON: line 1, column 10",
      "policy.json must be a JSON object",
      'parsing "a": 1 is not a valid value; must be a string or object',
      'parsing enforcement level for "a": an object is not a valid enforcement level; must be a string',
      "policy.json: this is not a text in UTF-8",
      "cannot read policy.json: this is a folder",
    ]);
  });

  it("the defaults of a stack", async () => {
    write("Pulumi.dev.yaml", "");
    rmSync(join(folder, "Pulumi.dev.yaml"));
    const problems: string[] = [];
    for (const content of ["config: [", "config: {a: 1}", "x: CANARY", "7", notUtf8, undefined]) {
      write("defaults.yaml", content);
      problems.push(await errorsOf("config", "set", "a", "b", "--defaults", "defaults.yaml"));
    }
    expect(problems).toEqual([
      "error: --defaults: defaults.yaml: line 1, column 10: this is not valid YAML: an indentation is wrong, or a bracket is not closed",
      "error: --defaults: defaults.yaml: config.a: expected a text",
      "error: --defaults: defaults.yaml: unknown key x",
      "error: --defaults: defaults.yaml: expected a map",
      "error: --defaults: defaults.yaml: this is not a text in UTF-8",
      "error: --defaults: cannot read defaults.yaml: this is a folder",
    ]);
    expect(await errorsOf("config", "set", "a", "b", "--defaults", "none")).toBe(
      "error: --defaults: cannot read none: no such file or directory",
    );
  });

  it("the data and the key of a platform", async () => {
    const platforms = join(folder, ".sandbox/platforms");
    const problem = async (file: string, content: string | Uint8Array | undefined): Promise<string> => {
      write(`.sandbox/platforms/${file}`, content);
      const error: unknown = await startPlatforms(platforms).then(
        (running) => running.stop(),
        (reason: unknown) => reason,
      );
      rmSync(join(platforms, file), { recursive: true });
      return error === undefined ? "" : messageOf(error).replaceAll(`${platforms}/`, "");
    };
    expect(await problem("airweave.json", notUtf8)).toBe("airweave.json: this is not a text in UTF-8");
    expect(await problem("airweave.json", undefined)).toBe("cannot read airweave.json: this is a folder");
    expect(await problem("aisquared.key", "a\nb\u0000")).toBe(
      "aisquared.key is not the key of an account: remove it, and the next run makes another",
    );
    expect(await problem("aisquared.key", undefined)).toBe("cannot read aisquared.key: this is a folder");
    expect(await problem("aisquared.key", "sandbox-key\r\n")).toBe("");
  });
});

describe("a folder or a missing folder in place of a file", () => {
  it.each(["Pulumi.yaml", "Pulumi.dev.yaml"])("%s", async (file) => {
    write(file, undefined);
    for (const command of ["config", "config set a b"]) {
      expect(await errorsOf(...command.split(" "))).toBe(`error: cannot read ${file}: this is a folder`);
    }
  });

  it("of a state, an export, an import and the folders of the sandbox", async () => {
    write(".sandbox/stacks/dev.json", undefined);
    expect(await errorsOf("stack")).toBe("error: cannot read .sandbox/stacks/dev.json: this is a folder");
    write(".sandbox/stacks/dev.json", emptyState);
    expect([
      await errorsOf("stack", "export", "--file", "."),
      await errorsOf("stack", "export", "--file", "none/file"),
      await errorsOf("stack", "import", "--file", "."),
      await errorsOf("stack", "import", "--file", "none"),
    ]).toEqual([
      "error: --file: cannot open <folder>: this is a folder",
      "error: --file: cannot open none/file: no such file or directory",
      "error: --file: cannot read <folder>: this is a folder",
      "error: --file: cannot read none: no such file or directory",
    ]);
    write("import.json", emptyState);
    write(".sandbox/stacks", "");
    expect([
      await errorsOf("stack", "ls"),
      await errorsOf("stack", "import", "--file", "import.json"),
    ]).toEqual([
      "error: .sandbox/stacks: this is not a folder; remove it, or move it away",
      "error: cannot create .sandbox/stacks: file already exists",
    ]);
    write(".sandbox", "");
    expect(await errorsOf("stack", "import", "--file", "import.json")).toBe(
      "error: cannot create .sandbox: file already exists",
    );
  });

  it("of --cwd", async () => {
    const wrong = async (cwd: string): Promise<string> => (await runCommand(["config", "-C", cwd])).errors;
    expect(await wrong(join(folder, "none"))).toBe(`error: --cwd: there is no folder ${folder}/none\n`);
    expect(await wrong(join(folder, "Pulumi.yaml"))).toBe(
      `error: --cwd: ${folder}/Pulumi.yaml is not a folder\n`,
    );
  });

  it("of the passphrase", async () => {
    delete process.env.PULUMI_CONFIG_PASSPHRASE;
    process.env.PULUMI_CONFIG_PASSPHRASE_FILE = folder;
    try {
      expect(await errorsOf("config")).toBe(
        "error: PULUMI_CONFIG_PASSPHRASE_FILE: cannot read <folder>: this is a folder",
      );
    } finally {
      delete process.env.PULUMI_CONFIG_PASSPHRASE_FILE;
      process.env.PULUMI_CONFIG_PASSPHRASE = "pp";
    }
  });

  it("of a lock", async () => {
    write(".sandbox/stacks/dev.1-1.lock", undefined);
    write(".sandbox/stacks/dev.garbage.lock", "garbage");
    expect(await errorsOf("state", "unprotect", "--all")).toBe("");
    // The numbers of this process, as one that has the lock would have them.
    const start = readFileSync(`/proc/${process.ppid}/stat`, "utf8").split(" ")[21] ?? "";
    write(`.sandbox/stacks/dev.${process.ppid}-${start}.lock`, "{garbage");
    expect(await errorsOf("state", "unprotect", "--all")).toContain("is currently locked by process");
  });
});

it("a file with a byte order mark and the line ends of Windows is read", async () => {
  write("Pulumi.yaml", "\uFEFFname: test\r\nruntime: nodejs\r\n");
  write("Pulumi.dev.yaml", "\uFEFFconfig:\r\n  test:k: v\r\n");
  expect(await runCommand(["config", "get", "k", "-C", folder])).toEqual({
    output: "v\n",
    errors: "",
    succeeded: true,
  });
});

it("a file that is too large for a text is not read", async () => {
  write("import.json", "");
  truncateSync(join(folder, "import.json"), 3 * 2 ** 30);
  expect(await errorsOf("stack", "import", "--file", "import.json")).toBe(
    "error: --file: import.json: the file is too large",
  );
});

it("a broken state does not hide the other stacks", async () => {
  write(".sandbox/stacks/bad.json", '{"a": ');
  write(".sandbox/stacks/no name.json", emptyState);
  expect(await runCommand(["stack", "ls", "-C", folder])).toEqual({
    output: "NAME  LAST UPDATE  RESOURCE COUNT\nbad   n/a          n/a\ndev*  n/a          0\n",
    errors: `warning: stack 'bad': ${folder}/.sandbox/stacks/bad.json: this is not valid JSON: line 1, column 7\n`,
    succeeded: true,
  });
  const { output } = await runCommand(["stack", "ls", "--json", "-C", folder]);
  expect(JSON.parse(output)).toEqual([
    { name: "bad", current: false },
    { name: "dev", current: true, resourceCount: 0 },
  ]);
  expect(await errorsOf("reset")).toBe("");
});

it.each([
  ["list[3]", "could not set config: list[3]: array index out of range"],
  ["list[-1]", "could not set config: list[-1]: array index out of range"],
  ["new[-1]", "could not set config: new[-1]: array index out of range"],
  ["new[99999999999]", "could not set config: new[99999999999]: array index out of range"],
  ["new.a[100001].b", "could not set config: new.a[100001]: array index out of range"],
  ["new[1", "invalid config key path: new[1"],
  ["", "invalid config key path: "],
])("config set --path %j is refused", async (path, problem) => {
  expect(await errorsOf("config", "set", "--path", path, "v")).toBe(`error: ${problem}`.trimEnd());
});

it("config paths beyond the end are as in the CLI: not found, nothing to remove, or filled with nulls", async () => {
  expect(await errorsOf("config", "get", "--path", "list[7]")).toContain("'list[7]' not found");
  expect(await errorsOf("config", "get", "--path", "list[-1]")).toContain("'list[-1]' not found");
  expect(await errorsOf("config", "rm", "--path", "list[-1]")).toBe("");
  expect(await errorsOf("config", "set", "--path", "new[2]", "v")).toBe("");
  expect(await errorsOf("config", "set", "", "empty key")).toBe("");
  expect((await runCommand(["config", "-C", folder])).output).toBe(
    'KEY   VALUE\n      empty key\nlist  [1,2]\nnew   [null,null,"v"]\n',
  );
});

it.each(["a/b", "", "a\nb", "日本", "a".repeat(101)])(
  "the stack name %j is refused in one line",
  async (name) => {
    expect(await errorsOf("config", "-s", name)).toBe(
      `error: --stack ${JSON.stringify(name)}: a stack name may only contain alphanumeric, hyphens, underscores, or periods, at most 100`,
    );
  },
);

it("a request log that cannot be written ends with one message, and fails no request", () => {
  const errors: string[] = [];
  const log = fileLog(join(folder, "log"), (error) => errors.push(messageOf(error)));
  rmSync(join(folder, "log"));
  mkdirSync(join(folder, "log"));
  for (const path of ["/a", "/b"]) log({ platform: "x", method: "GET", path, status: 200, body: null });
  expect(errors).toEqual([`cannot open ${folder}/log: this is a folder`]);
});

it("who closes the pipe of the output ends the command without an error", async () => {
  write("Pulumi.dev.yaml", `config:\n  test:k: ${"v".repeat(300_000)}\n`);
  const cli = join(repository, "sandbox", "dist", "cli.js");
  const child = spawn(process.execPath, [cli, "config", "-C", folder], { stdio: ["ignore", "pipe", "pipe"] });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  child.stdout.destroy();
  const [code] = (await once(child, "close")) as [number];
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
});
