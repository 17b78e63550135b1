import type { Fields } from "../values/fields";
import { isUnknown } from "../values/unknowns";
import type { ResourceDefinition } from "./definition";

/** How messages name an object: `platform.Kind "invoices"`. The host is not told the resource's own name, only the object's. */
export function subjectOf({ kind, nameField }: ResourceDefinition, inputs: Fields): string {
  const name = inputs[nameField];
  return typeof name === "string" && name !== "" && !isUnknown(name)
    ? `${kind} ${JSON.stringify(name)}`
    : kind;
}
