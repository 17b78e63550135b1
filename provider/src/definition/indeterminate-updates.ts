import { isEqual, isFields, omit, stringsAt, type Fields } from "../values/fields";
import { attemptsKey, indeterminateKey, optionsKey } from "./state-keys";

/** What updates of unknown outcome have left open: each may or may not have been carried out. */
export interface Indeterminate {
  /** The arguments that the platform may have with another value than recorded. */
  readonly names: readonly string[];
  /**
   * Those arguments as they were sent, for a platform may repeat the secrets in them; with the options, which say what is secret.
   */
  readonly attempts: readonly Fields[];
}

/** What the outputs say is open. Tolerates any state. */
export function indeterminateIn(recorded: Fields): Indeterminate {
  const attempts = recorded[attemptsKey];
  return {
    names: stringsAt(recorded, indeterminateKey),
    attempts: Array.isArray(attempts) ? attempts.filter(isFields) : [],
  };
}

/** The outputs with what is open; without those keys if nothing is. */
export function withIndeterminate(
  recorded: Fields,
  { names, attempts }: Indeterminate,
): Record<string, unknown> {
  const outputs = omit(recorded, [indeterminateKey, attemptsKey]);
  return names.length === 0 ? outputs : { ...outputs, [indeterminateKey]: names, [attemptsKey]: attempts };
}

/** What is still open once the platform's values of some arguments are known. */
export function settled(
  { names, attempts }: Indeterminate,
  isSettled: (name: string) => boolean,
): Indeterminate {
  const left = names.filter((name) => !isSettled(name));
  const known = names.filter(isSettled);
  const open = attempts.filter((attempt) => left.some((name) => Object.hasOwn(attempt, name)));
  return { names: left, attempts: distinct(open.map((attempt) => omit(attempt, known))) };
}

/** What is open after one more update of unknown outcome. @param carries The arguments that it sent. */
export function afterAttempt(
  { names, attempts }: Indeterminate,
  carries: readonly string[],
  inputs: Fields,
): Indeterminate {
  const sent = Object.fromEntries(carries.map((name) => [name, inputs[name] ?? null]));
  const options = inputs[optionsKey];
  return {
    names: [...new Set([...names, ...carries])],
    attempts: distinct([...attempts, options === undefined ? sent : { ...sent, [optionsKey]: options }]),
  };
}

/** The inputs or outputs as they are, and as each open update would have left them. */
export function possibleVersions(fields: Fields): Fields[] {
  return [fields, ...indeterminateIn(fields).attempts.map((attempt) => ({ ...fields, ...attempt }))];
}

/** Whether an update is open of which the state does not say what it sent. */
export function hasForgottenAttempt(recorded: Fields): boolean {
  const { names, attempts } = indeterminateIn(recorded);
  return names.some((name) => !attempts.some((attempt) => Object.hasOwn(attempt, name)));
}

function distinct(attempts: readonly Fields[]): Fields[] {
  return attempts.filter(
    (attempt, index) => attempts.findIndex((other) => isEqual(other, attempt)) === index,
  );
}
