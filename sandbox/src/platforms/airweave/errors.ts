import { Refusal } from "../../serving/refusal";

/** A validation error of a request. The path is dotted: `body.name`. */
export type Problem = readonly [path: string, message: string];

/** `{detail: ...}`. Source: docs/contracts/airweave.md, section 5. */
export function refused(status: number, detail: string): Refusal {
  return new Refusal(status, { detail });
}

/** The response to an invalid request: `{errors: [{"body.name": "..."}]}`. Source: docs/contracts/airweave.md, section 5. */
export function invalid(...problems: readonly Problem[]): Refusal {
  return new Refusal(422, { errors: problems.map(([path, message]) => ({ [path]: message })) });
}

/** The response after an unexpected exception. Source: docs/contracts/airweave.md, section 5. */
export function internalError(exception: string, message: string): Refusal {
  return refused(500, `Internal Server Error: ${exception}: ${message}`);
}

/** The database's error for a null in a non-null column. The real message also includes the row. */
export function notNull(column: string, relation: string): Refusal {
  return internalError(
    "IntegrityError",
    `null value in column "${column}" of relation "${relation}" violates not-null constraint`,
  );
}
