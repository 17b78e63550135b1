import { AsyncLocalStorage } from "node:async_hooks";

const own = new AsyncLocalStorage<true>();

/**
 * Runs what sends requests to a platform in this process as the console does, which stands for the vendor's own UI: they need no key, count
 * for no rate limit, and are in no log file. Nothing from outside the process can have this mark.
 */
export function asOwnRequest<Result>(send: () => Result): Result {
  return own.run(true, send);
}

/** Whether the request that is being handled was sent so. */
export function isOwnRequest(): boolean {
  return own.getStore() === true;
}
