import { spawn, type ChildProcess } from "node:child_process";
import { isAbsolute, join } from "node:path";
import { createInterface } from "node:readline";
import { sdkModule } from "pulumi-connectors/internal/project/program-process";

const millisecondsToEnd = 5_000;

/** The compiled modules, even if this module was loaded from its source. */
const compiledFolder = join(__dirname, "..", "..", "..", "dist", "engine", "processes");

/** A Node process that runs a script of the program's own SDK, or one of the user's. */
export interface NodeProcess {
  readonly child: ChildProcess;
  /** Resolves with the exit code after the process has ended and its output was read; -1 if it was killed. */
  readonly exited: Promise<number>;
  /** Interrupts the process, and kills it after a timeout. Resolves when it has ended. */
  stop(): Promise<void>;
}

export interface NodeProcessOptions {
  /** A path below `@pulumi/pulumi/`, such as `cmd/run`, or an absolute path. */
  readonly script: string;
  readonly args: readonly string[];
  /** The name of a module in this folder to preload. */
  readonly preload?: string;
  /** Further arguments for Node. Default: none. */
  readonly nodeArgs?: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onLine: OnLine;
}

/** Called with each line that a process prints. */
export type OnLine = (stream: "stdout" | "stderr", line: string) => void;

export function startNodeProcess(options: NodeProcessOptions): NodeProcess {
  const { script, args, preload, nodeArgs: ownArgs = [], folder, env, onLine } = options;
  const preloads = ["end-with-parent", ...(preload === undefined ? [] : [preload])];
  // With `=`: the SDK's runner would take a bare `--require` for a TypeScript loader.
  const nodeArgs = preloads.map((name) => `--require=${join(compiledFolder, `${name}.js`)}`);
  const file = isAbsolute(script) ? script : sdkModule(folder, script);
  const child = spawn(process.execPath, [...nodeArgs, ...ownArgs, file, ...args], {
    cwd: folder,
    env: { ...process.env, ...withoutProxy(), ...env },
    stdio: "pipe",
    // A process group of its own: Ctrl-C only reaches the engine, which lets running steps finish.
    detached: true,
    windowsHide: true,
  });
  child.stdin.on("error", () => undefined);
  const read = (["stdout", "stderr"] as const).map(
    (stream) =>
      new Promise<void>((resolve) => {
        const lines = createInterface({ input: child[stream], crlfDelay: Infinity });
        lines.on("line", (line) => onLine(stream, line));
        lines.on("close", resolve);
      }),
  );
  const exitCode = new Promise<number>((resolve) => {
    child.on("error", () => resolve(-1));
    child.on("exit", (code) => resolve(code ?? -1));
  });
  const exited = exitCode.then(async (code) => {
    await Promise.all(read);
    return code;
  });
  return {
    child,
    exited,
    async stop() {
      child.kill("SIGINT");
      const killer = setTimeout(() => child.kill("SIGKILL"), millisecondsToEnd);
      await exited;
      clearTimeout(killer);
    },
  };
}

/** The engine listens on loopback, so the SDK must not use a proxy. */
function withoutProxy(): Record<string, string> {
  const { no_grpc_proxy, no_proxy } = process.env;
  return { no_grpc_proxy: [no_grpc_proxy ?? no_proxy, "127.0.0.1"].filter(Boolean).join(",") };
}
