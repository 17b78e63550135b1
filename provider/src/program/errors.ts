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
