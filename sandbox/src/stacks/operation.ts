import { availableParallelism } from "node:os";
import type { StackConfig } from "pulumi-connectors/internal/project/stack-config";
import { DiffDisplay } from "../display/diff";
import { JsonDisplay, type Digest } from "../display/json";
import type { Display, Kind } from "../display/options";
import { plainPen, type Pen } from "../display/pen";
import type { ProgressOptions } from "../display/progress-rows";
import type { Redact } from "../display/step-view";
import { Tally } from "../display/tally";
import { TextDisplay } from "../display/text";
import type { Checkpoint } from "../engine/state/checkpoint";
import { Deployment, type Mode } from "../engine/deployment";
import type { EventSink } from "../engine/events/events";
import { NodeRuntime } from "../engine/processes/node-runtime";
import type { PolicyPackSource } from "../engine/processes/policy-pack-files";
import { UrnPatterns } from "../engine/values/urn-patterns";
import type { Stack } from "./stack";

export interface OperationOptions {
  /** Shows what would be done, and changes nothing. Default: true for a preview, else false. */
  readonly dryRun?: boolean;
  /** Refreshes the state first. Default: the project's `options.refresh`, else false. */
  readonly refresh?: boolean;
  /** Runs the program in a refresh or a destroy, too. Default: false. */
  readonly runProgram?: boolean;
  /** Does not check the config against what the project says about it. Default: false. */
  readonly skipConfigValidation?: boolean;
  /** Removes interrupted creates from the state in a refresh. Default: false. */
  readonly clearPendingCreates?: boolean;
  /** URNs of resources to replace in an update even if nothing has changed, with wildcards. Default: none. */
  readonly replace?: readonly string[];
  /** The maximum number of concurrent steps. Default: four per core, as in the CLI. */
  readonly parallel?: number;
  /** Environment variables of program and providers, besides those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Prints a line of the text display. Not called with `json`. */
  readonly print?: (line: string) => void;
  /** Prints a diagnostic of a rich diff, which the CLI writes to stderr. Default: `print`. */
  readonly printDiagnostic?: (line: string) => void;
  readonly json?: boolean;
  /** Prints a rich diff of each resource. Default: false. */
  readonly diff?: boolean;
  /** Does not print the stack's outputs. Default: false. */
  readonly suppressOutputs?: boolean;
  /** The policy packs to check the resources of a preview or an update with. Default: none. */
  readonly policyPacks?: readonly PolicyPackSource[];
  /** Writes the texts of the display. Default: without colors, as they are. */
  readonly pen?: Pen;
  /** Shows the operation in place of the text display. Not called with `json` or `diff`. */
  readonly display?: (options: ProgressOptions) => Display;
  readonly signal?: AbortSignal;
}

export interface OperationResult {
  /** False if something failed; it has been reported. */
  readonly succeeded: boolean;
  /** The JSON document of `--json`. */
  readonly digest: Digest;
}

/**
 * Runs an operation on a stack, which is locked meanwhile unless it is a dry run.
 *
 * @throws UserError if config or state cannot be read, or the stack is locked.
 */
export async function runOperation(
  stack: Stack,
  kind: Kind,
  options: OperationOptions = {},
): Promise<OperationResult> {
  const dryRun = options.dryRun ?? kind === "preview";
  const lock = dryRun ? undefined : stack.lock();
  try {
    return await run(stack, kind, { ...options, dryRun });
  } finally {
    lock?.release();
  }
}

async function run(
  stack: Stack,
  kind: Kind,
  options: OperationOptions & { readonly dryRun: boolean },
): Promise<OperationResult> {
  const { dryRun, refresh = stack.project.refreshesAlways, runProgram = false } = options;
  const began = performance.now();
  const file = stack.config();
  // As in the CLI: an operation that does not run the program works with a config that does not fit it.
  const runsProgram = runProgram || modes[kind] === "update";
  if (runsProgram && !options.skipConfigValidation) file.check();
  const config = file.read();
  const state = stack.state();

  const tally = new Tally();
  const json = new JsonDisplay(config, tally, dryRun);
  const redact = secretFilter(config);
  const text = options.json ? undefined : textDisplay(stack, kind, tally, redact, options);
  const sink: EventSink = (event) => {
    const hasMessage = event.kind === "diagnostic" || event.kind === "policy-violation";
    const shown = hasMessage ? { ...event, message: redact(event.message) } : event;
    for (const display of [tally, json, text]) display?.observe(shown);
  };

  const parallel = options.parallel ?? availableParallelism() * 4;
  const runtime = new NodeRuntime({
    project: stack.project,
    stack: stack.name,
    config,
    dryRun,
    parallel,
    env: options.env ?? {},
    policyPacks: options.policyPacks ?? [],
    log: sink,
  });
  const deployment = new Deployment(
    {
      mode: modes[kind],
      refresh,
      runProgram,
      project: stack.project.name,
      stack: stack.name,
      checkpoint: options.clearPendingCreates ? withoutPendingCreates(state.checkpoint) : state.checkpoint,
      dryRun,
      replacements: new UrnPatterns(options.replace ?? []),
      parallel,
      stackOutputs: (name) => stack.outputsOf(name),
      store: state,
      sink,
      signal: options.signal ?? new AbortController().signal,
    },
    runtime,
  );
  const succeeded = await deployment.run().catch((error: unknown) => {
    text?.abandon?.();
    throw error;
  });
  const seconds = (performance.now() - began) / 1000;
  text?.finish(seconds);
  return { succeeded, digest: json.finish(seconds) };
}

function textDisplay(
  { name: stack, project }: Stack,
  kind: Kind,
  tally: Tally,
  redact: Redact,
  options: OperationOptions & { readonly dryRun: boolean },
): Display {
  const {
    policyPacks = [],
    dryRun,
    diff,
    suppressOutputs = false,
    print = () => undefined,
    printDiagnostic = print,
    pen = plainPen,
    display = (progress: ProgressOptions) => new TextDisplay({ ...progress, print }),
  } = options;
  const common = { kind, dryRun, stack, tally, redact, suppressOutputs, pen };
  return diff
    ? new DiffDisplay({ ...common, print, printDiagnostic })
    : display({ ...common, project: project.name, loadsPolicyPacks: policyPacks.length > 0 });
}

const modes: Readonly<Record<Kind, Mode>> = {
  preview: "update",
  update: "update",
  refresh: "refresh",
  destroy: "destroy",
};

function withoutPendingCreates({ resources, pendingOperations }: Checkpoint): Checkpoint {
  return { resources, pendingOperations: pendingOperations.filter(({ type }) => type !== "creating") };
}

/** As the CLI does, filters the secrets of the stack config out of all texts, except those so short that they would match anywhere. */
function secretFilter(config: StackConfig): Redact {
  const secrets = Object.values(config)
    .flatMap((value) => value.secrets)
    .filter((secret) => secret.length >= 3)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .sort((a, b) => b.length - a.length)
    .map((secret) => secret.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&"));
  if (secrets.length === 0) return (text) => text;
  const pattern = new RegExp([...new Set(secrets)].join("|"), "g");
  return (text) => text.replace(pattern, "[secret]");
}
