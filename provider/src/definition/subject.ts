import type { Fields } from "../values/fields";
import { isUnknown } from "../values/unknowns";
import type { ResourceDefinition } from "./definition";
import { handlingOptions } from "./options";

/**
 * How messages name an object: `platform.Kind "invoices"`. One that is only read goes by the resource's own name as long as its own is not
 * known. An object without a name is named by its id, once it has one.
 */
export function subjectOf({ kind, name }: ResourceDefinition, inputs: Fields, id?: string): string {
  const given = name && inputs[name.field];
  const shown =
    typeof given === "string" && given !== "" && !isUnknown(given) ? given : handlingOptions(inputs).resource;
  if (shown !== undefined) return `${kind} ${JSON.stringify(shortened(shown))}`;
  return name === undefined && id !== undefined ? `${kind} with the id ${JSON.stringify(id)}` : kind;
}

/** The same without secrets. The kind stays, whatever they are. */
export function shownSubject(
  definition: ResourceDefinition,
  inputs: Fields,
  scrub: (text: string) => string,
  id?: string,
): string {
  const { kind } = definition;
  return kind + scrub(subjectOf(definition, inputs, id).slice(kind.length));
}

/** Enough to recognize a name. The engine shows the resource's own name besides. */
const maxLength = 100;

function shortened(name: string): string {
  return name.length <= maxLength ? name : `${name.slice(0, maxLength)}...`;
}
