import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { createCipheriv, pbkdf2Sync } from "node:crypto";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { linkedPackages, makeProject, repository, type TestProject } from "../../../harness/project";
import { lightSdk } from "../../../harness/sdk";

const command = join(repository, "provider", "dist", "command-line", "cli.js");

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in a folder, with nothing of this process's settings. */
async function run(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^PULUMI_|_API_/.test(name));
  const child = spawn(process.execPath, [command, ...args], {
    cwd: folder,
    env: { ...Object.fromEntries(inherited), ...lightSdk, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { status, stdout, stderr };
}

let project: TestProject;

beforeEach(() => {
  project = makeProject();
});
afterEach(() => project.remove());

const validate = (args: readonly string[] = [], env?: Readonly<Record<string, string>>): Promise<Ended> =>
  run(project.folder, ["validate", ...args], env);

const good = `new unstructured.Source("good", { type: "s3", config: { remote_url: "s3://b/", anonymous: true } });`;

describe("validate", () => {
  it("leaves no program behind when it is killed, whatever the program does", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    project.program(`require("node:net").connect(${port}, "127.0.0.1", () => { for (;;) {} });`);
    const child = spawn(process.execPath, [command, "validate"], {
      cwd: project.folder,
      env: { ...process.env, ...lightSdk },
      stdio: "ignore",
    });
    const [connection] = (await once(server, "connection")) as [Socket];
    const closed = once(connection.on("error", () => undefined).resume(), "close");
    child.kill("SIGKILL");
    await closed;
    server.close();
    expect(connection.destroyed).toBe(true);
  });

  it("lists every problem of every resource, and exits with 1", async () => {
    project.program(
      `for (const name of ["one", "two", "three"]) {
         new unstructured.Source(name, { type: "s3", config: { remote_ulr: "s3://b/", anonymous: true } });
       }
       console.log("printed by the program");`,
    );
    const { status, stdout, stderr } = await validate();
    const lines = ["one", "two", "three"].flatMap((name) => [
      `  unstructured.Source "${name}": config.remote_url: missing, expected a string`,
      `  unstructured.Source "${name}": config.remote_ulr: unknown key; did you mean remote_url?`,
    ]);
    const expected = ["Problems:", ...lines, "", "Stack dev: 3 resources, 6 problems.", ""];
    expect(stdout.split("\n")).toEqual(expected);
    expect(stderr).toBe("printed by the program\n");
    expect(status).toBe(1);
  });

  it("exits with 0 for a program of ES modules in which nothing is wrong", async () => {
    project.write("package.json", '{ "name": "test", "type": "module" }');
    project.write("bucket.js", 'export const bucket = await Promise.resolve("s3://b/");');
    project.write(
      "index.js",
      `import { airweave, fromEnv, unstructured } from "pulumi-connectors";
       import { bucket } from "./bucket.js";
       const config = { remote_url: bucket, key: fromEnv("PC_TEST_KEY"), secret: fromEnv("PC_TEST_SECRET") };
       new unstructured.Source("s", { type: "s3", config });
       export const id = new airweave.Collection("support").readableId;`,
    );
    const env = { PC_TEST_KEY: "AKIA", PC_TEST_SECRET: "CANARY-0123456789" };
    const { status, stdout, stderr } = await validate([], env);
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: "Stack dev: 2 resources, no problems.\n",
      stderr: "",
    });
  });

  it("reports what stops a program with where it was, variables that are not set, and missing config", async () => {
    project.write(
      "Pulumi.yaml",
      "name: test\nruntime: nodejs\nconfig:\n  size: { type: integer }\n  zone: { type: string }\n",
    );
    project.write("Pulumi.dev.yaml", "config:\n  test:size: big\n");
    project.program(
      `new unstructured.Source("s", {
         type: "s3",
         config: { remote_url: fromEnv("PC_TEST_NOT_SET"), anonymous: true },
       });
       new airweave.Collection("abc", {}, { import: "x" });
       pulumi.output(1).apply(() => { throw new Error("in apply"); });
       undefined.x;`,
    );
    const { status, stdout, stderr } = await validate(["--stack", "dev"]);
    const [, ...lines] = stdout.split("\n").map((line) => line.trim());
    // Of two resources the one is checked first whose inputs are known first.
    expect([...lines.slice(0, 4)].sort()).toEqual([
      'airweave.Collection "abc": name: must have at least 4 characters; the program gives no name, so this is the resource\'s own: give one',
      "config test:size: must be of type 'integer'",
      "config test:zone: missing in stack dev; set it with `pulumi config set zone <value>`",
      'unstructured.Source "s": config.remote_url: the environment variable PC_TEST_NOT_SET is not set',
    ]);
    expect([...lines.slice(4, 7)].sort()).toEqual([
      expect.stringMatching(/^airweave\.Collection "abc": Pulumi's option `import`/),
      expect.stringMatching(/^the program failed: TypeError: .* \(index\.js:\d+:\d+\)$/),
      expect.stringMatching(/^the program failed: in apply \(index\.js:\d+:\d+\)$/),
    ]);
    expect(stderr).toBe("");
    expect(status).toBe(1);
  });
});

describe("validate with secrets", () => {
  const passphrase = "passphrase of a test";

  /** The config of a stack as the CLI encrypts it. */
  function encryptedConfig(values: Readonly<Record<string, string>>): string {
    const salt = Buffer.from("saltsalt");
    const key = pbkdf2Sync(passphrase, salt, 1_000_000, 32, "sha256");
    const sealed = (text: string): string => {
      const cipher = createCipheriv("aes-256-gcm", key, Buffer.from("nonce-of-gcm"));
      const bytes = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `v1:${Buffer.from("nonce-of-gcm").toString("base64")}:${bytes.toString("base64")}`;
    };
    const lines = Object.entries(values).map(([name, text]) => `  ${name}:\n    secure: ${sealed(text)}\n`);
    return `encryptionsalt: v1:${salt.toString("base64")}:${sealed("pulumi")}\nconfig:\n${lines.join("")}`;
  }

  const canary = "CANARY-0123456789";

  it("treats what it cannot decrypt as unknown, whatever the program takes it for, and exits with 2", async () => {
    project.write(
      "Pulumi.prod.yaml",
      encryptedConfig({ "unstructured:apiKey": "k", "test:key": canary, "test:port": "5432" }),
    );
    project.program(
      `const password = config.requireSecret("key");
       new unstructured.Source("s", {
         type: "postgres",
         config: {
           host: "h", port: config.requireSecretNumber("port"), database: "d", username: "u", password,
           table_name: "t", batch_size: 20,
         },
       });
       const other = new pulumi.StackReference("organization/other/dev");
       new unstructured.Source("r", { type: "s3", config: { remote_url: other.getOutput("bucket"), anonymous: true } });`,
    );
    const unknown = await validate();
    expect(unknown.stdout).not.toContain("Problems");
    for (const line of [
      "config unstructured:apiKey: it cannot be decrypted",
      'unstructured.Source "s": config.password: not known yet',
      'unstructured.Source "s": config.port: not known yet',
      'StackReference "organization/other/dev": its outputs are not known',
      'unstructured.Source "r": config.remote_url: not known yet',
      "Stack prod: 2 resources, no problems, 7 not checked.",
    ]) {
      expect(unknown.stdout).toContain(line);
    }
    expect(unknown.status).toBe(2);
  });

  it("checks what it can decrypt, and shows it nowhere", async () => {
    project.write("Pulumi.prod.yaml", encryptedConfig({ "test:key": canary }));
    project.program(
      `console.log("the key is " + config.require("key"));
       new unstructured.Source("s", { type: "s3", config: { remote_url: config.requireSecret("key"), anonymous: true } });
       throw new Error("no such key: " + config.require("key"));`,
    );
    const { status, stdout, stderr } = await validate([], { PULUMI_CONFIG_PASSPHRASE: passphrase });
    expect(stderr).toBe("the key is [secret]\n");
    expect(stdout).toContain('unstructured.Source "s": config.remote_url: must match');
    expect(stdout).toContain("the program failed: no such key: [secret]");
    expect(stdout + stderr).not.toContain(canary);
    expect(status).toBe(1);
  });
});

describe("validate with a program that does not end as it should", () => {
  it("ends one that never does", async () => {
    project.program("while (true);");
    const { status, stdout } = await validate(["--timeout", "1"]);
    expect(stdout).toContain("the program did not end within 1 s");
    expect(status).toBe(1);
  });

  it("reports one that ends itself: with a code, or before anything is checked", async () => {
    project.program(good);
    project.write("failing.js", "process.exit(3);");
    project.write("early.js", "process.exit(0);");
    const outcomes = await Promise.all(
      ["failing.js", "early.js"].map(async (main) => {
        project.write(`${main}.d/Pulumi.yaml`, `name: test\nruntime: nodejs\nmain: ../${main}\n`);
        return await validate(["--cwd", `${main}.d`]);
      }),
    );
    expect(outcomes.map(({ status }) => status)).toEqual([1, 2]);
    expect(outcomes[0]?.stdout).toContain("the program ended itself with exit code 3");
    expect(outcomes[1]?.stdout).toContain("the program ended itself before all of its resources were made");
  });
});

describe("validate with other packages", () => {
  it("takes mocks for their resources and calls", async () => {
    project.write("Pulumi.yaml", "name: test\nruntime: nodejs\n");
    project.write(
      "node_modules/typescript/package.json",
      '{ "name": "typescript", "main": "../../typescript.js" }',
    );
    project.write(
      "typescript.js",
      `module.exports = require(${JSON.stringify(join(repository, "node_modules", "typescript"))});`,
    );
    project.write(
      "index.ts",
      `import * as pulumi from "@pulumi/pulumi";
       import { unstructured } from "pulumi-connectors";
       const name: pulumi.Output<string> = pulumi.runtime.invokeOutput("aws:index:bucket", {});
       export const source = new unstructured.Source("s", {
         type: "s3",
         config: { remote_url: name.apply((bucket: any) => bucket.url), anonymous: true },
       });`,
    );
    const env = { PULUMI_NODEJS_TRANSPILE_ONLY: "true" };
    const without = await validate([], env);
    expect(without.stdout).toContain("no mock was given for the call aws:index:bucket");
    expect(without.status).toBe(2);
    project.write("mocks.mjs", 'export const call = () => ({ url: "no bucket" });');
    const { status, stdout } = await validate(["--mocks", "mocks.mjs"], env);
    expect(stdout).toContain('unstructured.Source "s": config.remote_url: must match');
    expect(status).toBe(1);
  });
});

describe("the command line", () => {
  it("has help on every level and a version, and says what is wrong with its options", async () => {
    project.write("Pulumi.one.yaml", "config: {}\n");
    project.write("Pulumi.two.yaml", "config: {}\n");
    const runs: readonly (readonly [readonly string[], number, RegExp])[] = [
      [["--help"], 0, /validate \[options\]/],
      [["validate", "--help"], 0, /--stack[^]*Exit codes:\n +0 /],
      [["--version"], 0, /^\d+\.\d+\.\d+\n$/],
      [["valdate"], 1, /Did you mean validate\?/],
      [["validate", "--timeout", "soon"], 1, /expected a number of seconds/],
      [["validate"], 1, /^error: name the stack with --stack: one of one, two\n$/],
      [["validate", "-s", "on"], 1, /did you mean one\?/],
      [["validate", "-C", ".."], 1, /^error: no Pulumi\.yaml in /],
      [["validate", "-s", "one", "--mocks", "none.js"], 1, /--mocks: .* does not exist/],
    ];
    const outcomes = await Promise.all(runs.map(([args]) => run(project.folder, args)));
    outcomes.forEach(({ status, stdout, stderr }, index) => {
      const [args, expected, pattern] = runs[index] ?? [[], 0, /^/];
      expect({ args, status }).toEqual({ args, status: expected });
      expect(stdout + stderr).toMatch(pattern);
    });
  });

  it("needs the SDK of the program", async () => {
    const { "pulumi-connectors": only } = linkedPackages;
    const without = makeProject({ "pulumi-connectors": only });
    try {
      const { status, stderr } = await run(without.folder, ["validate"]);
      expect(stderr).toMatch(
        /^error: @pulumi\/pulumi is not installed for the program in .*: run npm install there\n$/,
      );
      expect(status).toBe(1);
    } finally {
      without.remove();
    }
  });
});
