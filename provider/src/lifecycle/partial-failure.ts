import type { ErrorCode } from "../errors/codes";
import { ConnectorsError, isConnectorsError } from "../errors/connectors-error";
import type { Fields } from "../values/fields";

/**
 * Thrown by a verb when the object exists but is not what was asked for. The engine records the id and the properties, and the next `up`
 * continues from there. Source: docs/contracts/pulumi-engine.md.
 */
export class PartialFailure extends ConnectorsError {
  override readonly name = "PartialFailure";

  constructor(
    code: ErrorCode,
    message: string,
    readonly id: string,
    /** The complete outputs: what the object is now. */
    readonly properties: Fields,
  ) {
    super(code, message);
  }
}

export function isPartialFailure(error: unknown): error is PartialFailure {
  return isConnectorsError(error) && "properties" in error;
}
