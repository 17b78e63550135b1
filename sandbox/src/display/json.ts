import type { StackConfig } from "pulumi-connectors/internal/project/stack-config";
import { serializeResource } from "../engine/state/checkpoint";
import type { EngineEvent, Severity, StepInfo, StepOp } from "../engine/events/events";
import type { ResourceState } from "../engine/state/resource-state";
import { diagnosticText } from "./diagnostics";
import { hasOwnEntry } from "./step-view";
import type { ChangeSummary, Tally } from "./tally";

/** A step in the document, with the CLI's keys. */
export interface StepDigest {
  readonly op: StepOp;
  readonly urn: string;
  readonly provider?: string;
  readonly oldState?: Readonly<Record<string, unknown>>;
  readonly newState?: Readonly<Record<string, unknown>>;
  readonly replaceReasons?: readonly string[];
  readonly detailedDiff: null;
}

export interface DiagnosticDigest {
  readonly urn?: string;
  readonly message: string;
  readonly severity: Severity;
}

/** The document of `--json`. Source: pulumi/pulumi, `pkg/display/json.go` (PreviewDigest). */
export interface Digest {
  /** The stack config, secrets as `[secret]`. */
  readonly config: Readonly<Record<string, string>>;
  /** Without unchanged resources. Secrets are `[secret]`. */
  readonly steps: readonly StepDigest[];
  readonly diagnostics?: readonly DiagnosticDigest[];
  /** In nanoseconds. */
  readonly duration: number;
  readonly changeSummary: ChangeSummary;
}

/**
 * Collects an operation into the JSON document that the CLI makes of a preview, with the planned steps. For other operations it has the
 * results of the steps. Source: pulumi/pulumi, `ShowPreviewDigest` in `pkg/backend/display/json.go`.
 */
export class JsonDisplay {
  readonly #steps: StepDigest[] = [];
  readonly #diagnostics: DiagnosticDigest[] = [];

  constructor(
    private readonly config: StackConfig,
    private readonly tally: Tally,
    private readonly dryRun: boolean,
  ) {}

  observe(event: EngineEvent): void {
    if (event.kind === "step-started" && this.dryRun) {
      if (hasOwnEntry(event.step)) this.#steps.push(digest(event.step, event.step.op));
    } else if (event.kind === "step-succeeded") {
      this.#stepSucceeded(event.step, event.resultOp);
    } else if (event.kind === "diagnostic" && event.severity !== "debug" && event.ephemeral !== true) {
      const { urn, severity } = event;
      const message = `${diagnosticText(event)}\n`;
      this.#diagnostics.push({ ...(urn === "" ? {} : { urn }), message, severity });
    }
  }

  #stepSucceeded(step: StepInfo, op: StepOp): void {
    if (!this.dryRun) {
      if (hasOwnEntry({ ...step, op })) this.#steps.push(digest(step, op));
    } else if (step.op === "refresh" && op === "delete") {
      const position = this.#steps.findIndex(({ urn }) => urn === step.urn);
      this.#steps.splice(position, 1, digest(step, op));
    }
  }

  /** @param seconds The duration of the operation. */
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
      changeSummary: this.tally.summary,
    };
  }
}

/** The document as text, with the omissions and escapes of the CLI's encoder. */
export function formatDigest(digest: Digest): string {
  const isEmpty = (value: unknown): boolean =>
    typeof value === "object" && value !== null && Object.keys(value).length === 0;
  const present = Object.fromEntries(Object.entries(digest).filter(([, value]) => !isEmpty(value)));
  return JSON.stringify(present, null, 4).replace(
    /[<>&]/g,
    (character) => `\\u00${character.charCodeAt(0).toString(16)}`,
  );
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
