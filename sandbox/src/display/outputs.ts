import type { PropertyMap, PropertyValue } from "../engine/values/property";
import { isList, isMap, unknown } from "../engine/values/property";
import type { Pen } from "./pen";
import { isWorthPrinting, printChange, printProperty, widthOf } from "./property-printer";
import { isStack, type StepView } from "./step-view";
import { diffMaps, diffValues, isInternalKey, type Change, type MapDiff, type ValueDiff } from "./value-diff";

export interface OutputsOptions {
  readonly indent: number;
  /** In a preview only outputs that were read, and those of the stack, are complete. */
  readonly dryRun: boolean;
  /** Whether they are the result of a refresh. */
  readonly refresh: boolean;
  /** Default: writes no colors. */
  readonly pen?: Pen;
}

/**
 * Prints the outputs of a resource that differ from its inputs: for the stack all of them, else only changed ones. Changes are marked.
 * Source: pulumi/pulumi, `getResourceOutputsPropertiesString` in `pkg/backend/display/object_diff.go`.
 */
export function printOutputs(step: StepView, { indent, dryRun, refresh, pen }: OutputsOptions): string {
  const { op, old, new: next } = step;
  const wasRead = refresh || op === "read" || op === "read-replacement";
  if (dryRun && !wasRead && !isStack(step)) return "";
  // The outputs of a partially initialized resource are incomplete.
  if ((old?.initErrors.length ?? 0) > 0) return "";

  const outputs = next?.outputs ?? {};
  const inputs = refresh ? {} : (next?.inputs ?? {});
  const differsFromInput = (key: string): boolean =>
    !(key in inputs) || diffValues(outputs[key] ?? null, inputs[key] ?? null) !== undefined;

  const diff = old && diffMaps(old.outputs, outputs);
  if (diff !== undefined) {
    const changes = dryRun && isStack(step) ? withoutUnknown(diff) : diff;
    const all = !dryRun && isStack(step);
    const width = widthOf(changes.keys());
    return [...changes]
      .filter(([key, { kind }]) => differsFromInput(key) && (all || kind !== "same"))
      .map(([key, change]) => printChange(key, change, width, indent, pen))
      .join("");
  }
  if (old !== undefined && (dryRun || !isStack(step))) return "";
  const width = widthOf(Object.keys(outputs));
  return Object.keys(outputs)
    .sort()
    .filter((key) => !isInternalKey(key) && isWorthPrinting(outputs[key] ?? null) && differsFromInput(key))
    .map((key) => printProperty(key, outputs[key] ?? null, width, { indent, op, prefix: false }, pen))
    .join("");
}

/** The key by which the SDK marks a resource that is itself an output of the stack. */
const resourceMark = "@isPulumiResource";

/**
 * Removes changes to unknown values, which may turn out not to be changes, from the outputs of a stack in a preview.
 * Source: pulumi/pulumi, `massageStackPreviewOutputDiff`.
 */
function withoutUnknown(diff: MapDiff): MapDiff {
  const isResource = diff.get(resourceMark)?.kind === "add";
  const changes = [...diff].flatMap(([key, change]): [string, Change][] => {
    if (change.kind === "add") {
      if (isResource && (key === resourceMark || change.value === unknown)) return [];
      return [[key, { ...change, value: withoutMark(change.value) }]];
    }
    if (change.kind !== "update") return [[key, change]];
    return change.update.new === unknown
      ? []
      : [[key, { ...change, update: withoutUnknownParts(change.update) }]];
  });
  return new Map(changes);
}

function withoutUnknownParts(update: ValueDiff): ValueDiff {
  if (update.entries !== undefined) return { ...update, entries: withoutUnknown(update.entries) };
  if (update.elements === undefined) return update;
  const elements = update.elements.map((change): Change => {
    if (change.kind === "add") return { ...change, value: withoutMark(change.value) };
    return change.kind === "update" ? { ...change, update: withoutUnknownParts(change.update) } : change;
  });
  return { ...update, elements };
}

function withoutMark(value: PropertyValue): PropertyValue {
  if (isList(value)) return value.map(withoutMark);
  if (!isMap(value)) return value;
  const { [resourceMark]: _mark, ...rest }: PropertyMap = value;
  return Object.fromEntries(Object.entries(rest).map(([key, item]) => [key, withoutMark(item)]));
}
