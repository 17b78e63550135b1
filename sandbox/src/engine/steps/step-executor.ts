import type { EventSink } from "../events/events";
import { makeSecret, mapEntries, Secret } from "../values/property";
import type { ResourceState } from "../state/resource-state";
import type { Snapshot, StepOutcome } from "./snapshot";
import { StepFailure, type Step } from "./steps";
import { isProviderType, urnName } from "../values/urn";
import { systemErrorText } from "pulumi-connectors/internal/project/system-error";

export interface ExecutorOptions {
  readonly dryRun: boolean;
  /** The maximum number of concurrent chains of steps. */
  readonly parallel: number;
  /** Undefined in a preview, which changes no state. */
  readonly snapshot: Snapshot | undefined;
  readonly sink: EventSink;
  /** Whether steps may start after another has failed. */
  readonly continueOnError: boolean;
}

/**
 * Executes chains of steps: the steps of a chain in sequence, chains concurrently up to a limit. After a failure no step starts; running
 * ones are completed. Source: pulumi/pulumi, `pkg/resource/deploy/step_executor.go`.
 */
export class StepExecutor {
  /** The old and new states of failed steps. */
  readonly failures: ResourceState[] = [];

  readonly #queue: Step[][] = [];
  readonly #whenIdle: (() => void)[] = [];
  #running = 0;
  #cancelled = false;

  constructor(
    private readonly options: ExecutorOptions,
    /** Called once, on cancellation. */
    private readonly onCancelled: () => void,
  ) {}

  /** Queues a chain; ignored after a cancellation. */
  execute(chain: Step[]): void {
    if (chain.length === 0 || this.#cancelled) return;
    this.#queue.push(chain);
    this.#startChains();
  }

  /** Resolves when no step is running or queued. */
  async idle(): Promise<void> {
    if (this.#running === 0 && this.#queue.length === 0) return;
    await new Promise<void>((resolve) => this.#whenIdle.push(resolve));
  }

  get failed(): boolean {
    return this.failures.length > 0;
  }

  get cancelled(): boolean {
    return this.#cancelled;
  }

  /** No step starts from now on. */
  cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    for (const step of this.#queue.splice(0).flat()) step.settle();
    this.onCancelled();
    this.#settle();
  }

  #startChains(): void {
    while (this.#running < this.options.parallel) {
      const chain = this.#cancelled ? undefined : this.#queue.shift();
      if (chain === undefined) return;
      this.#running++;
      void this.#run(chain).finally(() => {
        for (const step of chain) step.settle();
        this.#running--;
        this.#startChains();
        this.#settle();
      });
    }
  }

  #settle(): void {
    if (this.#running > 0 || this.#queue.length > 0) return;
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }

  async #run(chain: readonly Step[]): Promise<void> {
    for (const step of chain) {
      if (this.#cancelled) return;
      const failure = await this.#runStep(step);
      step.settle();
      if (failure === undefined) continue;
      for (const resource of [step.old, step.new]) if (resource !== undefined) this.failures.push(resource);
      if (!this.options.continueOnError && !failure.harmless) this.cancel();
      return;
    }
  }

  async #runStep(step: Step): Promise<StepFailure | undefined> {
    const { snapshot, sink } = this.options;
    const shown = !isInternal(step);
    if (shown) sink({ kind: "step-started", step });
    const began = performance.now();
    const failure = await attempt(async () => {
      await snapshot?.begin(step);
      await step.apply();
    });
    if (step.new !== undefined && step.op !== "replace") this.#markSecretOutputs(step.new);
    if (failure !== undefined) {
      const urn = shown ? step.urn : "";
      const prefix = this.options.dryRun ? "Preview failed: " : "";
      sink({ kind: "diagnostic", severity: "error", urn, message: prefix + failure.message });
      if (shown) sink({ kind: "step-failed", step });
    } else if (shown) {
      const seconds = (performance.now() - began) / 1000;
      sink({ kind: "step-succeeded", step, resultOp: step.resultOp(), seconds });
    }
    const unsaved = await attempt(async () => snapshot?.end(step, outcomeOf(failure)));
    if (unsaved !== undefined) {
      const message = `the state could not be saved: ${unsaved.message}`;
      sink({ kind: "diagnostic", severity: "error", urn: "", message });
      return unsaved;
    }
    if (failure === undefined) step.complete();
    return failure;
  }

  /** Marks as secret the outputs that the program names, and those whose input of the same name is secret. */
  #markSecretOutputs(state: ResourceState): void {
    if (state.additionalSecretOutputs.includes("id")) {
      const message = "The 'id' property cannot be made secret. See pulumi/pulumi#2717 for more details.";
      this.options.sink({ kind: "diagnostic", severity: "warning", urn: state.urn, message });
    }
    state.outputs = mapEntries(state.outputs, (output, key) => {
      const named = state.additionalSecretOutputs.includes(key) && key !== "id";
      return named || state.inputs[key] instanceof Secret ? makeSecret(output) : output;
    });
  }
}

function outcomeOf(failure: StepFailure | undefined): StepOutcome {
  if (failure === undefined || failure.partial) return "done";
  return failure.unclear ? "unclear" : "not done";
}

/** Turns every error into a failure, because the state must be saved in any case. */
async function attempt(action: () => Promise<void>): Promise<StepFailure | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    if (error instanceof StepFailure) return error;
    return new StepFailure(
      systemErrorText(error) ?? (error instanceof Error ? error.message : String(error)),
      false,
    );
  }
}

/** Whether a step is about something that the program does not declare. Such steps are not reported. */
function isInternal({ op, type, urn }: Step): boolean {
  return op === "remove-pending-replace" || (isProviderType(type) && urnName(urn) === "default");
}
