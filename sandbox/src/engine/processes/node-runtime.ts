import type { Project } from "pulumi-connectors/internal/project/project";
import type { StackConfig } from "pulumi-connectors/internal/project/stack-config";
import { startEngineServer, type EngineServer } from "../rpc/engine-server";
import type { Diagnostic } from "../events/events";
import type { OnLine } from "./node-process";
import { ResourceMonitor } from "../rpc/monitor";
import { PolicyPack } from "./policy-pack";
import type { PolicyPackSource } from "./policy-pack-files";
import { startProgram } from "./program";
import type { Provider } from "../providers/provider";
import { ProviderHost } from "./provider-host";
import type { Program, ProgramListener, Runtime } from "../runtime/runtime";

export interface NodeRuntimeOptions {
  readonly project: Project;
  readonly stack: string;
  readonly config: StackConfig;
  readonly dryRun: boolean;
  readonly parallel: number;
  /** Environment variables of program and providers, besides those of this process. */
  readonly env: Readonly<Record<string, string>>;
  readonly policyPacks: readonly PolicyPackSource[];
  /** Receives what providers log and all processes print. */
  readonly log: (diagnostic: Diagnostic) => void;
}

/** Runs program, providers and policy packs as Node processes, with the program's own SDK. */
export class NodeRuntime implements Runtime {
  #server: Promise<EngineServer> | undefined;

  constructor(private readonly options: NodeRuntimeOptions) {}

  async startProgram(listener: ProgramListener): Promise<Program> {
    const { project, stack, config, dryRun, parallel, env } = this.options;
    const monitor = new ResourceMonitor({ project: project.name, stack, config, dryRun, parallel, listener });
    const server = await this.#startServer();
    server.serve(monitor);
    const { address } = server;
    const onLine = this.#lineReporter("program");
    const program = startProgram({ project, stack, config, dryRun, parallel, env, address, onLine });
    void program.ended.then((end) => {
      if (end.kind === "failed") listener.failed("message" in end ? end.message : undefined);
      else listener.finished();
    });
    return {
      close: () => monitor.close(),
      async end({ kill }) {
        if (kill) await program.stop();
        else monitor.finish();
        return (await program.ended).kind === "succeeded";
      },
    };
  }

  async startProvider(): Promise<Provider> {
    const { project, env } = this.options;
    const { address } = await this.#startServer();
    return await ProviderHost.start({
      folder: project.programFolder,
      project: project.name,
      env,
      engineAddress: address,
      onLine: this.#lineReporter("provider host"),
    });
  }

  async startPolicyPacks(): Promise<readonly PolicyPack[]> {
    const { project, stack, config, dryRun, env, policyPacks } = this.options;
    if (policyPacks.length === 0) return [];
    const { address } = await this.#startServer();
    const onLine = this.#lineReporter("policy pack");
    const options = { project: project.name, stack, config, dryRun, env, engineAddress: address, onLine };
    const started = await Promise.allSettled(policyPacks.map((source) => PolicyPack.start(source, options)));
    const packs = started.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    const failed = started.find((result) => result.status === "rejected");
    if (failed === undefined) return packs;
    await Promise.all(packs.map((pack) => pack.stop()));
    throw failed.reason;
  }

  stop(): void {
    void this.#server?.then((server) => server.stop()).catch(() => undefined);
  }

  /** Reports a process's output as the CLI does: each stream separately, without blank lines. */
  #lineReporter(process: string): OnLine {
    return (stream, line) => {
      if (line.trim() === "") return;
      this.options.log({
        kind: "diagnostic",
        severity: stream === "stdout" ? "info" : "info#err",
        urn: "",
        message: `${line}\n`,
        stream: `${process} ${stream}`,
      });
    };
  }

  #startServer(): Promise<EngineServer> {
    this.#server ??= startEngineServer(this.options.log);
    return this.#server;
  }
}
