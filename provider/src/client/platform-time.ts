import type { Clock } from "../http/clock";

/** What time it is on the platform, as far as its responses in this operation have said. */
export class PlatformTime {
  /** How far the platform is ahead of the machine, in milliseconds. */
  #ahead: number | undefined;

  /** @param clock The machine's. */
  constructor(private readonly clock: Pick<Clock, "now">) {}

  /**
   * Records the `Date` of a response that has just come. Take only responses of the API itself: a proxy may have another clock.
   *
   * @param date In milliseconds since 1970; undefined if the response did not say.
   */
  record(date: number | undefined): void {
    if (date !== undefined) this.#ahead = date - this.clock.now();
  }

  /**
   * The platform's time at a time of the machine, both in milliseconds since 1970; never later than it was, and earlier by up to a second and
   * the duration of a request. Undefined if no response has said what time it is.
   */
  at(time: number): number | undefined {
    return this.#ahead === undefined ? undefined : time + this.#ahead;
  }
}
