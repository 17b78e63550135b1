import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { programEnvironment, sdkModule } from "../../project/program-process";
import type { Project } from "../../project/project";
import { UserError } from "../../project/user-error";
import { scrubberFor } from "../../secrets/scrub";
import { unknownValue } from "../../values/unknowns";
import { reportDescriptor, type ProgramReport, type ProgramRequest } from "./request";
import type { CheckedConfig } from "./stack-config";

export interface RunOptions {
  readonly project: Project;
  readonly stack: string;
  readonly config: CheckedConfig;
  /** The path of a module with mocks. Default: none. */
  readonly mocks?: string;
  /** After how many seconds the program is ended. */
  readonly timeout: number;
  /** Receives each line that the program prints, without the secrets of the stack config. */
  readonly printOutput: (line: string) => void;
}

/** What validating a stack has found. */
export interface ValidationResult {
  readonly resourceCount: number;
  readonly problems: readonly string[];
  readonly notChecked: readonly string[];
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** How long an ended program may take to report, and its output to be read. */
const millisecondsToReport = 2_000;

/** Runs the program of a stack in a process of its own. @throws UserError if it cannot be started. */
export async function runProgram(options: RunOptions): Promise<ValidationResult> {
  const { project, config, timeout, printOutput } = options;
  const child = spawn(process.execPath, processArguments(options), {
    cwd: project.programFolder,
    env: environment(options),
    stdio: ["pipe", "pipe", "pipe", "pipe", "pipe"],
    windowsHide: true,
  });
  child.stdin.on("error", () => undefined);
  const secrets = Object.values(config.values).flatMap((value) => value.secrets);
  const scrub = scrubberFor(secrets.filter((secret) => secret !== unknownValue));
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input, crlfDelay: Infinity }).on("line", (line) => printOutput(scrub(line)));
  }
  const reported = textOf(child.stdio[reportDescriptor] as Readable);
  const { end, hasTimedOut } = await ended(child, timeout);
  const report = parseReport(await reported);
  const outcome = hasTimedOut ? timedOut(timeout) : outcomeOf(report, end);
  return {
    resourceCount: report?.resourceCount ?? 0,
    problems: [...config.problems, ...(report?.problems ?? []), ...(outcome.problems ?? [])],
    notChecked: [...config.notChecked, ...(report?.notChecked ?? []), ...(outcome.notChecked ?? [])],
  };
}

/** Waits until the process has ended and its output is read; ends it after a time, or when this process is ended. */
async function ended(
  child: ChildProcess,
  timeout: number,
): Promise<{ readonly end: string; readonly hasTimedOut: boolean }> {
  const state = { hasTimedOut: false };
  const timers = new Set<NodeJS.Timeout>();
  const after = (milliseconds: number, action: () => void): unknown =>
    timers.add(setTimeout(action, milliseconds));
  const kill = (): unknown => child.kill("SIGKILL");
  for (const signal of signals) process.once(signal, () => (kill(), process.exit(1)));
  after(timeout * 1000, () => {
    state.hasTimedOut = true;
    child.stdin?.end();
    after(millisecondsToReport, kill);
  });
  const end = await new Promise<string>((resolve) => {
    child.on("error", ({ message }) => resolve(message));
    child.on("close", (code, signal) => resolve(signal ?? `exit code ${code}`));
    // A process that the program has started may keep its output open.
    child.on("exit", (code, signal) =>
      after(millisecondsToReport, () => resolve(signal ?? `exit code ${code}`)),
    );
  });
  for (const timer of timers) clearTimeout(timer);
  for (const stream of [child.stdout, child.stderr]) stream?.destroy();
  for (const signal of signals) process.removeAllListeners(signal);
  return { end, hasTimedOut: state.hasTimedOut };
}

function processArguments({ project, stack, mocks }: RunOptions): string[] {
  if (mocks !== undefined && !existsSync(mocks)) throw new UserError(`--mocks: ${mocks} does not exist`);
  const { name, root, programFolder, entryPoint, nodeArgs } = project;
  const request: ProgramRequest = {
    project: { name, root, programFolder, entryPoint },
    stack,
    runner: sdkModule(programFolder, "cmd/run"),
    ...(mocks === undefined ? {} : { mocks }),
  };
  return [...nodeArgs, join(__dirname, "program.js"), JSON.stringify(request)];
}

function environment({ project, config }: RunOptions): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("PULUMI_NODEJS_"));
  const chosen = process.env.PULUMI_NODEJS_TRANSPILE_ONLY;
  return {
    ...Object.fromEntries(inherited),
    ...(chosen === undefined ? {} : { PULUMI_NODEJS_TRANSPILE_ONLY: chosen }),
    ...programEnvironment(project, config.values),
  };
}

type Outcome = Partial<Pick<ValidationResult, "problems" | "notChecked">>;

function timedOut(timeout: number): Outcome {
  return { problems: [`the program did not end within ${timeout} s, so it was ended`] };
}

/** What the way in which the program ended says besides. */
function outcomeOf(report: ProgramReport | undefined, end: string): Outcome {
  if (report === undefined) return { problems: [`the program could not be run to its end: ${end}`] };
  if (report.hasFailed || (report.isComplete && end === "exit code 0")) return {};
  return end === "exit code 0"
    ? { notChecked: ["the program ended itself before all of its resources were made"] }
    : { problems: [`the program ended itself with ${end}`] };
}

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  stream.on("error", () => undefined);
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function parseReport(text: string): ProgramReport | undefined {
  try {
    return JSON.parse(text) as ProgramReport;
  } catch {
    return undefined;
  }
}
