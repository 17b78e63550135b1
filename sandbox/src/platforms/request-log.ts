import { appendFileSync, closeSync, openSync } from "node:fs";

/** One request as the log has it. */
export interface LoggedRequest {
  readonly platform: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly status: number;
  /** What was sent, secrets as `[secret]`; null if nothing was. */
  readonly body: unknown;
}

/** Takes every request that a platform has answered. */
export type RequestLog = (request: LoggedRequest) => void;

/**
 * A log in a file, a line of JSON a request, added to what is there. The file is there from the beginning, readable by its owner only.
 */
export function fileLog(path: string): RequestLog {
  closeSync(openSync(path, "a", 0o600));
  return (request) => appendFileSync(path, `${JSON.stringify(request)}\n`, { mode: 0o600 });
}
