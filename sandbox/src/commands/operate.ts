import { resolve } from "node:path";
import type { StackConfig } from "pulumi-connectors/internal/project/stack-config";
import { formatDigest } from "../display/json";
import type { Display, Kind } from "../display/options";
import type { ProgressOptions } from "../display/progress-rows";
import { UserError } from "../user-error";
import type { PolicyPackSource } from "../engine/processes/policy-pack-files";
import { runOperation, type OperationResult } from "../stacks/operation";
import { currentOwner, serverName } from "../serving/owner";
import type { Accounts } from "../serving/accounts";
import { sandboxPlatforms } from "../serving/discovery";
import { startPlatforms, type Platforms } from "../serving/start-platforms";
import type { Stack } from "../stacks/stack";
import { onInterrupt } from "./interrupt";
import { outputMode } from "./output-mode";
import { openExistingStack, prepareStack, type CommonFlags } from "./options";
import {
  accountOptions,
  accountsOf,
  behaviourOptions,
  keysOf,
  platformFolder,
  platformOptions,
  type PlatformFlags,
} from "./platform-options";

export type Setting = readonly [key: string, value: string];

export interface OperationFlags extends CommonFlags, PlatformFlags {
  readonly config: readonly Setting[];
  readonly json?: boolean;
  readonly diff?: boolean;
  readonly suppressOutputs?: boolean;
  readonly parallel?: number;
  readonly skipPreview?: boolean;
  readonly previewOnly?: boolean;
  readonly yes?: boolean;
  readonly refresh?: boolean;
  readonly runProgram?: boolean;
  readonly policyPack?: readonly string[];
  readonly policyPackConfig?: readonly string[];
  readonly replace?: readonly string[];
  readonly clearPendingCreates?: boolean;
  readonly expectNoChanges?: boolean;
  readonly withoutAccounts?: boolean;
  readonly skipConfigValidation?: boolean;
}

/** The namespaces that the platforms' settings have in the stack config. */
const settingNamespaces = sandboxPlatforms().map(({ name }) => name);

/**
 * Runs an operation as its command line says, after a preview, with the platforms of the project.
 *
 * @throws UserError if it cannot start.
 */
export async function operate(kind: Kind, flags: OperationFlags): Promise<void> {
  if (flags.previewOnly && (flags.skipPreview || flags.yes)) {
    const other = flags.skipPreview ? "--skip-preview" : "--yes";
    throw new UserError(`${other} and --preview-only cannot be used together`);
  }
  // As in the CLI. The others make a new stack, because there is no `stack init`.
  if (kind === "refresh" || kind === "destroy") openExistingStack(flags);
  const policyPacks = policyPackSources(flags);
  const stack = openForOperation(flags);
  const accounts = accountsOf(stack, flags.withoutAccounts);
  if (!flags.withoutAccounts) refuseOtherMachines(stack.config().read(), accounts);
  const changesStack = kind !== "preview" && !flags.previewOnly;
  // The lock is taken only for the changes, after the preview; without this a preview would run in vain.
  if (changesStack) stack.mustNotBeLocked();
  if (!flags.withoutAccounts) noteKeys(stack);
  const platforms = await usePlatforms(stack, flags);
  const controller = new AbortController();
  onInterrupt((signal) => controller.abort(signal));
  const mode = outputMode(flags, process.env, process.stdout);
  const display = mode.live && !flags.json && !flags.diff ? await liveDisplay(controller.signal) : undefined;
  // A closed pipe must not end the operation.
  process.stdout.on("error", () => undefined);
  const run = (dryRun: boolean): Promise<OperationResult> =>
    runOperation(stack, kind, {
      dryRun,
      ...(flags.refresh === undefined ? {} : { refresh: flags.refresh }),
      runProgram: flags.runProgram ?? false,
      replace: flags.replace ?? [],
      clearPendingCreates: flags.clearPendingCreates ?? false,
      policyPacks,
      env: platforms.env,
      signal: controller.signal,
      print: (line) => process.stdout.write(`${line}\n`),
      printDiagnostic: (line) => process.stderr.write(`${line}\n`),
      pen: mode.pen,
      ...(display === undefined ? {} : { display }),
      json: flags.json ?? false,
      diff: flags.diff ?? false,
      suppressOutputs: flags.suppressOutputs ?? false,
      skipConfigValidation: flags.skipConfigValidation ?? false,
      ...(flags.parallel === undefined ? {} : { parallel: flags.parallel }),
    });
  try {
    // As in the CLI: if the preview fails, nothing is changed.
    const preview = changesStack && flags.skipPreview ? undefined : await run(true);
    const result = preview?.succeeded === false || !changesStack ? preview : await run(false);
    if (result !== undefined) report(kind, result, flags);
  } finally {
    await platforms.stop();
  }
}

/** A tree that is drawn on the terminal. What draws it is loaded only where it is used. */
async function liveDisplay(signal: AbortSignal): Promise<(options: ProgressOptions) => Display> {
  const { Screen } = await import("../display/screen.js");
  const { TreeDisplay } = await import("../display/tree.js");
  const { stdout, stderr } = process;
  const screen = new Screen(stdout, stderr.isTTY ? [stderr] : []);
  process.on("SIGCONT", () => screen.resume());
  return (options) => new TreeDisplay({ ...options, screen, signal });
}

/** Pairs packs and configs by position. Source: pulumi/pulumi, `pkg/cmd/pulumi/operations/up.go`. */
function policyPackSources({
  cwd,
  policyPack = [],
  policyPackConfig = [],
}: OperationFlags): PolicyPackSource[] {
  if (policyPackConfig.length > 0 && policyPack.length === 0) {
    throw new UserError('"--policy-pack-config" must be specified with "--policy-pack"');
  }
  if (policyPackConfig.length > 0 && policyPackConfig.length !== policyPack.length) {
    throw new UserError(
      'the number of "--policy-pack-config" flags must match the number of "--policy-pack" flags',
    );
  }
  return policyPack.map((path, index) => {
    const config = policyPackConfig[index];
    return {
      path,
      folder: resolve(cwd, path),
      ...(config === undefined ? {} : { configFile: resolve(cwd, config) }),
    };
  });
}

/** @throws UserError for unexpected changes. */
function report(kind: Kind, { succeeded, digest }: OperationResult, flags: OperationFlags): void {
  if (flags.json) process.stdout.write(`${formatDigest(digest)}\n`);
  if (!succeeded) process.exitCode = 1;
  else if (flags.expectNoChanges && Object.keys(digest.changeSummary).some((op) => op !== "same")) {
    throw new UserError(`no changes were expected for ${kind} but changes were proposed`, 7);
  }
}

/** Saves the settings of `--config`. Without accounts the stack's file stays as it is, and the settings replace its values in memory. */
function openForOperation(flags: OperationFlags): Stack {
  const { config: settings, withoutAccounts = false } = flags;
  if (withoutAccounts) {
    return prepareStack(flags, { namespaces: settingNamespaces, values: Object.fromEntries(settings) });
  }
  const stack = prepareStack(flags);
  if (settings.length > 0) {
    const file = stack.config();
    for (const [key, value] of settings) file.set(key, value, { secret: false });
    file.save();
  }
  return stack;
}

/** The stack config takes precedence over the environment, so an address in it would make the sandbox deploy to a real platform. */
function refuseOtherMachines(config: StackConfig, accounts: Accounts): void {
  const addresses = settingNamespaces.flatMap((name) => [
    [`${name}:apiUrl`, config[`${name}:apiUrl`]?.value ?? ""] as const,
    ...accounts(name).map(
      (account) => [`${name}:accounts.${account.name}.apiUrl`, account.settings.apiUrl ?? ""] as const,
    ),
  ]);
  for (const [key, address] of addresses) {
    const host = URL.canParse(address) ? new URL(address).hostname : "localhost";
    if (/^(localhost|127\.[\d.]+|\[::1\]|)$/.test(host)) continue;
    throw new UserError(
      `stack config ${key} leads to ${host}: the sandbox never deploys to another machine; remove the setting, or deploy this stack with the pulumi CLI`,
    );
  }
}

/** Says that keys which may be real ones are not used where they are real. */
function noteKeys(stack: Stack): void {
  const keys = keysOf(stack);
  if (keys.length === 0) return;
  process.stderr.write(
    `note: the sandbox's own platforms accept ${keys.join(", ")} of the stack config; nothing is sent to the vendors\n`,
  );
}

/** The platforms that another process serves, else new ones. */
async function usePlatforms(stack: Stack, flags: OperationFlags): Promise<Platforms> {
  const folder = platformFolder(stack.project);
  const owner = currentOwner(folder);
  if (owner?.serves !== true) {
    const options = { ...platformOptions(flags), ...accountOptions(stack, flags.withoutAccounts) };
    return await startPlatforms(folder, options);
  }
  const behaviour = behaviourOptions(flags);
  if (behaviour.length > 0) {
    throw new UserError(
      `${serverName(owner)} runs the platforms: give ${behaviour.join(", ")} to that command instead`,
    );
  }
  return { env: owner.env, stop: () => Promise.resolve() };
}
