import { startNodeProcess, type NodeProcess, type OnLine } from "./node-process";
import type { Project } from "../stack/project";
import type { StackConfig } from "../stack/stack-config";

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
    args: [
      ...["--monitor", address],
      ...["--engine", address],
      ...["--organization", "organization"],
      ...["--project", project.name],
      ...["--root-directory", project.root],
      ...["--stack", stack],
      ...["--pwd", project.programFolder],
      ...(dryRun ? ["--dry-run"] : []),
      ...["--parallel", String(parallel)],
      project.entryPoint,
    ],
    preload: "preload",
    nodeArgs: project.nodeArgs,
    folder: project.programFolder,
    env: {
      ...env,
      PULUMI_CONFIG: JSON.stringify(legacyKeys(config)),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(
        Object.keys(config).filter((key) => config[key]?.secrets.length),
      ),
      ...(project.typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
      ...(project.tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: project.tsconfig }),
    },
    onLine,
  });
  return { ended: process.exited.then(toEnd), stop: () => process.stop() };
}

/** Converts `namespace:name` to `namespace:config:name`, which every version of the SDK reads. */
function legacyKeys(config: StackConfig): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, { value }]) => [key.replace(":", ":config:"), value]),
  );
}

function toEnd(exitCode: number): ProgramEnd {
  if (exitCode === 0) return { kind: "succeeded" };
  if (exitCode === alreadyReported) return { kind: "failed" };
  return {
    kind: "failed",
    message: `an unhandled error occurred: Program exited with non-zero exit code: ${exitCode}`,
  };
}
