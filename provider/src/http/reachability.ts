import type { Result } from "./retry";
import { ConnectionError, isConnectionError } from "./errors";

/** For how long a server that has never accepted a connection may refuse them, in milliseconds. */
const refusalLimit = 30_000;

/**
 * Whether the server of an account could be reached in this operation. Of a server that could, a refused connection or an unknown host is
 * an outage, which may end at any time. Otherwise the address is wrong, or nothing listens there: the full deadline of every resource would
 * be spent for nothing.
 */
export class Reachability {
  #wasReached = false;
  #refusedSince = 0;
  #refusedAt = -Infinity;

  /**
   * Learns from the end of an attempt.
   *
   * @returns the end as it is to be judged, and for how much longer attempts make sense, in milliseconds: infinite in most cases.
   */
  judge(result: Result, now: number): { readonly result: Result; readonly left: number } {
    if (!isConnectionError(result) || result.delivery === "indeterminate") {
      this.#wasReached = true;
      return { result, left: Infinity };
    }
    const { reason } = result;
    if (this.#wasReached) {
      return {
        result: reason === "ENOTFOUND" ? new ConnectionError("unsent", reason) : result,
        left: Infinity,
      };
    }
    if (reason !== "ECONNREFUSED") return { result, left: Infinity };
    // The account's resources share the time: those that queue need not find out for themselves.
    if (now - this.#refusedAt > refusalLimit) this.#refusedSince = now;
    this.#refusedAt = now;
    return { result, left: this.#refusedSince + refusalLimit - now };
  }
}
