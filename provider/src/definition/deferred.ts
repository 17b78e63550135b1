import { omit, stringsAt, type Fields } from "../values/fields";
import type { ResourceDefinition } from "./definition";
import { deferredKey } from "./state-keys";

/**
 * The arguments that an update has still to bring about, or make sure of, when the object has left its present condition; see `Loss`.
 *
 * @param inputs What the program declares by now: what it leaves to the platform need not be brought about.
 */
export function deferredIn(
  { arguments: all }: ResourceDefinition,
  recorded: Fields,
  inputs: Fields,
): readonly string[] {
  return stringsAt(recorded, deferredKey).filter(
    (name) => inputs[name] !== undefined || all[name]?.unmanagedIfAbsent !== true,
  );
}

/** The outputs with what is deferred; without that key if nothing is. */
export function withDeferred(recorded: Fields, names: readonly string[]): Record<string, unknown> {
  const outputs = omit(recorded, [deferredKey]);
  return names.length === 0 ? outputs : { ...outputs, [deferredKey]: [...new Set(names)] };
}
