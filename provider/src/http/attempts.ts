/** How often and how long one request has been tried, for what is said in the end. */
export class Attempts {
  times = 0;
  #began = 0;
  #ended = 0;
  /** Before when the platform will have none of it, in milliseconds since 1970; undefined if it did not say. */
  notBefore: number | undefined;
  /** Whether one of them may have been carried out, for all that came back. */
  isUnclear = false;

  began(now: number): void {
    if (this.times++ === 0) this.#began = now;
    this.notBefore = undefined;
  }

  ended(now: number): void {
    this.#ended = now;
  }

  /** From the first attempt to the end of the last one. */
  get milliseconds(): number {
    return this.#ended - this.#began;
  }
}
