#!/usr/bin/env node
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { parse } from "yaml";
import { z } from "zod";
import type { Kind } from "./display/text";
import { UserError } from "./engine/errors";
import { loadProject, type Project } from "./engine/project";
import type { StackConfig } from "./engine/stack-config";
import { runOperation, type OperationResult } from "./operation";
import { currentOwner, inUse } from "./platforms/owner";
import { addressSettings, startPlatforms, type PlatformOptions, type Platforms } from "./platforms/platforms";
import { fileLog } from "./platforms/request-log";
import { sandboxFolder, Stack } from "./stack";

interface CommonOptions {
  readonly cwd: string;
  readonly stack: string;
  readonly defaults?: string;
}

interface OperationFlags extends CommonOptions {
  readonly config: readonly (readonly [string, string])[];
  readonly json?: boolean;
  readonly log?: string;
  readonly parallel?: number;
  readonly keepNames?: boolean;
  readonly skipPreview?: boolean;
}

/** The first line of a stack config that was made from defaults; `reset` removes files that begin with it. */
const madeFromDefaults = " Made by the sandbox from the defaults of the program; `reset` removes this file.";

async function main(): Promise<void> {
  const program = new Command("connectors-sandbox")
    .description("Data platforms and a deployment engine on a laptop: no account, no Pulumi CLI.")
    .showHelpAfterError("(--help lists the options)");

  const operations: readonly (readonly [string, Kind, string])[] = [
    ["preview", "preview", "show what `up` would do"],
    ["up", "update", "make the platforms match the program"],
    ["refresh", "refresh", "bring the state to what the platforms have"],
    ["destroy", "destroy", "delete everything that the stack manages"],
  ];
  for (const [name, kind, description] of operations) {
    const command = withCommonOptions(program.command(name).description(description))
      .option("-c, --config <key=value>", "set a config value of the stack, and save it", addConfig, [])
      .option("--json", "print one JSON document, and nothing else, on stdout")
      .option("--log <file>", "add a JSON line for each request that reaches a platform")
      .option("-p, --parallel <n>", "run so many steps at once", parseCount)
      .option("-y, --yes", "do not ask (the sandbox never does)")
      .addOption(keepNamesOption())
      .action((flags: OperationFlags) => operate(kind, flags));
    if (kind === "update") command.option("--skip-preview", "do not look first whether a preview succeeds");
  }
  withCommonOptions(
    program.command("serve").description("keep the platforms up, for the pulumi CLI and other clients"),
  )
    .option("--log <file>", "add a JSON line for each request that reaches a platform")
    .option("--port <n>", "listen on this port instead of a free one", parseCount)
    .addOption(keepNamesOption())
    .action(serve);
  withCommonOptions(
    program
      .command("reset")
      .description("remove all that the sandbox made: states, the platforms' data, configs from defaults"),
  ).action(reset);
  await program.parseAsync();
}

function withCommonOptions(command: Command): Command {
  return command
    .option("-s, --stack <name>", "the stack", "dev")
    .option("-C, --cwd <folder>", "a folder of the Pulumi project", ".")
    .addOption(
      new Option("--defaults <file>", "make the stack's config from this file if there is none").hideHelp(),
    );
}

function keepNamesOption(): Option {
  return new Option(
    "--keep-names",
    "let the Unstructured platform refuse to rename, as the vendor's text says",
  );
}

async function operate(kind: Kind, flags: OperationFlags): Promise<void> {
  const stack = openStack(flags);
  refuseOtherMachines(saveConfig(stack, flags));
  if (kind !== "preview") stack.mustNotBeLocked();
  const platforms = await usePlatforms(stack.project, flags);
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => controller.abort());
  }
  // Whoever read the output has had enough; the operation goes on.
  process.stdout.on("error", () => undefined);
  const run = (phase: Kind): Promise<OperationResult> =>
    runOperation(stack, phase, {
      env: platforms.env,
      signal: controller.signal,
      print: (line) => process.stdout.write(`${line}\n`),
      ...(flags.json ? { json: true } : {}),
      ...(flags.parallel === undefined ? {} : { parallel: flags.parallel }),
    });
  try {
    // As in the CLI: what a preview refuses changes nothing, however much of the rest would have gone through.
    const preview = kind === "update" && !flags.skipPreview ? await run("preview") : undefined;
    const { succeeded, digest } = preview?.succeeded === false ? preview : await run(kind);
    if (flags.json) process.stdout.write(`${JSON.stringify(digest, null, 4)}\n`);
    if (!succeeded) process.exitCode = 1;
  } finally {
    await platforms.stop();
  }
}

async function serve(
  flags: CommonOptions & { log?: string; port?: number; keepNames?: boolean },
): Promise<void> {
  const { project } = openStack(flags);
  const platforms = await startPlatforms(platformFolder(project), platformOptions(flags), true);
  const lines = Object.entries(platforms.env).map(([name, value]) => `  export ${name}=${value}`);
  process.stdout.write(
    `The platforms are up until you press Ctrl-C. For other clients, in another terminal:\n\n${lines.join("\n")}\n\n`,
  );
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, resolve);
  });
  await platforms.stop();
}

function reset(flags: CommonOptions): void {
  const project = loadProject(resolve(flags.cwd));
  const owner = currentOwner(platformFolder(project));
  if (owner !== undefined) throw inUse(owner);
  rmSync(sandboxFolder(project), { recursive: true, force: true });
  for (const name of readdirSync(project.root)) {
    if (!/^Pulumi\..+\.yaml$/.test(name)) continue;
    const path = join(project.root, name);
    if (readFileSync(path, "utf8").startsWith(`#${madeFromDefaults}`)) rmSync(path);
  }
  process.stdout.write("Removed what the sandbox had made.\n");
}

/** Loads the project and sees to it that what the sandbox makes stays out of git. */
function openStack({ cwd, stack: name, defaults }: CommonOptions): Stack {
  const project = loadProject(resolve(cwd));
  const stack = new Stack(project, name);
  mkdirSync(sandboxFolder(project), { recursive: true, mode: 0o700 });
  writeFileSync(join(sandboxFolder(project), ".gitignore"), "*\n");
  if (defaults !== undefined) makeConfig(stack, resolve(cwd, defaults));
  return stack;
}

const defaultsSchema = z.strictObject({
  config: z.record(z.string(), z.string()).default({}),
  secrets: z.record(z.string(), z.string()).default({}),
});

function makeConfig(stack: Stack, defaultsPath: string): void {
  const file = stack.config();
  if (existsSync(file.path)) return;
  const { config, secrets } = defaultsSchema.parse(parse(readFileSync(defaultsPath, "utf8")));
  file.comment = madeFromDefaults;
  file.crypter();
  for (const [key, value] of Object.entries(config)) file.set(key, value, { secret: false });
  for (const [key, value] of Object.entries(secrets)) file.set(key, value, { secret: true });
  file.save();
}

/** @returns the config with what was set. */
function saveConfig(stack: Stack, { config }: OperationFlags): StackConfig {
  const file = stack.config();
  for (const [key, value] of config) file.set(key, value, { secret: false });
  if (config.length > 0) file.save();
  return file.read();
}

/** The stack config wins over the environment, so an address in it would have the sandbox deploy for real. */
function refuseOtherMachines(config: StackConfig): void {
  for (const key of addressSettings()) {
    const address = config[key]?.value ?? "";
    const host = URL.canParse(address) ? new URL(address).hostname : "localhost";
    if (/^(localhost|127\.[\d.]+|\[::1\]|)$/.test(host)) continue;
    throw new UserError(
      `stack config ${key} leads to ${host}: the sandbox deploys on this machine only; use the pulumi CLI, or a stack without that setting`,
    );
  }
}

/** The platforms that another process keeps up, else new ones. */
async function usePlatforms(project: Project, flags: OperationFlags): Promise<Platforms> {
  const folder = platformFolder(project);
  const owner = currentOwner(folder);
  if (owner?.serves !== true) return await startPlatforms(folder, platformOptions(flags));
  if (flags.log !== undefined || flags.keepNames) {
    throw new UserError(
      `the platforms are kept up by process ${owner.pid}: give --log and --keep-names to its \`serve\``,
    );
  }
  return { env: owner.env, stop: () => Promise.resolve() };
}

function platformOptions(flags: { log?: string; port?: number; keepNames?: boolean }): PlatformOptions {
  return {
    ...(flags.log === undefined ? {} : { log: fileLog(resolve(flags.log)) }),
    ...(flags.port === undefined ? {} : { ports: { unstructured: flags.port } }),
    ...(flags.keepNames ? { keepNames: true } : {}),
  };
}

function platformFolder(project: Project): string {
  return join(sandboxFolder(project), "platforms");
}

function addConfig(
  text: string,
  before: readonly (readonly [string, string])[],
): (readonly [string, string])[] {
  const position = text.indexOf("=");
  if (position < 1) throw new InvalidArgumentError("expected key=value");
  return [...before, [text.slice(0, position), text.slice(position + 1)]];
}

function parseCount(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("expected a number from 1 on");
  return Number(text);
}

main().catch((error: unknown) => {
  const message = error instanceof UserError ? error.message : ((error as Error).stack ?? String(error));
  process.stderr.write(`error: ${message}\n`);
  process.exitCode = error instanceof UserError ? error.exitCode : 1;
});
