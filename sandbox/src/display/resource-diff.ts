import type { StepOp } from "../engine/events/events";
import type { PropertyMap } from "../engine/values/property";
import { providerUrn } from "../engine/state/resource-state";
import { urnName } from "../engine/values/urn";
import { unknownText } from "../engine/values/wire";
import { escapeControls } from "./go-text";
import { formatsOf, prefixOf } from "./ops";
import { plainPen, type Pen } from "./pen";
import { printMapDiff, printObject } from "./property-printer";
import { retainFlag, type StepView } from "./step-view";
import { diffMaps } from "./value-diff";

/**
 * Prints the resource of a step: op and type, then id, URN and provider.
 * Source: pulumi/pulumi, `getResourcePropertiesSummary` in `pkg/backend/display/object_diff.go`.
 */
export function printHeader(step: StepView, indent: number, pen: Pen = plainPen): string {
  const [outer, inner] = ["    ".repeat(indent), "    ".repeat(indent + 1)];
  const { op, type, urn, old } = step;
  return [
    `${outer}${prefixOf(op)}${type}: (${op}${retainFlag(step)})${lock(step)}`,
    ...(old === undefined || old.id === "" ? [] : [`${inner}[id=${old.id}]`]),
    `${inner}[urn=${escapeControls(urn)}]`,
    ...providerOf(step).map((text) => inner + text),
    "",
  ]
    .map((line) => pen(line, formatsOf(op)))
    .join("\n");
}

function lock({ old, new: next }: StepView): string {
  if (old?.protect === true && next?.protect === false) return " 🔓";
  return old?.protect === true || next?.protect === true ? " 🔒" : "";
}

/** Whether the provider is printed: a default provider only if it has changed. */
function providerOf({ provider, old, new: next }: StepView): string[] {
  if (provider === "") return [];
  if (old !== undefined && next !== undefined && old.provider !== next.provider) {
    return [`[provider: ${old.provider} => ${next.provider.replace(unknownText, "[unknown]")}]`];
  }
  return urnName(providerUrn(provider)) === "default" ? [] : [`[provider=${provider}]`];
}

/**
 * Prints the properties of a step's resource. If there is an old state, changes are marked.
 * Source: pulumi/pulumi, `getResourcePropertiesDetails`.
 */
export function printDetails({ op, old, new: next }: StepView, indent: number, pen?: Pen): string {
  const all = (properties: PropertyMap, as: StepOp = op): string =>
    printObject(properties, { indent, op: as, prefix: false }, pen);
  if (next === undefined) return old === undefined ? "" : all(old.inputs);
  const subject = Object.keys(next.outputs).length > 0 ? "outputs" : "inputs";
  if (old === undefined) return all(next[subject]);
  const diff = diffMaps(old[subject], next[subject]);
  return diff === undefined ? all(next[subject], "same") : printMapDiff(diff, indent, pen);
}
