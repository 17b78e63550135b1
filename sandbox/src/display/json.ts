import { serializeResource } from "../engine/checkpoint";
import type { EngineEvent, StepInfo, StepOp } from "../engine/events";
import type { ResourceState } from "../engine/resource-state";
import type { StackConfig } from "../engine/stack-config";
import { stackType } from "../engine/urn";
import type { ChangeSummary, Tally } from "./tally";

/** One step in the document, under the CLI's names. */
export interface StepDigest {
  readonly op: StepOp;
  readonly urn: string;
  readonly provider?: string;
  readonly oldState?: Readonly<Record<string, unknown>>;
  readonly newState?: Readonly<Record<string, unknown>>;
  readonly replaceReasons?: readonly string[];
  readonly detailedDiff: null;
}

/** What `--json` prints. Source: pulumi/pulumi, `pkg/display/json.go` (PreviewDigest). */
export interface Digest {
  /** The stack config, secrets as `[secret]`. */
  readonly config: Readonly<Record<string, string>>;
  /** What is done, unchanged resources left out. Secrets are `[secret]`. */
  readonly steps: readonly StepDigest[];
  readonly diagnostics?: readonly {
    readonly urn?: string;
    readonly message: string;
    readonly severity: string;
  }[];
  /** In nanoseconds. */
  readonly duration: number;
  readonly changeSummary: ChangeSummary;
}

/** Collects an operation into the one JSON document that the CLI makes of a preview. */
export class JsonDisplay {
  readonly #steps: StepDigest[] = [];
  readonly #diagnostics: { urn?: string; message: string; severity: string }[] = [];

  constructor(
    private readonly config: StackConfig,
    private readonly tally: Tally,
  ) {}

  observe(event: EngineEvent): void {
    if (event.kind === "step-succeeded") {
      const { step, resultOp } = event;
      if (isShown(step)) this.#steps.push(digest(step, resultOp === "same" ? step.op : resultOp));
    } else if (event.kind === "diagnostic" && event.severity !== "debug") {
      const { urn, message, severity } = event;
      this.#diagnostics.push({ ...(urn === "" ? {} : { urn }), message, severity });
    }
  }

  /** @param seconds How long it took. */
  finish(seconds: number): Digest {
    const config = Object.entries(this.config).map(([key, { value, secrets }]) => [
      key,
      secrets.length > 0 ? "[secret]" : value,
    ]);
    return {
      config: Object.fromEntries(config) as Record<string, string>,
      steps: this.#steps,
      ...(this.#diagnostics.length > 0 ? { diagnostics: this.#diagnostics } : {}),
      duration: Math.round(seconds * 1e9),
      changeSummary: this.tally.changes,
    };
  }
}

/** As in the CLI: unchanged resources and the halves of a replacement are left out, the stack is always there. */
function isShown({ op, type, logical }: StepInfo): boolean {
  return type === stackType || (op !== "same" && logical);
}

function digest(step: StepInfo, op: StepOp): StepDigest {
  const provider = (step.new ?? step.old)?.provider;
  return {
    op,
    urn: step.urn,
    ...(provider ? { provider } : {}),
    ...(step.old === undefined ? {} : { oldState: blindState(step.old) }),
    ...(step.new === undefined ? {} : { newState: blindState(step.new) }),
    ...(step.replaceKeys.length === 0 ? {} : { replaceReasons: step.replaceKeys }),
    detailedDiff: null,
  };
}

function blindState(state: ResourceState): Record<string, unknown> {
  return serializeResource(state, () => "[secret]");
}
