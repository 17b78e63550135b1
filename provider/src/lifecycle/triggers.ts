import { handlingOptions } from "../definition/options";
import { optionsKey } from "../definition/state-keys";
import { fingerprintOf, resolved, unsetVariables } from "../secrets/references";
import { canonicalText } from "../values/canonical";
import { fieldsAt, isEqual, type Fields } from "../values/fields";
import { holdsUnknown, unknownValue } from "../values/unknowns";

/**
 * The inputs with a hash in place of the values of the option `triggers`, which may be secrets: a state needs to show no more than that they
 * have changed. Those of which a variable is not set keep their hash, since nothing is known of it.
 *
 * @param olds The inputs before; {} if there are none.
 */
export function withHashedTriggers(inputs: Fields, olds: Fields): Fields {
  const options = fieldsAt(inputs, optionsKey);
  const { triggers } = options;
  if (triggers === undefined) return inputs;
  const recorded = handlingOptions(olds).triggers;
  return { ...inputs, [optionsKey]: { ...options, triggers: hashed({ triggers }, recorded) } };
}

/** Always the same, for after a failure the engine hands in the inputs from before it. What keeps the hash from being guessed is that it is a secret. */
const salt = "triggers";

function hashed(values: Fields, recorded: string | undefined): string {
  if (recorded !== undefined && unsetVariables(values).length > 0) return recorded;
  if (holdsUnknown(values)) return unknownValue;
  return fingerprintOf(canonicalText(resolved(values)), salt);
}

/** What the state must know of the triggers to notice that they change. */
export function recordedTriggers(fields: Fields): Fields {
  const { run, triggers } = handlingOptions(fields);
  return run === "onChange" ? { run, triggers } : {};
}

/** Whether triggers that counted before have changed, or may have: at preview, values can be unknown. */
export function areTriggersChanged(olds: Fields, news: Fields): boolean {
  const [before, after] = [recordedTriggers(olds).triggers, recordedTriggers(news).triggers];
  return before !== undefined && after !== undefined && !isEqual(before, after);
}
