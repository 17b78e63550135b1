import type { Clock } from "./clock";

/** The time limit for all requests of one operation of a resource. It starts to run with the first request. */
export class Deadline {
  #startedAt: number | undefined;
  #end = Infinity;

  constructor(
    private readonly clock: Clock,
    readonly milliseconds: number,
  ) {}

  /** Starts the countdown. Only the first call has an effect. */
  start(): void {
    if (this.#startedAt !== undefined) return;
    this.#startedAt = this.clock.now();
    this.#end = this.#startedAt + this.milliseconds;
  }

  /** In milliseconds since 1970; undefined until the first request is sent. */
  get startedAt(): number | undefined {
    return this.#startedAt;
  }

  /** Milliseconds left: the full time limit before the start, zero or less after the end. */
  left(): number {
    return this.#startedAt === undefined ? this.milliseconds : this.#end - this.clock.now();
  }

  /** Excludes a wait from the time limit. */
  postpone(milliseconds: number): void {
    this.#end += Math.max(0, milliseconds);
  }

  /** Extends the time limit, if necessary, for a request that must be made in any case. */
  leaveAtLeast(milliseconds: number): void {
    this.postpone(milliseconds - this.left());
  }
}
