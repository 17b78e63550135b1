import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { commandLine } from "../../../../sandbox/src/commands/program";
import { newCrypter } from "../../../../provider/src/project/passphrase";
import { repository } from "../../../harness";

const urn = "urn:pulumi:dev::test::pulumi-nodejs:dynamic:Resource::d";
const root = "urn:pulumi:dev::test::pulumi:pulumi:Stack::test-dev";
const provider = "urn:pulumi:dev::test::pulumi:providers:pulumi-nodejs::default";

const deployment = {
  version: 3,
  deployment: {
    manifest: { time: "2026-01-02T03:04:05.6Z", magic: "", version: "" },
    resources: [
      { urn: root, type: "pulumi:pulumi:Stack", custom: false, outputs: { size: 7 } },
      { urn: provider, type: "pulumi:providers:pulumi-nodejs", custom: true, id: "p" },
      {
        ...{ urn, type: "pulumi-nodejs:dynamic:Resource", custom: true, id: "id-7", protect: true },
        ...{ parent: root, provider: `${provider}::p` },
      },
    ],
  },
};

/** Runs commands in this process. */
describe("the sandbox's commands", () => {
  const { PULUMI_CONFIG_PASSPHRASE: before } = process.env;
  let folder: string;
  beforeAll(() => {
    process.env.PULUMI_CONFIG_PASSPHRASE = "pp";
    folder = mkdtempSync(join(tmpdir(), "commands-"));
    writeFileSync(join(folder, "Pulumi.yaml"), "name: test\nruntime: nodejs\n");
    writeFileSync(join(folder, "Pulumi.dev.yaml"), `encryptionsalt: ${newCrypter("pp").state}\n`);
    writeFileSync(join(folder, "state.json"), JSON.stringify(deployment));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
    if (before === undefined) delete process.env.PULUMI_CONFIG_PASSPHRASE;
    else process.env.PULUMI_CONFIG_PASSPHRASE = before;
  });

  /** @returns what the command prints on stdout; rejects with its error. */
  async function run(...args: readonly string[]): Promise<string> {
    let printed = "";
    const write = jest.spyOn(process.stdout, "write").mockImplementation((text) => {
      printed += String(text);
      return true;
    });
    const program = commandLine().exitOverride();
    try {
      await program.parseAsync([...args, "-C", folder], { from: "user" });
    } catch (error) {
      if ((error as { exitCode?: number }).exitCode !== 0) throw error;
    } finally {
      write.mockRestore();
    }
    return printed;
  }

  it.each([
    "destroy --yes",
    "refresh --yes --run-program -c key=value",
    "config",
    "config get key",
    "config rm key",
    "stack",
    "stack export",
    "stack output",
    "state unprotect --all",
    "state delete urn:pulumi:typo::test::a:b:C::n",
  ])("fail for an unknown stack: %s", async (command) => {
    await expect(run(...command.split(" "), "-s", "typo")).rejects.toMatchObject({
      message: "no stack named 'typo' found",
      exitCode: 6,
    });
    expect(existsSync(join(folder, "Pulumi.typo.yaml"))).toBe(false);
  });

  it.each(["state taint urn --yes", "stack init dev", "config set-all --plaintext a=b"])(
    "say that a command needs the CLI: %s",
    async (command) => {
      const name = command.split(" ").slice(0, 2).join(" ");
      const message = `${name}: the sandbox does not have this command; it needs the pulumi CLI`;
      await expect(run(...command.split(" "))).rejects.toThrow(message);
    },
  );

  it("print the version of the package", async () => {
    const { version } = JSON.parse(readFileSync(join(repository, "sandbox", "package.json"), "utf8")) as {
      version: string;
    };
    expect(await run("--version")).toBe(`${version}\n`);
    await expect(run("stack", "export", "--version", "3")).rejects.toThrow(
      /^--version: .* needs the pulumi CLI$/,
    );
  });

  it("list the option --stack in the help of each subcommand", () => {
    const [config, stack, state] = ["config", "stack", "state"].map((name) =>
      commandLine().commands.find((command) => command.name() === name),
    );
    const leaves = [config, stack, state].flatMap((group) => group?.commands ?? []);
    const helps = leaves.filter((command) => !(command as unknown as { _hidden: boolean })._hidden);
    expect(helps.map((command) => command.name())).toEqual(
      expect.arrayContaining(["output", "export", "import", "set", "get", "rm", "unprotect", "remove"]),
    );
    for (const command of helps.filter((each) => each.name() !== "ls")) {
      expect(command.helpInformation()).toContain("-s, --stack <name>");
    }
  });

  it("show the resources of a stack, and edit its state", async () => {
    await run("stack", "import", "--file", "state.json");
    expect(await run("stack", "-i", "-u")).toMatch(
      /^Current stack is dev:\n {4}Managed by the sandbox\n {4}Last updated: .* ago \(2026-01-02 03:04:05\.6 \+0000 UTC\)\n/,
    );
    expect((await run("stack", "-i", "-u")).replace(/^[^]*(?=Current stack res)/, "")).toBe(
      `Current stack resources (3):
    TYPE                               NAME
    pulumi:pulumi:Stack                test-dev
    │  URN: ${root}
    ├─ pulumi-nodejs:dynamic:Resource  d
    │     URN: ${urn}
    │     ID: id-7
    └─ pulumi:providers:pulumi-nodejs  default
          URN: ${provider}
          ID: p

Current stack outputs (1):
    OUTPUT  VALUE
    size    7

Use \`--stack\` to show another stack; \`stack ls\` lists them
`,
    );
    expect(await run("stack", "--show-name")).toBe("dev\n");
    await expect(run("state", "delete", urn, "--yes")).rejects.toThrow("because it is protected");
    expect(await run("state", "unprotect", "--yes", urn)).toBe("1 resources unprotected\n");
    expect(await run("state", "rm", urn, "--yes")).toBe("Resource deleted\n");
    const { deployment: after } = JSON.parse(await run("stack", "export")) as typeof deployment;
    expect(after.resources.map((resource) => resource.urn)).toEqual([root, provider]);
    expect(after.manifest.time).toBe(deployment.deployment.manifest.time);
    await expect(run("state", "delete", "--yes")).rejects.toThrow("missing resource URN");
  });

  it("know the default stack without a file, and another one with a file only", async () => {
    writeFileSync(join(folder, "Pulumi.prod.yaml"), "config:\n  k: v\n");
    expect(await run("config", "get", "k", "-s", "prod")).toBe("v\n");
    rmSync(join(folder, "Pulumi.dev.yaml"));
    expect(await run("config")).toBe("KEY  VALUE\n");
  });
});
