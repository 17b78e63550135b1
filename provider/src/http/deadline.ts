import type { Clock } from "./clock";

/** How long the requests of one operation of a resource may take together. It runs from when the first of them goes out. */
export class Deadline {
  #startedAt: number | undefined;
  #end = Infinity;

  /** @param milliseconds How long it is. */
  constructor(
    private readonly clock: Clock,
    readonly milliseconds: number,
  ) {}

  /** Lets it run. Only the first call counts. */
  start(): void {
    if (this.#startedAt !== undefined) return;
    this.#startedAt = this.clock.now();
    this.#end = this.#startedAt + this.milliseconds;
  }

  /** When it began to run, in milliseconds since 1970; undefined if no request has gone out yet. */
  get startedAt(): number | undefined {
    return this.#startedAt;
  }

  /** The milliseconds left: none or less when it is over, all as long as it does not run. */
  left(): number {
    return this.#startedAt === undefined ? this.milliseconds : this.#end - this.clock.now();
  }

  /** Puts it off by a wait that does not count. */
  postpone(milliseconds: number): void {
    this.#end += Math.max(0, milliseconds);
  }

  /** Puts it off until at least so much is left, for what must be found out whatever the time. */
  leaveAtLeast(milliseconds: number): void {
    this.postpone(milliseconds - this.left());
  }
}
