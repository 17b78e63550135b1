import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../harness";

/** A completed call between program, engine and provider, in protojson. */
export interface Call {
  /** `ResourceProvider/Check` */
  readonly method: string;
  readonly request: Readonly<Record<string, unknown>>;
  readonly response?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly string[];
}

/** An operation of either engine, as observed from outside. */
export interface Recording {
  /** The exit code of the CLI. */
  readonly exit: number;
  /** The lines below `Resources:`, without the total: `+ 3 created`, `2 unchanged`. */
  readonly summary: readonly string[];
  /** In the order of their responses. */
  readonly calls: readonly Call[];
  /** The resources in the checkpoint. */
  readonly resourcesAfter: readonly object[];
}

/** A recording of the pulumi CLI. */
export function readRecording(name: string): Recording {
  const path = join(repository, "test", "fixtures", "engine-traces", `${name}.json`);
  return JSON.parse(readFileSync(path, "utf8")) as Recording;
}

/** Calls that start and stop plugins, which the recordings leave out. */
const aboutPlugins = ["Handshake", "GetPluginInfo", "Cancel"].map((name) => `ResourceProvider/${name}`);

/** Parses a PULUMI_DEBUG_GRPC log, without the program's calls that the end of the engine interrupted. */
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

/** Parses the summary in the output of an operation. */
export function readSummary(output: string): string[] {
  const [, summary = ""] = /^Resources:\n((?: +.*\n)*)/m.exec(output) ?? [];
  const lines = summary.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "" && !/^\d+ changes/.test(line));
}
