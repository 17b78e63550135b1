import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { DiffDisplay } from "./display/diff";
import { JsonDisplay, type Digest } from "./display/json";
import type { Kind } from "./display/options";
import type { Redact } from "./display/step-view";
import { Tally } from "./display/tally";
import { TextDisplay } from "./display/text";
import type { Checkpoint } from "./engine/checkpoint";
import { Deployment, type Mode } from "./engine/deployment";
import type { EventSink } from "./engine/events";
import type { Project } from "./engine/project";
import { StackConfigFile, type StackConfig } from "./engine/stack-config";
import { StateFile } from "./engine/state-file";

/** The passphrase of stacks that live in the sandbox only, if PULUMI_CONFIG_PASSPHRASE is not set. */
export const sandboxPassphrase = "sandbox";

export interface OperationOptions {
  readonly project: Project;
  readonly stack: string;
  /** How many steps run at once. Default: four a core, as in the CLI. */
  readonly parallel?: number;
  /** What program and providers find in their environment besides this process's. */
  readonly env?: Readonly<Record<string, string>>;
  /** Takes the lines of the text display; with `json` nothing is printed. */
  readonly print?: (line: string) => void;
  /** Takes the lines that a rich diff has about it, where others have them within it. Default: `print`. */
  readonly printDiagnostic?: (line: string) => void;
  readonly json?: boolean;
  /** Prints a rich diff instead of the progress. */
  readonly diff?: boolean;
  readonly signal?: AbortSignal;
}

/** How an operation ended. */
export interface OperationResult {
  /** Whether all went well; what did not was reported. */
  readonly succeeded: boolean;
  /** The document of `--json`. */
  readonly digest: Digest;
}

/** Where everything is that the sandbox makes for a project; git ignores it. */
export function sandboxFolder(project: Project): string {
  return join(project.root, ".sandbox");
}

/** The passphrase that the environment gives, as the CLI reads it; a set one is never overridden, not even an empty one. */
export function passphrase(): string {
  const { PULUMI_CONFIG_PASSPHRASE: given, PULUMI_CONFIG_PASSPHRASE_FILE: file } = process.env;
  if (given !== undefined) return given;
  return file === undefined ? sandboxPassphrase : readFileSync(file, "utf8").trim();
}

/**
 * Runs an operation on a stack.
 *
 * @throws UserError if config or state can not be read.
 */
export async function runOperation(kind: Kind, options: OperationOptions): Promise<OperationResult> {
  const { project, stack } = options;
  const began = performance.now();
  const configFile = StackConfigFile.open(project.root, stack, project.name, passphrase());
  const config = configFile.read();
  const state = StateFile.read(join(sandboxFolder(project), "stacks", `${stack}.json`), passphrase(), () =>
    configFile.crypter(),
  );

  const dryRun = kind === "preview";
  const tally = new Tally();
  const json = new JsonDisplay(config, tally, dryRun);
  const redact = secretFilter(config);
  const text = options.json ? undefined : textDisplay(kind, dryRun, tally, redact, options);
  const sink: EventSink = (event) => {
    const shown = event.kind === "diagnostic" ? { ...event, message: redact(event.message) } : event;
    for (const display of [tally, json, text]) display?.observe(shown);
  };

  const deployment = new Deployment({
    mode: modes[kind],
    project,
    stack,
    config,
    checkpoint: state.checkpoint,
    dryRun,
    parallel: options.parallel ?? availableParallelism() * 4,
    env: options.env ?? {},
    save: (checkpoint: Checkpoint) => state.write(checkpoint),
    sink,
    signal: options.signal ?? new AbortController().signal,
  });
  const succeeded = await deployment.run();
  const seconds = (performance.now() - began) / 1000;
  text?.finish(seconds);
  return { succeeded, digest: json.finish(seconds) };
}

function textDisplay(
  kind: Kind,
  dryRun: boolean,
  tally: Tally,
  redact: Redact,
  { stack, project, diff, print = () => undefined, printDiagnostic = print }: OperationOptions,
): TextDisplay | DiffDisplay {
  const options = { kind, dryRun, stack, tally, redact, print };
  return diff
    ? new DiffDisplay({ ...options, printDiagnostic })
    : new TextDisplay({ ...options, project: project.name });
}

const modes: Readonly<Record<Kind, Mode>> = {
  preview: "update",
  update: "update",
  refresh: "refresh",
  destroy: "destroy",
};

/** As in the CLI, secrets of the stack config are taken out of every text, unless they are so short that they stand anywhere. */
function secretFilter(config: StackConfig): Redact {
  const secrets = Object.values(config)
    .flatMap((value) => value.secrets)
    .filter((secret) => secret.length >= 3)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .sort((a, b) => b.length - a.length);
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), text);
}
