import { AsyncQueue } from "./async-queue";
import type { Checkpoint } from "./checkpoint";
import { startEngineServer, type EngineServer } from "./engine-server";
import type { EngineEvent, EventSink, Severity } from "./events";
import { ResourceMonitor } from "./monitor";
import type { OnLine } from "./node-process";
import { startProgram, type Program } from "./program";
import type { Project } from "./project";
import type { PropertyMap } from "./property";
import { ProviderHost } from "./provider-host";
import { ProviderRegistry } from "./provider-registry";
import type { OutputsEvent, SourceEvent } from "./registration";
import { rebuildAfterRefresh } from "./refresh";
import { providerUrn, type ResourceState } from "./resource-state";
import { Snapshot } from "./snapshot";
import type { StackConfig } from "./stack-config";
import { StepExecutor } from "./step-executor";
import { Bail, StepGenerator } from "./step-generator";
import { refreshStep } from "./steps";
import { stackType, urnType, type Urn } from "./urn";

export interface DeploymentOptions {
  readonly mode: Mode;
  readonly project: Project;
  readonly stack: string;
  readonly config: StackConfig;
  /** The state before. */
  readonly checkpoint: Checkpoint;
  /** Nothing is changed, neither on a platform nor in the state. */
  readonly dryRun: boolean;
  readonly parallel: number;
  /** What program and providers find in their environment besides this process's. */
  readonly env: Readonly<Record<string, string>>;
  /** Saves the state; called after every step. Never called at preview. */
  readonly save: (checkpoint: Checkpoint) => Promise<void>;
  readonly sink: EventSink;
  /** When it fires nothing new starts; what runs goes on to its end. */
  readonly signal: AbortSignal;
}

/** Where the resources of an operation come from. */
export type Mode =
  /** From the program. */
  | "update"
  /** From nowhere: all that there is goes. */
  | "destroy"
  /** From the state: each is brought to what its object is. */
  | "refresh";

/** One operation on a stack, from beginning to end. Source: pulumi/pulumi, `pkg/resource/deploy/deployment_executor.go`. */
export class Deployment {
  readonly #snapshot: Snapshot | undefined;
  readonly #providers: ProviderRegistry;
  readonly #executor: StepExecutor;
  readonly #queue = new AsyncQueue<SourceEvent>();
  readonly #registered = new Map<Urn, ResourceState>();
  #resources: readonly ResourceState[];
  #server: EngineServer | undefined;
  #monitor: ResourceMonitor | undefined;
  #stackOutputs: OutputsEvent | undefined;
  #errored = false;

  constructor(private readonly options: DeploymentOptions) {
    const { checkpoint, dryRun, save, parallel } = options;
    this.#resources = checkpoint.resources;
    this.#snapshot = dryRun ? undefined : new Snapshot(checkpoint, save);
    this.#providers = new ProviderRegistry(() => this.#startHost());
    this.#executor = new StepExecutor(
      {
        dryRun,
        parallel,
        snapshot: this.#snapshot,
        sink: (event) => this.#observe(event),
        continueOnError: options.mode === "refresh",
      },
      () => {
        this.#queue.end();
        this.#monitor?.close();
      },
    );
  }

  /** @returns whether all went well and nothing was cancelled; what did not was reported. */
  async run(): Promise<boolean> {
    const { signal, dryRun } = this.options;
    const cancel = (): void => {
      this.#report("error", "", `${dryRun ? "preview" : "update"} canceled`);
      this.#executor.cancel();
    };
    signal.addEventListener("abort", cancel, { once: true });
    try {
      if (signal.aborted) cancel();
      else await this.#run();
    } catch (error) {
      this.#fail(error);
      await this.#executor.idle();
    } finally {
      await this.#close();
      signal.removeEventListener("abort", cancel);
    }
    return !this.#errored && !this.#executor.failed && !this.#executor.cancelled;
  }

  /** Ends what this operation has started, whatever goes wrong meanwhile: a process that is left would wait for ever. */
  async #close(): Promise<void> {
    try {
      await this.#snapshot?.flush();
    } catch (error) {
      this.#fail(new Error(`the state could not be saved: ${(error as Error).message}`));
    }
    await this.#providers.stop().catch((error: unknown) => this.#fail(error));
    this.#server?.stop();
  }

  #fail(error: unknown): void {
    if (!(error instanceof Bail)) this.#report("error", "", (error as Error).message);
    this.#errored = true;
  }

  async #run(): Promise<void> {
    const { mode } = this.options;
    if (mode === "refresh") {
      await this.#refresh();
      return;
    }
    this.#warnOfPendingOperations();
    const generator = new StepGenerator({
      stack: this.options.stack,
      project: this.options.project.name,
      resources: this.#resources,
      dryRun: this.options.dryRun,
      providers: this.#providers,
      report: (severity, urn, message) => this.#report(severity, urn, message),
    });
    const program = mode === "update" ? await this.#startProgram() : undefined;
    if (program === undefined) this.#queue.end();
    try {
      await this.#takeRegistrations(generator);
      await this.#executor.idle();
      if (!this.#errored && !this.#executor.failed && !this.#executor.cancelled) {
        await this.#delete(generator);
      }
    } finally {
      this.#errored ||= generator.errored;
      await this.#finishStackOutputs().catch((error: unknown) => this.#fail(error));
      this.#monitor?.finish();
      await this.#end(program);
    }
    this.#reportFailure();
  }

  #reportFailure(): void {
    if (!this.#executor.failed) return;
    this.#report("error", "", `${this.options.dryRun ? "preview" : "update"} failed`);
  }

  /** Plans what the program registers, one after the other, while what was planned is carried out. */
  async #takeRegistrations(generator: StepGenerator): Promise<void> {
    for await (const event of this.#queue) {
      if (this.#executor.cancelled) return;
      if (event.kind === "outputs") {
        await this.#registerOutputs(event);
        continue;
      }
      try {
        const steps = event.kind === "register" ? await generator.register(event) : generator.read(event);
        this.#executor.execute(steps);
      } catch (error) {
        this.#fail(error);
        this.#executor.cancel();
      }
    }
  }

  async #delete(generator: StepGenerator): Promise<void> {
    for (const group of await generator.deletions()) {
      const kept = generator.dependenciesOf(this.#executor.failures);
      for (const step of group) {
        if (step.old === undefined || !kept.has(step.old)) this.#executor.execute([step]);
      }
      await this.#executor.idle();
      if (this.#executor.cancelled) return;
    }
  }

  async #refresh(): Promise<void> {
    const steps = this.#resources.map((resource) => refreshStep(this.#providers, resource));
    for (const resource of this.#resources) await this.#loadProviderOf(resource);
    for (const step of steps) this.#executor.execute([step]);
    await this.#executor.idle();
    this.#resources = rebuildAfterRefresh(steps.map((step) => step.new));
    await this.#snapshot?.rebase(this.#resources);
    this.#reportFailure();
  }

  async #loadProviderOf({ provider }: ResourceState): Promise<void> {
    if (provider === "") return;
    const urn = providerUrn(provider);
    const state = this.#resources.find((resource) => resource.urn === urn && !resource.delete);
    if (state === undefined) throw new Error(`could not find provider ${provider} in the state`);
    await this.#providers.load(state);
  }

  async #startProgram(): Promise<Program> {
    const { project, stack, config, dryRun, parallel, env } = this.options;
    this.#monitor = new ResourceMonitor({
      project: project.name,
      stack,
      config,
      dryRun,
      parallel,
      emit: (event) => this.#queue.push(event),
      onFinished: () => this.#queue.end(),
      onRefused: (urn, message) => {
        this.#report("error", urn, message);
        this.#errored = true;
        this.#executor.cancel();
      },
    });
    const { address } = await this.#startServer();
    this.#providers.prepare();
    const onLine = this.#lineReporter("program");
    const program = startProgram({ project, stack, config, dryRun, parallel, env, address, onLine });
    void program.ended.then((end) => {
      if (end.kind === "failed" && !this.#executor.cancelled) {
        if ("message" in end) this.#report("error", "", end.message);
        this.#errored = true;
        this.#executor.cancel();
      }
      this.#queue.end();
    });
    return program;
  }

  async #end(program: Program | undefined): Promise<void> {
    if (program === undefined) return;
    if (this.#executor.cancelled) await program.stop();
    const end = await program.ended;
    if (end.kind === "failed") this.#errored = true;
  }

  async #startServer(): Promise<EngineServer> {
    this.#server ??= await startEngineServer(this.#monitor, this.options.sink);
    return this.#server;
  }

  async #startHost(): Promise<ProviderHost> {
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

  /** Outputs of components are final at once; those of the stack only when everything else has ended. */
  async #registerOutputs(event: OutputsEvent): Promise<void> {
    if (urnType(event.urn) === stackType) this.#stackOutputs = event;
    else await this.#setOutputs(event.urn, event.outputs);
    event.done();
  }

  /** After a failure an output that is missing was perhaps not reached, so the old one stays. */
  async #finishStackOutputs(): Promise<void> {
    if (this.#stackOutputs === undefined) return;
    const { urn, outputs } = this.#stackOutputs;
    const failed = this.#errored || this.#executor.failed || this.#executor.cancelled;
    const old = this.#resources.find((resource) => resource.urn === urn);
    await this.#setOutputs(urn, failed ? { ...old?.outputs, ...outputs } : outputs);
  }

  async #setOutputs(urn: Urn, outputs: PropertyMap): Promise<void> {
    const state = this.#registered.get(urn);
    if (state === undefined) return;
    state.outputs = outputs;
    const old = this.#resources.find((resource) => resource.urn === urn);
    this.options.sink({ kind: "outputs", urn, old, new: state });
    await this.#snapshot?.outputsChanged();
  }

  #observe(event: EngineEvent): void {
    if (event.kind === "step-succeeded" && event.step.new !== undefined) {
      this.#registered.set(event.step.urn, event.step.new);
    }
    this.options.sink(event);
  }

  #warnOfPendingOperations(): void {
    const { pendingOperations } = this.options.checkpoint;
    if (pendingOperations.length === 0 || this.options.dryRun) return;
    const list = pendingOperations.map(
      ({ resource, type }) => `  * ${resource.urn}, interrupted while ${type}\n`,
    );
    this.#report(
      "warning",
      "",
      `Attempting to deploy or update resources with ${pendingOperations.length} pending operations from previous deployment.\n${list.join("")}These resources are in an unknown state because the last operation was interrupted while it was waiting for changes to them to complete. Look on the platform whether these objects exist.`,
    );
  }

  /** Reports what a process prints as the CLI does: each stream by itself, without empty lines. */
  #lineReporter(process: string): OnLine {
    return (stream, line) => {
      if (line.trim() === "") return;
      this.options.sink({
        kind: "diagnostic",
        severity: stream === "stdout" ? "info" : "info#err",
        urn: "",
        message: `${line}\n`,
        stream: `${process} ${stream}`,
      });
    };
  }

  #report(severity: Severity, urn: Urn, message: string): void {
    this.options.sink({ kind: "diagnostic", severity, urn, message });
  }
}
