import { appendFileSync, closeSync, openSync } from "node:fs";
import type { Fault } from "./faults/fault";

/** One request as the log has it. */
export interface LoggedRequest {
  readonly platform: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Of the answer that was sent; null if none was. */
  readonly status: number | null;
  /** What was sent, secrets as `[secret]`; null if nothing was. */
  readonly body: unknown;
  /** What was done to the request or its answer. Absent: nothing. */
  readonly fault?: LoggedFault;
}

/** A fault, and whether the platform has seen the request all the same. Of an object that is hidden, how many requests more will not see it. */
export type LoggedFault = Fault & { readonly processed: boolean };

/** Takes every request that a platform has answered, or that was kept from it. */
export type RequestLog = (request: LoggedRequest) => void;

/**
 * A log in a file, a line of JSON a request, added to what is there. The file is there from the beginning, readable by its owner only.
 */
export function fileLog(path: string): RequestLog {
  closeSync(openSync(path, "a", 0o600));
  return (request) => appendFileSync(path, `${JSON.stringify(request)}\n`, { mode: 0o600 });
}

/** The path of an address without what opens a login. */
export function loggedPath(url: string): string {
  return (url.split("?")[0] ?? "").replace(/(\/authorize\/).+/, "$1[secret]");
}
