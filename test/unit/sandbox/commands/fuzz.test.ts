import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Command } from "commander";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import { loadProject } from "../../../../provider/src/project/project";
import { readStackConfig } from "../../../../provider/src/command-line/validate/stack-config";
import { UserError } from "../../../../provider/src/project/user-error";
import { commandLine } from "../../../../sandbox/src/commands/program";
import { readConfig, readPackFile } from "../../../../sandbox/src/engine/processes/policy-pack-files";
import { newCrypter } from "../../../../provider/src/project/passphrase";
import { messageOf } from "../../../../sandbox/src/error-message";
import { namedAccounts } from "../../../../sandbox/src/serving/accounts";
import { readData } from "../../../../sandbox/src/serving/store";
import { runCommand } from "../../../harness/command";

const isCampaign = process.env.npm_lifecycle_event === "test:fuzz";
const numRuns = Number(process.env.FUZZ_RUNS ?? (isCampaign ? 5000 : 60));
// Only the nightly run uses a random seed; the regular run must be deterministic.
const seed = Number(process.env.FUZZ_SEED ?? (isCampaign ? Date.now() : 20261130));

/** The value of every secret. */
const canary = "c4n4ry";
const crypter = newCrypter("pp");
const urn = (name: string): string => `urn:pulumi:dev::test::a:b:C::${name}`;
const signature = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

/** A valid file of each kind that the sandbox reads. */
const files: Readonly<Record<string, string>> = {
  "Pulumi.yaml": stringify({
    name: "test",
    runtime: { name: "nodejs", options: { typescript: false, nodeargs: "--trace-warnings" } },
    main: "src",
    stackConfigDir: "stacks",
    options: { refresh: "always" },
    config: { region: { type: "string", default: "eu" }, "aws:zones": { value: [1, { a: true }] } },
  }),
  "stacks/Pulumi.dev.yaml": stringify({
    encryptionsalt: crypter.state,
    config: {
      "test:key": { secure: crypter.encrypt(canary) },
      "test:list": [1, "two", { three: { secure: crypter.encrypt(canary) } }],
      "airweave:accounts": { other: { apiKey: { secure: crypter.encrypt(canary) } } },
      "test:number": 1.5,
    },
  }),
  ".sandbox/stacks/dev.json": JSON.stringify(
    {
      version: 3,
      deployment: {
        manifest: { time: "2026-01-02T03:04:05Z", magic: "", version: "" },
        secrets_providers: { type: "passphrase", state: { salt: crypter.state } },
        resources: [
          { urn: urn("a"), type: "a:b:C", custom: true, id: "1", protect: true },
          {
            ...{ urn: urn("b"), type: "a:b:C", dependencies: [urn("a")], parent: urn("a") },
            outputs: {
              list: [1, null, { deep: true }],
              secret: { ...signature, ciphertext: crypter.encrypt(`"${canary}"`) },
            },
          },
        ],
        pending_operations: [{ type: "creating", resource: { urn: urn("c"), type: "a:b:C" } }],
      },
    },
    null,
    2,
  ),
  "defaults.yaml": stringify({ config: { a: "b" }, secrets: { c: canary } }),
  "pack/PulumiPolicy.yaml": stringify({
    runtime: { name: "nodejs", options: { typescript: true } },
    version: "1",
  }),
  "policy.json": JSON.stringify({ all: "advisory", rule: { enforcementLevel: "mandatory", secret: canary } }),
  "data.json": JSON.stringify({ connectors: [{ id: "1", secret: canary }] }),
};

const cheapCommands = [
  ...[
    "config",
    "config --json",
    "config --show-secrets",
    "config get key",
    "config get --path list[2].three",
  ],
  ...["config set a b", "config set --secret a b", "config set --path list[0] x", "config rm --path list[1]"],
  ...[
    "config set x y -s new --defaults defaults.yaml",
    "stack",
    "stack -i -u",
    "stack ls",
    "stack ls --json",
  ],
  ...["stack output", "stack output --json", "stack export", "stack export --show-secrets"],
  ...["stack import --file .sandbox/stacks/dev.json -s other --force", "state unprotect --all"],
  ...[`state delete ${urn("b")}`, "state delete --all --force"],
].map((text) => text.split(" "));

/** What no user should see. */
const raw =
  /\n\s+at |internal error|YAML\w*Error|ZodError|TypeError|RangeError|Cannot read|is not a function|\bE[A-Z]{4,}:|Invalid input|undefined|\[object|Maximum call stack|Unexpected token|Unsupported state|initialization vector/;

function mustBeClear(errors: string): void {
  expect(errors).not.toMatch(raw);
  expect(errors).not.toContain(canary);
}

let folder: string;
const { PULUMI_CONFIG_PASSPHRASE: before } = process.env;
beforeAll(() => {
  process.env.PULUMI_CONFIG_PASSPHRASE = "pp";
  folder = mkdtempSync(join(tmpdir(), "fuzz-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  if (before === undefined) delete process.env.PULUMI_CONFIG_PASSPHRASE;
  else process.env.PULUMI_CONFIG_PASSPHRASE = before;
});

/** Makes the project anew, with other contents of one file. */
function writeProject(changed?: string, content?: Uint8Array): void {
  rmSync(folder, { recursive: true });
  mkdirSync(join(folder, "src"), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), path === changed ? (content ?? text) : text);
  }
}

const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, 0, -1, 1e300, "", " ", "a\nb", "__proto__", [], {}, [[]], { secure: "x" }),
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Another value in place of one node of a tree, or the node gone. */
function withNode(tree: unknown, path: readonly number[], value: unknown): unknown {
  const [index, ...rest] = path;
  if (index === undefined || typeof tree !== "object" || tree === null) return value;
  const entries = Object.entries(tree);
  if (entries.length === 0) return value;
  const at = index % entries.length;
  const changed = entries.flatMap(([key, item], position): [string, unknown][] => {
    if (position !== at) return [[key, item]];
    const replaced = withNode(item, rest, value);
    return replaced === undefined ? [] : [[key, replaced]];
  });
  return Array.isArray(tree) ? changed.map(([, item]) => item) : Object.fromEntries(changed);
}

const damages: fc.Arbitrary<(text: string) => Uint8Array> = fc.oneof(
  fc
    .double({ min: 0, max: 1, noNaN: true })
    .map((part) => (text: string) => Buffer.from(text.slice(0, Math.floor(part * text.length)))),
  fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }).map((flips) => (text: string) => {
    const bytes = Buffer.from(text);
    for (const [position, byte] of flips) bytes[position % bytes.length] = byte;
    return bytes;
  }),
  fc.tuple(fc.nat(), fc.string({ maxLength: 4 })).map(([position, inserted]) => (text: string) => {
    const at = position % text.length;
    return Buffer.from(text.slice(0, at) + inserted + text.slice(at));
  }),
  fc
    .tuple(fc.array(fc.nat(20), { maxLength: 7 }), fc.oneof(fc.constant(undefined), junk))
    .map(([path, value]) => (text: string) => {
      const changed = withNode(parse(text), path, value);
      // A file in JSON stays one.
      return Buffer.from(text.startsWith("{") ? JSON.stringify(changed ?? null) : stringify(changed ?? null));
    }),
);

describe("each outcome is success or one clear message, without a secret", () => {
  it("for every file that a command reads", async () => {
    const kinds = Object.keys(files);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...kinds),
        damages,
        fc.constantFrom(...cheapCommands),
        async (file, damage, command) => {
          writeProject(file, damage(files[file] ?? ""));
          const { output, errors, succeeded } = await runCommand([...command, "-C", folder]);
          mustBeClear(errors);
          if (!succeeded) expect(errors).toMatch(/^(warning: .*\n)*error: [^\n]/);
          if (!/show-secrets|get/.test(command.join(" "))) expect(output).not.toContain(canary);
          for (const read of [
            () => readPackFile({ path: "pack", folder: join(folder, "pack") }),
            () => readConfig(join(folder, "policy.json")),
            () => readData(join(folder, "data.json")),
          ]) {
            try {
              read();
            } catch (error) {
              mustBeClear(messageOf(error));
            }
          }
        },
      ),
      { numRuns, seed },
    );
  });

  it("for the project that `pulumi-connectors validate` reads", () => {
    fc.assert(
      fc.property(fc.constantFrom("Pulumi.yaml", "stacks/Pulumi.dev.yaml"), damages, (file, damage) => {
        writeProject(file, damage(files[file] ?? ""));
        try {
          const { problems, notChecked } = readStackConfig(loadProject(folder), "dev");
          mustBeClear([...problems, ...notChecked].join("\n"));
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          mustBeClear((error as UserError).message);
          expect((error as UserError).message).not.toContain("\n");
        }
      }),
      { numRuns, seed },
    );
  });

  it("for every command line", async () => {
    writeProject();
    const outside = mkdtempSync(join(tmpdir(), "fuzz-outside-"));
    const leaves = leavesOf(commandLine());
    const options = leaves.flatMap(({ options: own }) => own.flatMap(({ long, short }) => [long, short]));
    const word = fc.oneof(
      fc.constantFrom(...[...new Set(options)].flatMap((name) => name ?? [])),
      fc.constantFrom("", "-", "--", "dev", "a=b", "=", "key", "list[0]", "-1", "1e9", "\u0000", "é", "a\nb"),
      fc.string({ unit: "binary", maxLength: 5 }),
    );
    try {
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...leaves),
          fc.array(word, { maxLength: 4 }),
          async (leaf, words) => {
            const names = namesOf(leaf);
            // Others start servers or programs, or wait for input.
            const runsHere = /^(config (get|rm)|config|stack|stack (ls|output|export)|state .*)$/.test(
              names.join(" "),
            );
            const cwd = runsHere && !words.includes("--file") ? folder : outside;
            const { errors, succeeded } = await runCommand([...names, "-C", cwd, ...words]);
            mustBeClear(errors);
            if (!succeeded) expect(errors).toMatch(/error: .|^Usage: /);
          },
        ),
        { numRuns: numRuns * 2, seed },
      );
    } finally {
      rmSync(outside, { recursive: true });
      expect(existsSync(folder)).toBe(true);
    }
  });

  it("for the accounts of a platform", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(Array.isArray(namedAccounts(text))).toBe(true);
      }),
      { numRuns, seed },
    );
  });
});

function leavesOf(command: Command): Command[] {
  return [command, ...command.commands.flatMap(leavesOf)];
}

function namesOf(command: Command): string[] {
  return command.parent === null ? [] : [...namesOf(command.parent), command.name()];
}
