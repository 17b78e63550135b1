import { visitLeaves } from "./tree";

/** What the engine sends at preview for a value that only an `up` will know. Source: @pulumi/pulumi, `runtime/rpc`, `unknownValue`. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value is unknown, or is a text with an unknown part. */
export function isUnknown(value: unknown): boolean {
  return typeof value === "string" && value.includes(unknownValue);
}

/** Whether a value is unknown, or has an unknown part at any depth. */
export function holdsUnknown(tree: unknown): boolean {
  let isFound = false;
  visitLeaves(tree, (leaf) => (isFound ||= isUnknown(leaf)));
  return isFound;
}
