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

/** Removes secrets from a text. */
export type Redact = (text: string) => string;

/** A snapshot of a step, for display. It contains nothing of secrets, not even whether they have changed. */
export interface StepView {
  readonly op: StepOp;
  readonly urn: Urn;
  readonly type: string;
  readonly old: StateView | undefined;
  readonly new: StateView | undefined;
  /** Whether it counts as a change. The parts of a replacement do not. */
  readonly logical: boolean;
  readonly provider: string;
  readonly parent: Urn;
  readonly custom: boolean;
}

/** The displayed parts of a resource's state. */
export type StateView = Pick<
  ResourceState,
  "id" | "inputs" | "outputs" | "provider" | "protect" | "retainOnDelete" | "initErrors"
>;

/**
 * Makes a snapshot of a step. Source: pulumi/pulumi, `makeStepEventMetadata` in `pkg/engine/events.go`.
 *
 * @param op The result of the step, if different from its op.
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

export function viewState(state: ResourceState, redact: Redact): StateView {
  const { id, provider, protect, retainOnDelete, initErrors } = state;
  return {
    ...{ id, provider, protect, retainOnDelete, initErrors: [...initErrors] },
    inputs: viewProperties(state.inputs, redact),
    outputs: viewProperties(state.outputs, redact),
  };
}

const redactedSecret = new Secret("[secret]");

/** Copies properties without their secrets. */
export function viewProperties(properties: PropertyMap, redact: Redact): PropertyMap {
  const view = (value: PropertyValue): PropertyValue => {
    if (value instanceof Secret) return redactedSecret;
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

/** Whether a step is displayed. An unchanged resource is not, unless its protection has changed. */
export function isChange({ op, old, new: next }: Pick<StepInfo, "op"> & Protections): boolean {
  return op !== "same" || old?.protect !== next?.protect;
}

/** Whether a step is displayed where each change has one entry: the parts of a replacement are not, only the whole. */
export function hasOwnEntry(step: Pick<StepInfo, "op" | "type" | "logical"> & Protections): boolean {
  return isStack(step) || (isChange(step) && (step.logical || !isReplacementOp(step.op)));
}

/** The suffix of a step's status if the old object is retained. */
export function retainFlag({ op, old }: StepView): string {
  return old?.retainOnDelete === true && retainingOps.has(op) ? "[retain]" : "";
}

const retainingOps: ReadonlySet<StepOp> = new Set<StepOp>([
  "delete",
  "replace",
  "create-replacement",
  "delete-replaced",
]);
