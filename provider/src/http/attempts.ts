/** Counts and times the attempts at one request, for its error message. */
export class Attempts {
  times = 0;
  #startedAt = 0;
  #finishedAt = 0;
  /** The earliest time for another attempt, in milliseconds since 1970; undefined if the platform named none. */
  notBefore: number | undefined;
  /** Whether the platform may have carried out one of the attempts, although none succeeded. */
  isIndeterminate = false;

  started(now: number): void {
    if (this.times++ === 0) this.#startedAt = now;
    this.notBefore = undefined;
  }

  finished(now: number): void {
    this.#finishedAt = now;
  }

  /** Time from the start of the first attempt to the end of the last one. */
  get milliseconds(): number {
    return this.#finishedAt - this.#startedAt;
  }
}
