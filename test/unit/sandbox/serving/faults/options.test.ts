import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { Command } from "commander";
import { faultKinds, type LoggedRequest } from "../../../../../sandbox/src";
import {
  behaviourOptions,
  faultSettings,
  platformOptions,
  withPlatformOptions,
  type PlatformFlags,
} from "../../../../../sandbox/src/commands/platform-options";
import { repository } from "../../../../harness/project";

/** The parsed options of a command. */
function flagsOf(...args: readonly string[]): PlatformFlags {
  const command = withPlatformOptions(new Command())
    .exitOverride()
    .configureOutput({ writeErr: () => "" });
  return command.parse(args, { from: "user" }).opts();
}

/** Runs `serve` in a new project while `use` uses the platforms. */
async function serving(
  args: readonly string[],
  use: (urls: readonly string[], folder: string) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "faults-"));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: faulty\nruntime: nodejs\n");
  const cli = join(repository, "sandbox", "dist", "cli.js");
  const served = spawn(process.execPath, [cli, "serve", ...args], { cwd: folder });
  try {
    let text = "";
    for await (const data of served.stdout) {
      text += String(data);
      if (text.endsWith("\n\n") && text.includes("export")) break;
    }
    await use(
      [...text.matchAll(/_API_URL=(\S+)/g)].map(([, url]) => String(url)),
      folder,
    );
  } finally {
    const ended = once(served, "exit");
    served.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true });
  }
}

describe("the options of faults", () => {
  it("apply to all platforms, and the log shows the faults", async () => {
    const args = ["--faults", "any text", "--fault-rate", "100", "--fault-kinds", "status", "--log", "log"];
    await serving(args, async (urls, folder) => {
      const got: number[] = [];
      for (const url of urls) got.push((await fetch(`${url}/api/v1/sources/`)).status);
      const lines = readFileSync(join(folder, "log"), "utf8").trim().split("\n");
      const entries = lines.map((line) => JSON.parse(line) as LoggedRequest);
      expect(entries.map(({ platform }) => platform)).toEqual(["unstructured", "aisquared", "airweave"]);
      expect(entries.map(({ status }) => status)).toEqual(got);
      expect(entries).toMatchObject(got.map((status) => ({ fault: { kind: "status", status } })));
    });
  });

  it("are off by default", () => {
    expect(platformOptions(flagsOf())).toEqual({});
    expect(faultSettings(flagsOf())).toBeUndefined();
  });

  it("are what the console's switches begin with", () => {
    const platforms = ["unstructured", "aisquared", "airweave"];
    expect(faultSettings(flagsOf("--faults", "x"))).toEqual({
      ...{ seed: "x", percent: 10, platforms },
      kinds: [...faultKinds],
    });
    const flags = flagsOf("--faults", "x", "--fault-rate", "40", "--fault-kinds", "cut,late");
    expect(faultSettings(flags)).toEqual({ seed: "x", percent: 40, kinds: ["cut", "late"], platforms });
  });

  it.each([
    [["--faults", ""], "option '--faults <seed>' argument '' is invalid"],
    ...["0", "101", "-1", "many", "1e1"].map((rate): [string[], string] => [
      ["--faults", "1", "--fault-rate", rate],
      `option '--fault-rate <percent>' argument '${rate}' is invalid`,
    ]),
    [
      ["--faults", "1", "--fault-kinds", "cut,slow"],
      `option '--fault-kinds <kinds>' argument 'cut,slow' is invalid. "slow" `,
    ],
  ])("are refused as %j", (args, message) => {
    expect(() => flagsOf(...args)).toThrow(message);
  });

  it.each([
    ["--fault-rate", "5"],
    ["--fault-kinds", "cut, status"],
  ])("are refused as %s without a seed", (name, value) => {
    expect(() => platformOptions(flagsOf(name, value))).toThrow(new RegExp(`^${name} .*--faults`));
  });

  it("are behaviour options, like the platforms' own", () => {
    const given = flagsOf("--faults", "1", "--fault-rate", "2.5", "--requests-per-minute", "10");
    expect(behaviourOptions(given)).toEqual(["--requests-per-minute", "--faults", "--fault-rate"]);
    expect(behaviourOptions(flagsOf())).toEqual([]);
  });
});
