import { isUnknown } from "@pulumi/pulumi";
import { unmarked } from "../secrets/mark-secrets";
import type { Fields } from "../values/fields";
import { descend, mapTree } from "../values/tree";
import { unknownValue } from "../values/unknowns";

/**
 * The inputs of a resource as the engine hands them to the provider host: secrets in the clear, a placeholder for what is unknown. A mock gets
 * secrets marked, and what is unknown as an object of the SDK's or, outside a preview, as undefined.
 */
export function hostInputs(inputs: unknown): Fields {
  return mapTree(unmarked(inputs), (value) =>
    value === undefined || isUnknown(value) ? unknownValue : descend,
  ) as Fields;
}
