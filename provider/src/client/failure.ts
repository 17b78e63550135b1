import type { Fields } from "../values/fields";

/**
 * What a verb throws when the object exists but is not what was asked for. The engine then records the id and the
 * properties, so that the next `up` goes on from there. Source: engine-facts, errors with `id`, `properties` and `reasons`.
 */
export interface PartialFailure extends Error {
  readonly id: string;
  /** The complete outputs: what the object now is. */
  readonly properties: Fields;
}

/** A failure that leaves the object in the state, as it now is. */
export function partialFailure(message: string, id: string, properties: Fields): PartialFailure {
  return Object.assign(new Error(message), { id, properties });
}

/** Whether something thrown says that the object exists. */
export function isPartialFailure(error: unknown): error is PartialFailure {
  return typeof (error as { id?: unknown } | null)?.id === "string";
}

/** How a request that did not succeed ended. */
export type Outcome =
  /** The platform said no: nothing was changed. */
  | "refused"
  /** It never arrived. */
  | "unsent"
  /** Nobody knows whether it was carried out. */
  | "indeterminate";

/** A request that did not succeed, with the sentence for the user. */
export interface RequestFailure extends Error {
  readonly outcome: Outcome;
  /** Absent if no answer came. */
  readonly status?: number;
  /** Whether a later attempt may succeed, if it is known that this one did nothing. */
  readonly isPassing: boolean;
}

export function requestFailure(
  message: string,
  outcome: Outcome,
  { status, isPassing = false }: { readonly status?: number; readonly isPassing?: boolean } = {},
): RequestFailure {
  return Object.assign(new Error(message), {
    outcome,
    isPassing,
    ...(status === undefined ? {} : { status }),
  });
}

/** Whether something thrown is a RequestFailure. */
export function isRequestFailure(error: unknown): error is RequestFailure {
  return (error as Partial<RequestFailure> | null)?.outcome !== undefined;
}
