import { programEnvironment, runnerArguments } from "pulumi-connectors/internal/project/program-process";
import type { Project } from "pulumi-connectors/internal/project/project";
import type { StackConfig } from "pulumi-connectors/internal/project/stack-config";
import { startNodeProcess, type NodeProcess, type OnLine } from "./node-process";

/** The exit code of the SDK's runner for an error that it has reported to the user. */
const alreadyReported = 32;

export interface ProgramOptions {
  readonly project: Project;
  readonly stack: string;
  readonly config: StackConfig;
  readonly dryRun: boolean;
  readonly parallel: number;
  readonly env: Readonly<Record<string, string>>;
  /** The address of the gRPC server. */
  readonly address: string;
  readonly onLine: OnLine;
}

export type ProgramEnd =
  | { readonly kind: "succeeded" }
  /** It has reported the error. */
  | { readonly kind: "failed" }
  | { readonly kind: "failed"; readonly message: string };

export interface Program {
  readonly ended: Promise<ProgramEnd>;
  stop(): Promise<void>;
}

/**
 * Runs the user's program with the SDK's runner, as Pulumi's language host for Node does.
 * Source: pulumi/pulumi, `sdk/nodejs/cmd/pulumi-language-nodejs/main.go`.
 */
export function startProgram(options: ProgramOptions): Program {
  const { project, stack, config, dryRun, parallel, env, address, onLine } = options;
  const process: NodeProcess = startNodeProcess({
    script: "cmd/run",
    args: runnerArguments(project, stack, [
      ...["--monitor", address],
      ...["--engine", address],
      ...(dryRun ? ["--dry-run"] : []),
      ...["--parallel", String(parallel)],
    ]),
    preload: "preload",
    nodeArgs: project.nodeArgs,
    folder: project.programFolder,
    env: { ...env, ...programEnvironment(project, config) },
    onLine,
  });
  return { ended: process.exited.then(toEnd), stop: () => process.stop() };
}

function toEnd(exitCode: number): ProgramEnd {
  if (exitCode === 0) return { kind: "succeeded" };
  if (exitCode === alreadyReported) return { kind: "failed" };
  return {
    kind: "failed",
    message: `an unhandled error occurred: Program exited with non-zero exit code: ${exitCode}`,
  };
}
