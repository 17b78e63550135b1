/** What a request waits for. Times are in milliseconds since 1970. */
export type RequestWait =
  /** Its turn: a place among the account's requests, or the end of a pause. */
  | { readonly for: "turn"; readonly since: number }
  | { readonly for: "response"; readonly since: number }
  /** The turn of another process that has logged in as the same user. */
  | { readonly for: "login"; readonly since: number; readonly until: number }
  /** The next attempt after a failure. It is given up at `until`. */
  | { readonly for: "retry"; readonly since: number; readonly until: number; readonly failure: string };

/** Counts and times the attempts at one request, for its error message and for those who wait for it. */
export class Attempts {
  times = 0;
  #queuedAt: number | undefined;
  #startedAt = 0;
  #finishedAt = 0;
  /** The earliest time for another attempt, in milliseconds since 1970; undefined if the platform named none. */
  notBefore: number | undefined;
  /** Whether the platform may have carried out one of the attempts, although none succeeded. */
  isIndeterminate = false;
  /** Undefined before the request is queued. */
  wait: RequestWait | undefined;
  /** The login that must come first, while it lasts. */
  login: { readonly attempts: Attempts } | undefined;

  /** @param isSingle Whether the request is sent once only, and not at all after its deadline. */
  constructor(readonly isSingle = false) {}

  queued(now: number): void {
    this.#queuedAt ??= now;
    this.wait = { for: "turn", since: this.#queuedAt };
  }

  paused(since: number, until: number): void {
    this.wait = { for: "login", since, until };
  }

  started(now: number): void {
    if (this.times++ === 0) this.#startedAt = now;
    this.notBefore = undefined;
    this.wait = { for: "response", since: now };
  }

  finished(now: number): void {
    this.#finishedAt = now;
  }

  /** @param failure How the last attempt ended, in a few words. @param until When no further attempt is made. */
  failed(failure: string, until: number): void {
    this.wait = { for: "retry", since: this.#startedAt, until, failure };
  }

  /** Time from the start of the first attempt to the end of the last one. */
  get milliseconds(): number {
    return this.#finishedAt - this.#startedAt;
  }
}
