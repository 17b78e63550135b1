import { Refusal } from "../../serving/refusal";

/** What is wrong with a part of a request: a dotted path and a message. */
export type Problem = readonly [path: string, message: string];

/** `{detail: ...}`. Source: docs/contracts/airweave.md, section 5. */
export function refused(status: number, detail: string): Refusal {
  return new Refusal(status, { detail });
}

/** The shape that the server gives problems of a request's form: `{errors: [{"body.name": "..."}]}`. Source: docs/contracts/airweave.md, section 5. */
export function invalid(...problems: readonly Problem[]): Refusal {
  return new Refusal(422, { errors: problems.map(([path, message]) => ({ [path]: message })) });
}

/** An exception that the server did not expect and tells of. Source: docs/contracts/airweave.md, section 5. */
export function internalError(exception: string, message: string): Refusal {
  return refused(500, `Internal Server Error: ${exception}: ${message}`);
}

/** What the database says of null where none may be. The real text goes on with the row. */
export function notNull(column: string, relation: string): Refusal {
  return internalError(
    "IntegrityError",
    `null value in column "${column}" of relation "${relation}" violates not-null constraint`,
  );
}
