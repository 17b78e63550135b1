import { AsyncLocalStorage } from "node:async_hooks";
import { loggedPath, type LoggedRequest, type RequestLog } from "../request-log";
import type { AskedRequest } from "./asked";
import type { Fault } from "./fault";

/** A request while the platform has it. */
interface Handled {
  readonly request: AskedRequest;
  /** What the platform says of it. */
  entry?: LoggedRequest;
}

/**
 * Logs each request once, with what became of it: the platform knows what of a body is secret, but not what is done to the
 * request and its answer.
 */
export class Recorder {
  readonly #handled = new AsyncLocalStorage<Handled>();

  constructor(private readonly log: RequestLog) {}

  /** The log for the platform. What it says of requests that it is handed by `during` is kept. */
  readonly ofPlatform: RequestLog = (entry) => {
    const handled = this.#handled.getStore();
    if (handled === undefined) this.log(entry);
    else handled.entry = entry;
  };

  /** The request that the platform has here, as it was asked. */
  current(): AskedRequest | undefined {
    return this.#handled.getStore()?.request;
  }

  /** @returns what the platform does, and what it says of the request. */
  async during<Result>(
    request: AskedRequest,
    handle: () => Promise<Result>,
  ): Promise<{ readonly result: Result; readonly entry: LoggedRequest | undefined }> {
    const handled: Handled = { request };
    const result = await this.#handled.run(handled, handle);
    return { result, entry: handled.entry };
  }

  /**
   * @param entry What the platform says of it. Absent: it has not seen it, and what is secret in the body is not known.
   * @param status Of the answer that is sent.
   */
  record(
    request: AskedRequest,
    entry: LoggedRequest | undefined,
    status: number | null,
    fault: Fault | undefined,
  ): void {
    this.log({
      platform: request.platform,
      method: request.method,
      path: loggedPath(request.url),
      status,
      body: entry === undefined ? (request.body.length === 0 ? null : "[secret]") : entry.body,
      ...(fault === undefined ? {} : { fault: { ...fault, processed: entry !== undefined } }),
    });
  }
}
