import { DiffDisplay } from "../../../../sandbox/src/display/diff";
import type { Kind } from "../../../../sandbox/src/display/options";
import type { Pen } from "../../../../sandbox/src/display/pen";
import { Tally } from "../../../../sandbox/src/display/tally";
import { TextDisplay } from "../../../../sandbox/src/display/text";
import type { Diagnostic, EngineEvent, StepInfo, StepOp } from "../../../../sandbox/src/engine/events/events";
import type { PropertyMap } from "../../../../sandbox/src/engine/values/property";
import { newResourceState, type ResourceState } from "../../../../sandbox/src/engine/state/resource-state";
import { urnType, type Urn } from "../../../../sandbox/src/engine/values/urn";

export const stackUrn = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev";

/** A displayed operation, and the expected text. */
export interface Operation {
  readonly kind?: Kind;
  readonly dryRun?: boolean;
  readonly suppressOutputs?: boolean;
  readonly pen?: Pen;
  readonly events: readonly EngineEvent[];
}

const defaults = { kind: "update", dryRun: false, suppressOutputs: false } as const;

/** The output of the progress display. The clock advances by a quarter of a second at each reading. */
export function progress({ events, ...options }: Operation): string {
  let now = 0;
  return display(
    events,
    (tally, print) =>
      new TextDisplay({
        ...defaults,
        ...options,
        ...{ tally, redact, print },
        ...{ stack: "dev", project: "shop", now: () => (now += 250) },
      }),
  );
}

/** The output of the rich diff, including diagnostics. */
export function richDiff({ events, ...options }: Operation): string {
  return display(
    events,
    (tally, print) =>
      new DiffDisplay({
        ...defaults,
        ...options,
        stack: "dev",
        tally,
        redact,
        print,
        printDiagnostic: print,
      }),
  );
}

function display(
  events: readonly EngineEvent[],
  make: (tally: Tally, print: (line: string) => void) => TextDisplay | DiffDisplay,
): string {
  const lines: string[] = [];
  const tally = new Tally();
  const subject = make(tally, (line) => lines.push(line));
  for (const event of events) {
    tally.observe(event);
    subject.observe(event);
  }
  subject.finish(2.3);
  return `${lines.join("\n")}\n`;
}

const redact = (text: string): string => text.replaceAll("hunter2", "[secret]");

export function source(name: string, parts: Partial<ResourceState> = {}): ResourceState {
  const urn = `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/unstructured:Source::${name}`;
  const provider = "urn:pulumi:dev::shop::pulumi:providers:pulumi-nodejs::default::1";
  return resource(urn, { custom: true, parent: stackUrn, provider, ...parts });
}

export function component(name: string, parts: Partial<ResourceState> = {}): ResourceState {
  return resource(`urn:pulumi:dev::shop::shop:index:Box::${name}`, { parent: stackUrn, ...parts });
}

export function stack(outputs: PropertyMap = {}): ResourceState {
  return resource(stackUrn, { outputs });
}

function resource(urn: Urn, parts: Partial<ResourceState>): ResourceState {
  return newResourceState({ urn, type: urnType(urn), custom: false }, parts);
}

export interface StepParts {
  readonly old?: ResourceState;
  readonly new?: ResourceState;
  readonly logical?: boolean;
  readonly replaceKeys?: readonly string[];
}

export function step(op: StepOp, { logical = true, replaceKeys = [], ...states }: StepParts): StepInfo {
  const subject = states.new ?? states.old;
  if (subject === undefined) throw new Error("a step needs a resource");
  const { urn, type } = subject;
  return { op, urn, type, old: states.old, new: states.new, logical, replaceKeys };
}

export function started(info: StepInfo): EngineEvent {
  return { kind: "step-started", step: info };
}

export function succeeded(info: StepInfo, resultOp: StepOp = info.op): EngineEvent {
  return { kind: "step-succeeded", step: info, resultOp, seconds: 0.25 };
}

/** The events of a step. @param outputs As returned by the provider. */
export function done(op: StepOp, parts: StepParts, outputs?: Partial<ResourceState>): EngineEvent[] {
  const before = step(op, parts);
  const after = step(op, parts.new && outputs ? { ...parts, new: { ...parts.new, ...outputs } } : parts);
  return [started(before), succeeded(after)];
}

/** The stack before and after the program has run. */
export function aroundStack(
  events: readonly EngineEvent[],
  { op = "same", old, outputs }: { op?: StepOp; old?: PropertyMap; outputs?: PropertyMap } = {},
): EngineEvent[] {
  const before = op === "create" ? undefined : stack(old);
  const after = stack(op === "create" ? {} : old);
  const parts = { ...(before && { old: before }), new: after };
  return [
    started(step(op, { ...parts, new: stack() })),
    succeeded(step(op, parts)),
    ...events,
    ...(outputs === undefined
      ? []
      : [{ kind: "outputs", urn: stackUrn, old: before, new: stack(outputs) } as const]),
  ];
}

export function diagnostic(parts: Partial<Diagnostic>): EngineEvent {
  return { kind: "diagnostic", severity: "info", urn: "", message: "", ...parts };
}
