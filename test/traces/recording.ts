import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../harness";

/** A call between program, engine and provider, when it was answered. Its parts are protojson. */
export interface Call {
  /** `ResourceProvider/Check` */
  readonly method: string;
  readonly request: Readonly<Record<string, unknown>>;
  readonly response?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly string[];
}

/** An operation as it was seen from outside, on whichever engine. */
export interface Recording {
  /** The exit code of the CLI. */
  readonly exit: number;
  /** The lines below `Resources:` but for the sum: `+ 3 created`, `2 unchanged`. */
  readonly summary: readonly string[];
  /** In the order in which they were answered. */
  readonly calls: readonly Call[];
  /** The checkpoint's list. */
  readonly resourcesAfter: readonly object[];
}

/** A recording of the real engine. */
export function readRecording(name: string): Recording {
  const path = join(repository, "test", "fixtures", "engine-traces", `${name}.json`);
  return JSON.parse(readFileSync(path, "utf8")) as Recording;
}

/** What the recordings leave out: how a plugin is greeted and sent away. */
const aboutPlugins = ["Handshake", "GetPluginInfo", "Cancel"].map((name) => `ResourceProvider/${name}`);

/** Reads a log that PULUMI_DEBUG_GRPC asked for. The program's calls that the end of the engine cut off are left out. */
export function readLog(text: string): Call[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Call & { readonly progress?: string })
    .filter(({ progress }) => progress === "response_completed")
    .map(({ method, request, response, errors }) => ({
      method: method.replace("/pulumirpc.", ""),
      request,
      ...(response === undefined ? {} : { response }),
      ...(errors === undefined ? {} : { errors }),
    }))
    .filter(({ method, response }) =>
      method.startsWith("ResourceMonitor/")
        ? response !== undefined
        : method.startsWith("ResourceProvider/") && !aboutPlugins.includes(method),
    );
}

/** Reads the summary of what an operation has printed. */
export function readSummary(output: string): string[] {
  const [, summary = ""] = /^Resources:\n((?: +.*\n)*)/m.exec(output) ?? [];
  const lines = summary.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "" && !/^\d+ changes/.test(line));
}
