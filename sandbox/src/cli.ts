#!/usr/bin/env node
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { parse } from "yaml";
import { z } from "zod";
import { formatDigest } from "./display/json";
import type { Kind } from "./display/options";
import { UserError } from "./engine/errors";
import { loadProject, type Project } from "./engine/project";
import { StackConfigFile, type StackConfig } from "./engine/stack-config";
import { passphrase, runOperation, sandboxFolder, type OperationResult } from "./operation";
import { currentOwner, inUse } from "./platforms/owner";
import { addressSettings, startPlatforms, type PlatformOptions, type Platforms } from "./platforms/platforms";
import { fileLog } from "./platforms/request-log";

interface CommonOptions {
  readonly cwd: string;
  readonly stack: string;
  readonly defaults?: string;
}

interface OperationFlags extends CommonOptions {
  readonly config: readonly (readonly [string, string])[];
  readonly json?: boolean;
  readonly diff?: boolean;
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
      .option("--diff", "print all that changes in each resource")
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
  const project = openProject(flags);
  const stackConfig = saveConfig(project, flags);
  refuseOtherMachines(stackConfig);
  const platforms = await usePlatforms(project, flags);
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => controller.abort());
  }
  // Whoever read the output has had enough; the operation goes on.
  process.stdout.on("error", () => undefined);
  const run = (phase: Kind): Promise<OperationResult> =>
    runOperation(phase, {
      project,
      stack: flags.stack,
      env: platforms.env,
      signal: controller.signal,
      print: (line) => process.stdout.write(`${line}\n`),
      printDiagnostic: (line) => process.stderr.write(`${line}\n`),
      ...(flags.json ? { json: true } : {}),
      ...(flags.diff ? { diff: true } : {}),
      ...(flags.parallel === undefined ? {} : { parallel: flags.parallel }),
    });
  try {
    // As in the CLI: what a preview refuses changes nothing, however much of the rest would have gone through.
    const preview = kind === "update" && !flags.skipPreview ? await run("preview") : undefined;
    const { succeeded, digest } = preview?.succeeded === false ? preview : await run(kind);
    if (flags.json) process.stdout.write(`${formatDigest(digest)}\n`);
    if (!succeeded) process.exitCode = 1;
  } finally {
    await platforms.stop();
  }
}

async function serve(
  flags: CommonOptions & { log?: string; port?: number; keepNames?: boolean },
): Promise<void> {
  const project = openProject(flags);
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

async function reset(flags: CommonOptions): Promise<void> {
  const project = loadProject(resolve(flags.cwd));
  const owner = await currentOwner(platformFolder(project));
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
function openProject({ cwd, stack, defaults }: CommonOptions): Project {
  if (!/^[\w.-]+$/.test(stack))
    throw new UserError(`--stack ${stack}: a name has letters, digits, _ - and . only`);
  const project = loadProject(resolve(cwd));
  mkdirSync(sandboxFolder(project), { recursive: true, mode: 0o700 });
  writeFileSync(join(sandboxFolder(project), ".gitignore"), "*\n");
  if (defaults !== undefined) makeConfig(project, stack, resolve(cwd, defaults));
  return project;
}

const defaultsSchema = z.strictObject({
  config: z.record(z.string(), z.string()).default({}),
  secrets: z.record(z.string(), z.string()).default({}),
});

function makeConfig(project: Project, stack: string, defaultsPath: string): void {
  const file = StackConfigFile.open(project.root, stack, project.name, passphrase());
  if (existsSync(file.path)) return;
  const { config, secrets } = defaultsSchema.parse(parse(readFileSync(defaultsPath, "utf8")));
  file.comment = madeFromDefaults;
  file.crypter();
  for (const [key, value] of Object.entries(config)) file.set(key, value, { secret: false });
  for (const [key, value] of Object.entries(secrets)) file.set(key, value, { secret: true });
  file.save();
}

/** @returns the config with what was set. */
function saveConfig(project: Project, { stack, config }: OperationFlags): StackConfig {
  const file = StackConfigFile.open(project.root, stack, project.name, passphrase());
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
  const owner = await currentOwner(folder);
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
  process.exitCode = 1;
});
