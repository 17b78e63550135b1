import { AsyncQueue } from "./async-queue";
import { builtinProvider, type StackOutputs } from "./providers/builtin-provider";
import type { Checkpoint } from "./state/checkpoint";
import type { EngineEvent, EventSink, Severity } from "./events/events";
import { pendingOperationsWarning } from "./state/pending-operations";
import type { PropertyMap } from "./values/property";
import { builtinProviderType, dynamicProviderType, ProviderRegistry } from "./providers/provider-registry";
import { PolicyChecks } from "./policy/policy-checks";
import { rebuildAfterRefresh } from "./state/refresh";
import type { OutputsEvent, SourceEvent } from "./runtime/registration";
import { providerUrn, type ResourceState } from "./state/resource-state";
import type { StateStore } from "./state/state-change";
import type { Program, Runtime } from "./runtime/runtime";
import { Snapshot } from "./steps/snapshot";
import { StepExecutor } from "./steps/step-executor";
import { Bail, StepGenerator, type GeneratorMode, type Plan } from "./plan/step-generator";
import { refreshStep, type Step } from "./steps/steps";
import { makeUrn, stackType, urnType, type Urn } from "./values/urn";
import type { UrnPatterns } from "./values/urn-patterns";
import { systemErrorText } from "pulumi-connectors/internal/project/system-error";

export interface DeploymentOptions {
  readonly mode: Mode;
  /** Whether to refresh the state first. Implied by the mode `refresh`. */
  readonly refresh: boolean;
  /** Whether to run the program in a refresh or a destroy, too, for its provider configuration. */
  readonly runProgram: boolean;
  readonly project: string;
  readonly stack: string;
  /** The state before. */
  readonly checkpoint: Checkpoint;
  /** Changes neither the platforms nor the state. */
  readonly dryRun: boolean;
  /** The resources to replace even if nothing has changed. Default: none. */
  readonly replacements?: UrnPatterns;
  readonly parallel: number;
  readonly stackOutputs: StackOutputs;
  /** Saves the state before and after every step. Not used in a preview. */
  readonly store: StateStore;
  readonly sink: EventSink;
  /** Cancels the operation: no step starts, running ones are completed. */
  readonly signal: AbortSignal;
}

/** What determines the resources of an operation. */
export type Mode =
  /** The program. */
  | "update"
  /** All resources are deleted. */
  | "destroy"
  /** The state: each resource is refreshed. */
  | "refresh";

/** The rest of the plan of a registered resource, after its refresh. */
interface Continuation {
  readonly kind: "continue";
  readonly urn: Urn;
  readonly plan: () => Promise<Step[]>;
}

/** One operation on a stack. Source: pulumi/pulumi, `pkg/resource/deploy/deployment_executor.go`. */
export class Deployment {
  readonly #snapshot: Snapshot | undefined;
  readonly #providers: ProviderRegistry;
  readonly #queue = new AsyncQueue<SourceEvent | Continuation>();
  readonly #registered = new Map<Urn, ResourceState>();
  #resources: readonly ResourceState[];
  #executor: StepExecutor;
  readonly #policies: PolicyChecks;
  #program: Program | undefined;
  #programFinished = false;
  /** The number of registrations whose plan is not complete. */
  #continuations = 0;
  #stackOutputs: OutputsEvent | undefined;
  #errored = false;
  /** Whether planning has stopped with an error, which was reported. */
  #bailed = false;

  constructor(
    private readonly options: DeploymentOptions,
    private readonly runtime: Runtime,
  ) {
    const { checkpoint, dryRun, store, stackOutputs } = options;
    this.#resources = checkpoint.resources;
    this.#snapshot = dryRun ? undefined : new Snapshot(checkpoint, store);
    this.#providers = new ProviderRegistry({
      [dynamicProviderType]: () => runtime.startProvider(),
      [builtinProviderType]: () => Promise.resolve(builtinProvider(stackOutputs)),
    });
    this.#executor = this.#newExecutor(false);
    this.#policies = new PolicyChecks(options.sink);
  }

  /** @returns false if anything failed or was cancelled; it has been reported. */
  async run(): Promise<boolean> {
    const { signal } = this.options;
    const cancel = (): void => {
      this.#reportResult("canceled");
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
    return !this.#failed;
  }

  get #failed(): boolean {
    return this.#errored || this.#executor.failed || this.#executor.cancelled;
  }

  /** Stops everything that the operation has started, even if parts of this fail: a process left behind would run forever. */
  async #close(): Promise<void> {
    try {
      await this.#snapshot?.flush();
    } catch (error) {
      this.#fail(new Error(`the state could not be saved: ${textOf(error)}`));
    }
    await this.#policies.stop().catch((error: unknown) => this.#fail(error));
    await this.#providers.stop().catch((error: unknown) => this.#fail(error));
    this.runtime.stop();
  }

  #fail(error: unknown, urn = ""): void {
    if (!(error instanceof Bail)) this.#report("error", urn, textOf(error));
    this.#errored = true;
  }

  #newExecutor(continueOnError: boolean): StepExecutor {
    const { dryRun, parallel } = this.options;
    const sink = (event: EngineEvent): void => this.#observe(event);
    return new StepExecutor({ dryRun, parallel, snapshot: this.#snapshot, sink, continueOnError }, () => {
      this.#queue.end();
      this.#program?.close();
    });
  }

  async #run(): Promise<void> {
    const { mode, refresh, runProgram, dryRun, checkpoint } = this.options;
    const refreshing = refresh || mode === "refresh";
    const withProgram = runProgram || mode === "update";
    const policies = mode === "update" ? this.#loadPolicies() : Promise.resolve();
    // An error is thrown where this is awaited below, unless the program fails to start before.
    policies.catch(() => undefined);
    if (refreshing && !(runProgram && mode !== "destroy")) {
      await policies;
      await this.#refreshAll();
      if (mode === "refresh" || this.#failed) return;
    } else if (!refreshing && !dryRun && checkpoint.pendingOperations.length > 0) {
      this.#report("warning", "", pendingOperationsWarning(checkpoint.pendingOperations));
    }
    this.#checkReplacements();
    const generator = new StepGenerator({
      mode: mode === "destroy" && !runProgram ? "update" : mode,
      refresh: refreshing && runProgram && mode !== "destroy",
      dryRun,
      stack: this.options.stack,
      project: this.options.project,
      resources: this.#resources,
      providers: this.#providers,
      policies: this.#policies,
      ...(this.options.replacements === undefined ? {} : { replacements: this.options.replacements }),
      report: (severity, urn, message) => this.#report(severity, urn, message),
    });
    if (withProgram) await this.#startProgram();
    else this.#finish();
    try {
      await policies;
      await this.#takeRegistrations(generator);
      await this.#executor.idle();
      await generator.analyzed();
      if (!this.#failed) await this.#takeRest(generator, mode);
    } finally {
      this.#errored ||= generator.errored;
      await this.#finishStackOutputs().catch((error: unknown) => this.#fail(error));
      await this.#endProgram();
    }
    if (!this.#bailed && !this.#executor.failed && !this.#executor.cancelled)
      await this.#analyzeStack(generator);
    if (!this.#bailed && (this.#executor.failed || generator.errored)) this.#reportResult("failed");
  }

  /** @throws Bail if a resource to replace does not exist. */
  #checkReplacements(): void {
    const unknown = (this.options.replacements?.literals ?? []).filter(
      (urn) => !this.#resources.some((resource) => resource.urn === urn),
    );
    for (const urn of unknown) {
      const hint = urn.includes("$") ? "" : " Did you forget to escape $ in your shell?";
      this.#report("error", "", `Target '${urn}' could not be found in the stack.${hint}`);
    }
    if (unknown.length > 0) throw new Bail("one or more targets could not be found in the stack");
  }

  /** Cancels the operation if the packs cannot be loaded. */
  async #loadPolicies(): Promise<void> {
    try {
      await this.#policies.load(async () => (await this.runtime.startPolicyPacks?.()) ?? []);
    } catch (error) {
      this.#executor.cancel();
      throw error;
    }
  }

  async #analyzeStack(generator: StepGenerator): Promise<void> {
    const { stack, project } = this.options;
    const root = makeUrn(stack, project, "", stackType, `${project}-${stack}`);
    await generator.analyzeStack(root);
    this.#errored ||= generator.errored;
  }

  /** Plans registrations one after the other, while planned steps are executed. */
  async #takeRegistrations(generator: StepGenerator): Promise<void> {
    for await (const event of this.#queue) {
      if (this.#executor.cancelled) return;
      try {
        await this.#take(event, generator);
      } catch (error) {
        this.#fail(error, this.#urnOf(event));
        this.#bailed = true;
        this.#executor.cancel();
      }
    }
  }

  async #take(event: SourceEvent | Continuation, generator: StepGenerator): Promise<void> {
    switch (event.kind) {
      case "register":
        this.#execute(await generator.register(event), this.#urnOf(event));
        return;
      case "read":
        this.#executor.execute(generator.read(event));
        return;
      case "continue":
        this.#executor.execute(await event.plan());
        this.#continuations--;
        this.#endWhenFinished();
        return;
      case "outputs":
        await this.#registerOutputs(event);
    }
  }

  #execute(plan: Plan, urn: Urn): void {
    if ("steps" in plan) {
      this.#executor.execute(plan.steps);
      return;
    }
    this.#continuations++;
    void plan.resume.then((rest) => this.#queue.push({ kind: "continue", urn, plan: rest }));
    this.#executor.execute([plan.refresh]);
  }

  #urnOf(event: SourceEvent | Continuation): Urn {
    if (event.kind === "continue" || event.kind === "outputs") return event.urn;
    const { parent, type, name } = event.goal;
    return makeUrn(this.options.stack, this.options.project, parent, type, name);
  }

  /** The program has made its last request. */
  #finish(): void {
    this.#programFinished = true;
    this.#endWhenFinished();
  }

  #endWhenFinished(): void {
    if (this.#programFinished && this.#continuations === 0) this.#queue.end();
  }

  /** Deletes or refreshes what the program did not register. */
  async #takeRest(generator: StepGenerator, mode: GeneratorMode): Promise<void> {
    if (mode === "refresh") {
      const steps = await generator.refreshes();
      for (const step of steps.values()) this.#executor.execute([step]);
      await this.#executor.idle();
      const resources = this.#resources.flatMap((resource) => {
        const step = steps.get(resource);
        return step === undefined ? [resource] : (step.new ?? []);
      });
      await this.#snapshot?.rebase(resources);
      return;
    }
    for (const group of await generator.deletions()) {
      const kept = generator.dependenciesOf(this.#executor.failures);
      for (const step of group) {
        if (step.old === undefined || !kept.has(step.old)) this.#executor.execute([step]);
      }
      await this.#executor.idle();
      if (this.#executor.cancelled) return;
    }
  }

  /** Refreshes every resource of the state, even if some fail. */
  async #refreshAll(): Promise<void> {
    if (this.#resources.length === 0) return;
    const update = this.#executor;
    this.#executor = this.#newExecutor(true);
    const context = { providers: this.#providers, refreshing: this.options.mode === "refresh" };
    const steps = this.#resources.map((resource) => refreshStep(context, resource));
    for (const resource of this.#resources) await this.#loadProviderOf(resource);
    for (const step of steps) this.#executor.execute([step]);
    await this.#executor.idle();
    this.#resources = rebuildAfterRefresh(steps.map((step) => step.new));
    await this.#snapshot?.rebase(this.#resources);
    if (this.#executor.failed) this.#reportResult("failed");
    else if (!this.#executor.cancelled) this.#executor = update;
  }

  async #loadProviderOf({ provider }: ResourceState): Promise<void> {
    if (provider === "") return;
    const urn = providerUrn(provider);
    const state = this.#resources.find((resource) => resource.urn === urn && !resource.delete);
    if (state === undefined) throw new Error(`could not find provider ${provider} in the state`);
    await this.#providers.load(state);
  }

  async #startProgram(): Promise<void> {
    const program = this.runtime.startProgram({
      emit: (event) => this.#queue.push(event),
      finished: () => this.#finish(),
      failed: (message) => {
        if (message !== undefined && !this.#executor.cancelled) this.#report("error", "", message);
        this.#errored = true;
        this.#executor.cancel();
      },
      log: (severity, urn, message) => this.#report(severity, urn, message),
    });
    this.#providers.prepare(dynamicProviderType);
    this.#program = await program;
  }

  async #endProgram(): Promise<void> {
    if (this.#program === undefined) return;
    const succeeded = await this.#program.end({ kill: this.#executor.cancelled });
    if (!succeeded) this.#errored = true;
  }

  /** Sets the outputs of a component at once; those of the stack at the end. */
  async #registerOutputs(event: OutputsEvent): Promise<void> {
    if (urnType(event.urn) === stackType) this.#stackOutputs = event;
    else await this.#setOutputs(event.urn, event.outputs);
    event.done();
  }

  /** After a failure, a missing output may just not have been computed, so the old one is kept. */
  async #finishStackOutputs(): Promise<void> {
    if (this.#stackOutputs === undefined) return;
    const { urn, outputs } = this.#stackOutputs;
    const old = this.#resources.find((resource) => resource.urn === urn);
    await this.#setOutputs(urn, this.#failed ? { ...old?.outputs, ...outputs } : outputs);
  }

  async #setOutputs(urn: Urn, outputs: PropertyMap): Promise<void> {
    const state = this.#registered.get(urn);
    if (state === undefined) return;
    state.outputs = outputs;
    const old = this.#resources.find((resource) => resource.urn === urn);
    this.options.sink({ kind: "outputs", urn, old, new: state });
    await this.#snapshot?.outputsChanged(state);
  }

  #observe(event: EngineEvent): void {
    if (event.kind === "step-succeeded" && event.step.new !== undefined) {
      this.#registered.set(event.step.urn, event.step.new);
    }
    this.options.sink(event);
  }

  #reportResult(result: "failed" | "canceled"): void {
    this.#report("error", "", `${this.options.dryRun ? "preview" : "update"} ${result}`);
  }

  #report(severity: Severity, urn: Urn, message: string): void {
    this.options.sink({ kind: "diagnostic", severity, urn, message });
  }
}

function textOf(error: unknown): string {
  return systemErrorText(error) ?? (error as Error).message;
}
