import type { Clock } from "../http/clock";
import { instant } from "../values/time";

/** Shows a line to the user. */
export type Say = (line: string) => void;

/** What an operation waits for. Times are in milliseconds since 1970. */
export interface Wait {
  /** Operations that wait for the same reason share a line. */
  readonly reason: string;
  /** The reason, with how often or how much so far: `retrying create (status 503; tried 4 times in 6 s)`. */
  readonly text: string;
  readonly since: number;
  /** When the wait ends at the latest; absent if that is not known. */
  readonly until?: number;
}

/** An operation that may have to wait. */
export interface Waiter {
  /** How a line names the object, without a secret. */
  readonly subject: () => string;
  /** What the operation waits for at the moment, without a secret; undefined if it is nothing worth a line. */
  readonly wait: () => Wait | undefined;
}

/** A wait gets its first line after this long, in milliseconds. */
const firstNotice = 5_000;
/** The time to the second line; it doubles with each further one. */
const minInterval = 15_000;
const maxInterval = 60_000;
/** After this long without such a wait, the next one counts as new. */
const forgetAfter = 60_000;
/** How often the waits are looked at. */
const tick = 1_000;

/** When a reason gets its next line. */
interface Schedule {
  next: number;
  interval: number;
  seenAt: number;
}

/**
 * Tells the user what the operations of one account wait for: retries, rate limits, and whatever else takes long. Waits for one reason share
 * a line, for an outage makes hundreds of resources wait. Lines come less and less often.
 */
export class Progress {
  readonly #waiters = new Set<Waiter>();
  readonly #schedules = new Map<string, Schedule>();
  #isWatching = false;

  constructor(
    private readonly clock: Clock,
    /** Shows the user a line at once. */
    readonly say: Say,
  ) {}

  /** Runs what may take long, and reports what it waits for meanwhile. */
  async during<Result>(waiter: Waiter, run: () => Promise<Result>): Promise<Result> {
    this.#waiters.add(waiter);
    if (!this.#isWatching) void this.#watch();
    try {
      return await run();
    } finally {
      this.#waiters.delete(waiter);
    }
  }

  async #watch(): Promise<void> {
    this.#isWatching = true;
    while (this.#waiters.size > 0) {
      await this.clock.sleepInBackground(tick);
      this.#report(this.clock.now());
    }
    this.#isWatching = false;
  }

  #report(now: number): void {
    for (const [reason, waiting] of this.#byReason()) {
      const since = Math.min(...waiting.map(({ wait }) => wait.since));
      let schedule = this.#schedules.get(reason);
      if (schedule === undefined || now - schedule.seenAt > forgetAfter) {
        schedule = { next: 0, interval: minInterval, seenAt: now };
        this.#schedules.set(reason, schedule);
      }
      schedule.seenAt = now;
      if (now < schedule.next || now - since < firstNotice) continue;
      this.say(lineOf(waiting));
      schedule.next = now + schedule.interval;
      schedule.interval = Math.min(maxInterval, 2 * schedule.interval);
    }
  }

  #byReason(): Map<string, Waiting[]> {
    const byReason = new Map<string, Waiting[]>();
    for (const { subject, wait: waitNow } of this.#waiters) {
      const wait = waitNow();
      if (wait === undefined) continue;
      const waiting = byReason.get(wait.reason) ?? [];
      waiting.push({ subject, wait });
      byReason.set(wait.reason, waiting);
    }
    return byReason;
  }
}

interface Waiting {
  readonly subject: () => string;
  readonly wait: Wait;
}

/** Names the object that has waited longest, and the latest end of all. */
function lineOf(waiting: readonly Waiting[]): string {
  const first = waiting.reduce((one, other) => (other.wait.since < one.wait.since ? other : one));
  const ends = waiting.flatMap(({ wait: { until } }) => (until === undefined ? [] : [until]));
  const others = waiting.length > 1 ? ` and ${waiting.length - 1} more` : "";
  const end = ends.length > 0 ? ` until ${instant(Math.max(...ends))}` : "";
  return `${first.subject()}${others}: ${first.wait.text}${end}`;
}
