import { appendFileSync, closeSync, openSync } from "node:fs";
import type { Fault } from "./faults/fault";

/** A log entry: one request. */
export interface LoggedRequest {
  /** The platform's name: `unstructured`. */
  readonly platform: string;
  /** In capitals. */
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Of the response; null if none was sent. */
  readonly status: number | null;
  /** The request's body, secrets as `[secret]`; null if it had none. */
  readonly body: unknown;
  /** Absent if there was no fault. */
  readonly fault?: LoggedFault;
}

/**
 * A fault, and whether the platform has processed the request nevertheless. For an object that is hidden, `requests` is the number of
 * further requests that will not see it.
 */
export type LoggedFault = Fault & { readonly processed: boolean };

/** Called with every request, whether the platform or the fault layer has responded to it. */
export type RequestLog = (request: LoggedRequest) => void;

/**
 * Appends a line of JSON per request to a file. The file is created at once, readable only by its owner.
 *
 * @param onError Called once if a line cannot be written, on a full disk for example. The log ends then; a request never fails for it.
 */
export function fileLog(path: string, onError: (error: unknown) => void): RequestLog {
  closeSync(openSync(path, "a", 0o600));
  let hasEnded = false;
  return (request) => {
    if (hasEnded) return;
    try {
      appendFileSync(path, `${JSON.stringify(request)}\n`, { mode: 0o600 });
    } catch (error) {
      hasEnded = true;
      onError(error);
    }
  };
}
