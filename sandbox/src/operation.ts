import { existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { JsonDisplay, type Digest } from "./display/json";
import { Tally } from "./display/tally";
import { TextDisplay, type Kind } from "./display/text";
import type { Checkpoint } from "./engine/checkpoint";
import { Deployment, type Mode } from "./engine/deployment";
import type { EngineEvent, EventSink } from "./engine/events";
import { NodeRuntime } from "./engine/node-runtime";
import { newCrypter } from "./engine/passphrase";
import type { Project } from "./engine/project";
import type { PropertyMap } from "./engine/property";
import { StackConfigFile, type StackConfig } from "./engine/stack-config";
import { StateFile } from "./engine/state-file";
import { stackType } from "./engine/urn";

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
  readonly json?: boolean;
  readonly signal?: AbortSignal;
  /** Bring the state to what the objects are before an update or a destroy. Default: false. */
  readonly refresh?: boolean;
  /** Run the program for a refresh or a destroy too, for its configuration. Default: false. */
  readonly runProgram?: boolean;
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

function statePath(project: Project, stack: string): string {
  return join(sandboxFolder(project), "stacks", `${stack}.json`);
}

/** What a program of this project finds in the outputs of another stack. @throws Error if there is no such stack here. */
function stackOutputs(project: Project, name: string): PropertyMap {
  const [stack = "", ofProject = project.name] = name.split("/").reverse();
  const path = statePath(project, stack);
  if (ofProject !== project.name || !existsSync(path)) throw new Error(`unknown stack "${name}"`);
  const { resources } = StateFile.read(path, passphrase(), () => newCrypter(passphrase())).checkpoint;
  return resources.find(({ type, delete: gone }) => type === stackType && !gone)?.outputs ?? {};
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
  const state = StateFile.read(statePath(project, stack), passphrase(), () => configFile.crypter());

  const tally = new Tally();
  const json = new JsonDisplay(config, tally);
  const text = options.json
    ? undefined
    : new TextDisplay(kind, stack, tally, options.print ?? (() => undefined));
  const hide = secretFilter(config);
  const sink: EventSink = (event) => {
    const shown = hide(event);
    for (const display of [tally, json, text]) display?.observe(shown);
  };

  const dryRun = kind === "preview";
  const parallel = options.parallel ?? availableParallelism() * 4;
  const runtime = new NodeRuntime({
    project,
    stack,
    config,
    dryRun,
    parallel,
    env: options.env ?? {},
    log: (severity, urn, message) => sink({ kind: "diagnostic", severity, urn, message }),
  });
  const deployment = new Deployment(
    {
      mode: modes[kind],
      refresh: options.refresh ?? false,
      runProgram: options.runProgram ?? false,
      project: project.name,
      stack,
      checkpoint: state.checkpoint,
      dryRun,
      parallel,
      stackOutputs: (name) => stackOutputs(project, name),
      save: (checkpoint: Checkpoint) => state.write(checkpoint),
      sink,
      signal: options.signal ?? new AbortController().signal,
    },
    runtime,
  );
  const succeeded = await deployment.run();
  const seconds = (performance.now() - began) / 1000;
  text?.finish(seconds);
  return { succeeded, digest: json.finish(seconds) };
}

const modes: Readonly<Record<Kind, Mode>> = {
  preview: "update",
  update: "update",
  refresh: "refresh",
  destroy: "destroy",
};

/** As in the CLI, secrets of the stack config are taken out of every message, unless they are so short that they stand anywhere. */
function secretFilter(config: StackConfig): (event: EngineEvent) => EngineEvent {
  const secrets = Object.values(config)
    .flatMap((value) => value.secrets)
    .filter((secret) => secret.length >= 3)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .sort((a, b) => b.length - a.length);
  return (event) =>
    event.kind === "diagnostic"
      ? {
          ...event,
          message: secrets.reduce((text, secret) => text.replaceAll(secret, "[secret]"), event.message),
        }
      : event;
}
