import { RunError } from "@pulumi/pulumi";
import type { ErrorCode } from "../errors/codes";
import { markAsOurs, withCode, type CodedError } from "../errors/connectors-error";

/** An error of this package in a program. Pulumi prints its message, which ends with its code, without a stack. */
export class ConnectorsRunError extends RunError implements CodedError {
  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(withCode(message, code));
    markAsOurs(this);
  }
}

export const collectorKey = Symbol.for("pulumi-connectors.collector");

/** The global object. */
export interface Collecting {
  /** What `pulumi-connectors/testing` collects errors with. It returns what takes the place of the result. */
  [collectorKey]?: ((error: ConnectorsRunError) => unknown) | undefined;
}

/** Throws, unless a test collects errors: then it returns a substitute. */
export function fail(code: ErrorCode, message: string): unknown {
  const error = new ConnectorsRunError(code, message);
  const collect = (globalThis as Collecting)[collectorKey];
  if (collect) return collect(error);
  throw error;
}
