import type { Clock } from "./clock";
import type { Answer } from "./connection";
import type { Delivery } from "./errors";
import { allowanceOf, resetAfter, retryAfter } from "./rate-limit-headers";

/** Plans allow so many requests in any 60 s. */
const windowMilliseconds = 60_000;
/** A request is counted where it arrives. By then its answer is not there yet, or it has been on its way for so long at most. */
const longestWay = 1_000;
/** As many are under way at once at most. More would wait for each other at the server, while their time runs. */
const mostUnderWay = 16;
/** As many go out before anything is known of a limit: no plan allows less. */
const firstBurst = 10;
/** What is waited after a 429 that does not say how long: doubled with each one that follows. */
const shortestPause = 5_000;
const longestPause = 30_000;

/** A request that has its turn, and counts from then on. */
export interface Turn {
  readonly sentAt: number;
  /** Until when it counts, in milliseconds since 1970. */
  countsUntil: number;
  /** How many stops there had been when it went out. */
  readonly stops: number;
}

/** In place of a turn: the platform takes nothing for longer than there is patience, as the refusal says. */
export type Stopped = Required<Stop>;

interface Stop {
  readonly until: number;
  /** Absent where the platform did not say how long. */
  readonly answer?: Answer;
}

interface Waiting {
  readonly place: number;
  readonly patience: number;
  readonly resolve: (turn: Turn | Stopped) => void;
}

/**
 * Lets the requests of an account go out as fast as the platform takes them, first come first served. It mirrors the platform's window
 * of time with the requests that it has let go, and believes the answers: where somebody else shares the allowance, one request
 * finds out whether there is room again. A 429 stops the whole account until the platform takes requests again.
 */
export class Limiter {
  readonly #counting = new Set<Turn>();
  #waiting: Waiting[] = [];
  #places = 0;
  #underWay = 0;
  /** Requests in the window; undefined as long as nothing is known. */
  #limit: number | undefined;
  /** How many of them others had, when last heard of. */
  #others = { requests: 0, until: 0 };
  #stop: Stop = { until: 0 };
  #stops = 0;
  /** How many stops there were since a request last got through. */
  #refusals = 0;
  #wakesAt = Infinity;

  constructor(private readonly clock: Clock) {}

  /** A place in the queue, for a request and all its repetitions. */
  place(): number {
    return this.#places++;
  }

  /**
   * Waits until a request may go out; `over` must be called when it is over.
   *
   * @param patience How many milliseconds of a stop it can wait for.
   */
  turn(place: number, patience: number): Promise<Turn | Stopped> {
    return new Promise((resolve) => {
      const behind = this.#waiting.findIndex((other) => other.place > place);
      this.#waiting.splice(behind < 0 ? this.#waiting.length : behind, 0, { place, patience, resolve });
      this.#sendAwayImpatient();
      this.#admit();
    });
  }

  /** Takes note of what became of a request. */
  over(turn: Turn, end: Answer | Delivery): void {
    this.#underWay--;
    const now = this.clock.now();
    if (end === "unsent" || (typeof end === "object" && end.status === 429)) this.#counting.delete(turn);
    turn.countsUntil = Math.min(now, turn.sentAt + longestWay) + windowMilliseconds;
    if (typeof end === "object") {
      this.#believe(end, now);
      if (end.status === 429) this.#refused(turn, end, now);
      else if (turn.stops === this.#stops) this.#refusals = 0;
    }
    if (this.#limit === Infinity) this.#counting.delete(turn);
    this.#admit();
  }

  /** Until when the account is stopped, in milliseconds since 1970. */
  get stoppedUntil(): number {
    return this.#stop.until;
  }

  #believe(answer: Answer, now: number): void {
    const allowance = allowanceOf(answer);
    if (allowance === undefined) {
      if (answer.status < 300) this.#limit ??= Infinity;
      return;
    }
    const { limit, remaining } = allowance;
    this.#limit = limit;
    if (limit === Infinity || answer.status === 429) return;
    // Of ours some that are under way may not be counted yet, so this is what others have at least.
    const requests = limit - remaining - this.#inWindow(now).length;
    this.#others = { requests: Math.max(0, requests), until: now + windowMilliseconds };
    const reset = resetAfter(answer, now) ?? 0;
    if (remaining === 0 && reset <= windowMilliseconds) this.#stopUntil({ until: now + reset });
  }

  #refused(turn: Turn, answer: Answer, now: number): void {
    // Several that were under way together are refused for one reason.
    const isFirst = turn.stops === this.#stops;
    if (isFirst) {
      this.#stops++;
      this.#refusals++;
    }
    const told = retryAfter(answer, now) ?? resetAfter(answer, now);
    if (told !== undefined) {
      this.#stopUntil({ until: now + told, answer });
    } else if (isFirst) {
      const pause = Math.min(longestPause, shortestPause * 2 ** (this.#refusals - 1));
      this.#stopUntil({ until: now + pause });
    }
  }

  #stopUntil(stop: Stop): void {
    if (stop.until > this.#stop.until) this.#stop = stop;
    this.#sendAwayImpatient();
  }

  #sendAwayImpatient(): void {
    const { until, answer } = this.#stop;
    if (answer === undefined) return;
    const isPatient = ({ patience }: Waiting): boolean => this.clock.now() + patience >= until;
    for (const { resolve } of this.#waiting.filter((waiting) => !isPatient(waiting)))
      resolve({ until, answer });
    this.#waiting = this.#waiting.filter(isPatient);
  }

  #admit(): void {
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      const now = this.clock.now();
      const next = this.#nextTime(now);
      if (next > now) {
        this.#wakeAt(next, now);
        return;
      }
      this.#waiting.shift();
      this.#underWay++;
      const turn = { sentAt: now, countsUntil: now + longestWay + windowMilliseconds, stops: this.#stops };
      this.#counting.add(turn);
      first.resolve(turn);
    }
  }

  /** When the next request may go out; infinite if that depends on an answer that is to come. */
  #nextTime(now: number): number {
    if (this.#stop.until > now) return this.#stop.until;
    if (this.#underWay >= this.#mostUnderWay()) return Infinity;
    const limit = this.#limit ?? Infinity;
    if (limit === Infinity) return now;
    const ours = this.#inWindow(now);
    const full = ours.length - limit;
    if (full >= 0) return ours.map(({ countsUntil }) => countsUntil).sort((a, b) => a - b)[full] ?? now;
    const others = this.#others.until > now ? this.#others.requests : 0;
    return ours.length + others >= limit && this.#underWay > 0 ? Infinity : now;
  }

  /** After a refusal one request finds out whether the platform takes them again. */
  #mostUnderWay(): number {
    if (this.#refusals > 0) return 1;
    return this.#limit === undefined ? firstBurst : mostUnderWay;
  }

  #inWindow(now: number): readonly Turn[] {
    for (const turn of this.#counting) if (turn.countsUntil <= now) this.#counting.delete(turn);
    return [...this.#counting];
  }

  #wakeAt(time: number, now: number): void {
    if (time >= this.#wakesAt) return;
    this.#wakesAt = time;
    void this.clock.sleep(time - now).then(() => {
      if (this.#wakesAt === time) this.#wakesAt = Infinity;
      this.#admit();
    });
  }
}
