import type { StepInfo, StepOp } from "../engine/events/events";
import {
  mapEntries,
  mapValues,
  Secret,
  type PropertyMap,
  type PropertyValue,
} from "../engine/values/property";
import type { ResourceState } from "../engine/state/resource-state";
import { stackType, type Urn } from "../engine/values/urn";
import { isReplacementOp } from "./ops";

/** Takes out of a text what is secret. */
export type Redact = (text: string) => string;

/** A step as it was when something happened to it, for people to see: of its secrets nothing is left, not even whether they changed. */
export interface StepView {
  readonly op: StepOp;
  readonly urn: Urn;
  readonly type: string;
  readonly old: StateView | undefined;
  readonly new: StateView | undefined;
  /** Counts among what was changed; the parts of a replacement do not. */
  readonly logical: boolean;
  readonly provider: string;
  readonly parent: Urn;
  readonly custom: boolean;
}

/** What there is to see of a resource's state. */
export type StateView = Pick<
  ResourceState,
  "id" | "inputs" | "outputs" | "provider" | "protect" | "retainOnDelete" | "initErrors"
>;

/**
 * A step as it is now. Source: pulumi/pulumi, `makeStepEventMetadata` in `pkg/engine/events.go`.
 *
 * @param op What it came to, if that is not what it set out to be.
 */
export function viewStep(step: StepInfo, redact: Redact, op: StepOp = step.op): StepView {
  const resource = step.op === "refresh" ? step.old : (step.new ?? step.old);
  return {
    op,
    urn: step.urn,
    type: step.type,
    old: step.old && viewState(step.old, redact),
    new: step.new && viewState(step.new, redact),
    logical: step.logical,
    provider: resource?.provider ?? "",
    parent: resource?.parent ?? "",
    custom: resource?.custom ?? false,
  };
}

/** A state as it is now. */
export function viewState(state: ResourceState, redact: Redact): StateView {
  const { id, provider, protect, retainOnDelete, initErrors } = state;
  return {
    ...{ id, provider, protect, retainOnDelete, initErrors: [...initErrors] },
    inputs: viewProperties(state.inputs, redact),
    outputs: viewProperties(state.outputs, redact),
  };
}

const blinded = new Secret("[secret]");

/** Properties without their secrets. */
export function viewProperties(properties: PropertyMap, redact: Redact): PropertyMap {
  const view = (value: PropertyValue): PropertyValue => {
    if (value instanceof Secret) return blinded;
    return typeof value === "string" ? redact(value) : value;
  };
  return mapEntries(properties, (value) => mapValues(value, view));
}

export function isStack({ type }: Pick<StepView, "type">): boolean {
  return type === stackType;
}

interface Protections {
  readonly old: Pick<StateView, "protect"> | undefined;
  readonly new: Pick<StateView, "protect"> | undefined;
}

/** Whether there is anything to tell: unchanged resources are passed over, unless their protection changed. */
export function isChange({ op, old, new: next }: Pick<StepInfo, "op"> & Protections): boolean {
  return op !== "same" || old?.protect !== next?.protect;
}

/** Whether a step is told of where there is one entry for what is done to a resource: of a replacement only the whole is. */
export function isShownByItself(step: Pick<StepInfo, "op" | "type" | "logical"> & Protections): boolean {
  return isStack(step) || (isChange(step) && (step.logical || !isReplacementOp(step.op)));
}

/** What the status of a step ends with if the old object stays where it is. */
export function retainFlag({ op, old }: StepView): string {
  return old?.retainOnDelete === true && retainingOps.has(op) ? "[retain]" : "";
}

const retainingOps: ReadonlySet<StepOp> = new Set<StepOp>([
  "delete",
  "replace",
  "create-replacement",
  "delete-replaced",
]);
