import type { Fields } from "../values/fields";
import { isUnknown } from "../values/unknowns";
import type { ResourceDefinition } from "./definition";

/**
 * How messages name an object: `platform.Kind "invoices"`. The host does not get the resource's own name, only the object's. An object
 * without a name is named by its id, once it has one.
 */
export function subjectOf({ kind, name }: ResourceDefinition, inputs: Fields, id?: string): string {
  const given = name && inputs[name.field];
  if (typeof given === "string" && given !== "" && !isUnknown(given)) {
    return `${kind} ${JSON.stringify(shortened(given))}`;
  }
  return name === undefined && id !== undefined ? `${kind} with the id ${JSON.stringify(id)}` : kind;
}

/** Enough to recognize a name. The engine shows the resource's own name besides. */
const maxLength = 100;

function shortened(name: string): string {
  return name.length <= maxLength ? name : `${name.slice(0, maxLength)}...`;
}
