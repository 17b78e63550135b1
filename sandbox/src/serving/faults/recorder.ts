import { AsyncLocalStorage } from "node:async_hooks";
import type { LoggedRequest, RequestLog } from "../request-log";
import type { Fault } from "./fault";
import { pathOf, type PlatformRequest } from "./request";

/** A request that the platform is handling. */
interface Handled {
  readonly request: PlatformRequest;
  /** The platform's log entry, once there is one. */
  entry?: LoggedRequest;
}

/**
 * Logs each request once, with its outcome. Only the platform knows which parts of a body are secret, and only the fault layer knows what
 * was done to the request and its response; this puts both together.
 */
export class Recorder {
  readonly #handled = new AsyncLocalStorage<Handled>();

  /** @param scrubPath Takes the secrets out of a path. */
  constructor(
    private readonly log: RequestLog,
    private readonly scrubPath: (path: string) => string = (path) => path,
  ) {}

  /** The log for the platform. Entries of requests handled within `during` are held back for `record`. */
  readonly ofPlatform: RequestLog = (entry) => {
    const handled = this.#handled.getStore();
    if (handled === undefined) this.log(entry);
    else handled.entry = entry;
  };

  /** Within `during`: the request, as it arrived. */
  current(): PlatformRequest | undefined {
    return this.#handled.getStore()?.request;
  }

  /** Runs the platform's handler of a request. @returns its result and the platform's log entry. */
  async during<Result>(
    request: PlatformRequest,
    handle: () => Promise<Result>,
  ): Promise<{ readonly result: Result; readonly entry: LoggedRequest | undefined }> {
    const handled: Handled = { request };
    const result = await this.#handled.run(handled, handle);
    return { result, entry: handled.entry };
  }

  /**
   * @param entry The platform's log entry. Absent if the platform has not seen the request; then the whole body counts as secret.
   * @param status Of the response sent; null if none was.
   */
  record(
    request: PlatformRequest,
    entry: LoggedRequest | undefined,
    status: number | null,
    fault: Fault | undefined,
  ): void {
    this.log({
      platform: request.platform,
      method: request.method,
      path: this.scrubPath(pathOf(request)),
      status,
      body: entry === undefined ? (request.body.length === 0 ? null : "[secret]") : entry.body,
      ...(fault === undefined ? {} : { fault: { ...fault, processed: entry !== undefined } }),
    });
  }
}
