import { isEqual, isFields, omit, textsAt, type Fields } from "../values/fields";
import { attemptsKey, optionsKey, unclearKey } from "../definition/state-keys";

/** What updates have left open: each ended with nobody knowing whether it was carried out. */
export interface Unclear {
  /** The arguments that the platform may have in another way than recorded. */
  readonly names: readonly string[];
  /** Those arguments as they were sent, for a platform may repeat the secrets in them; with the options, which say what is secret. */
  readonly attempts: readonly Fields[];
}

/** What the outputs say of it. Tolerates any state. */
export function unclearIn(recorded: Fields): Unclear {
  const attempts = recorded[attemptsKey];
  return {
    names: textsAt(recorded, unclearKey),
    attempts: Array.isArray(attempts) ? attempts.filter(isFields) : [],
  };
}

/** The outputs with what is open, and without anything of it if nothing is. */
export function withUnclear(recorded: Fields, { names, attempts }: Unclear): Record<string, unknown> {
  const outputs = omit(recorded, [unclearKey, attemptsKey]);
  return names.length === 0 ? outputs : { ...outputs, [unclearKey]: names, [attemptsKey]: attempts };
}

/** What is open once it is known how the platform has some arguments. */
export function settled({ names, attempts }: Unclear, isSettled: (name: string) => boolean): Unclear {
  const left = names.filter((name) => !isSettled(name));
  const known = names.filter(isSettled);
  const open = attempts.filter((attempt) => left.some((name) => Object.hasOwn(attempt, name)));
  return { names: left, attempts: distinct(open.map((attempt) => omit(attempt, known))) };
}

/** What is open after one more update that may have been carried out. */
export function attempted({ names, attempts }: Unclear, carries: readonly string[], inputs: Fields): Unclear {
  const sent = Object.fromEntries(carries.map((name) => [name, inputs[name] ?? null]));
  const options = inputs[optionsKey];
  return {
    names: [...new Set([...names, ...carries])],
    attempts: distinct([...attempts, options === undefined ? sent : { ...sent, [optionsKey]: options }]),
  };
}

/** The inputs or outputs as they are, and as each update that may have been carried out would have made them. */
export function possible(fields: Fields): Fields[] {
  return [fields, ...unclearIn(fields).attempts.map((attempt) => ({ ...fields, ...attempt }))];
}

/** Whether an update is open of which the state does not say what it sent. */
export function hasForgottenAttempt(recorded: Fields): boolean {
  const { names, attempts } = unclearIn(recorded);
  return names.some((name) => !attempts.some((attempt) => Object.hasOwn(attempt, name)));
}

function distinct(attempts: readonly Fields[]): Fields[] {
  return attempts.filter(
    (attempt, index) => attempts.findIndex((other) => isEqual(other, attempt)) === index,
  );
}
