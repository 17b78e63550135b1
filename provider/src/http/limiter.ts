import type { Clock } from "./clock";
import type { ApiResponse } from "./connection";
import type { Delivery } from "./errors";
import { rateLimitOf, resetAfter, retryAfter } from "./rate-limit-headers";

/** The platforms limit the number of requests in any 60 s. */
const windowMilliseconds = 60_000;
/**
 * The server counts a request when it arrives: before its response is back, and at most this long after it was sent. The first requests of
 * an operation can take seconds to arrive: they open the connections, on a server that may have to wake up.
 */
const maxTransitTime = 5_000;
/** More concurrent requests would only queue at the server while their time limits run. */
const maxInFlight = 16;
/** Concurrent requests before the first response. No plan allows fewer per minute. */
const initialBurst = 10;
/** How long the first request of an account with a rate limit goes alone, at most. */
const maxTimeAlone = 1_000;
/** The pause after a 429 without a `Retry-After`; it doubles with each further one. */
const minPause = 5_000;
const maxPause = 30_000;

/** Permission to send one request, which counts against the rate limit from then on. */
export interface Slot {
  readonly sentAt: number;
  /** When the request leaves the platform's window, in milliseconds since 1970. */
  countsUntil: number;
  /** How many pauses there had been when the request was sent. */
  readonly pauses: number;
}

/** Returned in place of a slot: the account is paused for longer than the request can wait, as the 429 response says. */
export type Paused = Required<Pause>;

interface Pause {
  readonly until: number;
  /** The 429 that named the end of the pause; absent if none did. */
  readonly response?: ApiResponse;
}

interface Waiter {
  readonly position: number;
  readonly maxWait: number;
  readonly resolve: (slot: Slot | Paused) => void;
}

/**
 * Sends an account's requests as fast as the platform accepts them, first come, first served. It mirrors the platform's sliding
 * window from the requests it sent and corrects that model from the responses: if other clients share the limit, a single
 * request probes whether there is room again. A 429 pauses the whole account until the platform accepts requests again.
 *
 * The end of the window follows from what was sent, not only from the headers: as long as Airweave accepts requests, its `RateLimit-Reset`
 * names the present time. Source: docs/contracts/airweave.md, section 9.
 */
export class Limiter {
  readonly #counting = new Set<Slot>();
  #queue: Waiter[] = [];
  #nextPosition = 0;
  #inFlight = 0;
  /** Requests per window; undefined until a response reports it. */
  #limit: number | undefined;
  /** Requests of other clients in the window, by the last response. */
  #others = { requests: 0, until: 0 };
  #pause: Pause = { until: 0 };
  #pauses = 0;
  /** Pauses since a request last got through. */
  #consecutivePauses = 0;
  #wakesAt = Infinity;
  /** The last request that was sent while no other was in flight, unless another has been sent since it was. */
  #alone: Slot | undefined;

  /**
   * @param startsAlone Whether the first request goes alone, to find out what other clients and earlier operations have left of the limit.
   *   Otherwise a burst of requests finds out.
   */
  constructor(
    private readonly clock: Clock,
    private readonly startsAlone = false,
  ) {}

  /** Reserves a queue position for a request and all its retries. */
  reserve(): number {
    return this.#nextPosition++;
  }

  /**
   * Waits until the request may be sent. Every slot must be released.
   *
   * @param maxWait How long the request can wait for the end of a pause, in milliseconds.
   */
  acquire(position: number, maxWait: number): Promise<Slot | Paused> {
    return new Promise((resolve) => {
      const behind = this.#queue.findIndex((other) => other.position > position);
      this.#queue.splice(behind < 0 ? this.#queue.length : behind, 0, { position, maxWait, resolve });
      this.#dismissImpatient();
      this.#admit();
    });
  }

  /** Frees a slot and learns from how its request ended. */
  release(slot: Slot, end: ApiResponse | Delivery): void {
    this.#inFlight--;
    const now = this.clock.now();
    if (end === "unsent" || (typeof end === "object" && end.status === 429)) this.#counting.delete(slot);
    slot.countsUntil = Math.min(now, slot.sentAt + maxTransitTime) + windowMilliseconds;
    if (typeof end === "object") {
      this.#learn(slot, end, now);
      if (end.status === 429) this.#throttled(slot, end, now);
      else if (slot.pauses === this.#pauses) this.#consecutivePauses = 0;
    }
    if (this.#limit === Infinity) this.#counting.delete(slot);
    this.#admit();
  }

  /** When the account's pause ends, in milliseconds since 1970. */
  get pausedUntil(): number {
    return this.#pause.until;
  }

  /** Requests a minute; undefined while it is not known, or if there is no limit. */
  get perMinute(): number | undefined {
    return this.#limit === Infinity ? undefined : this.#limit;
  }

  #learn(slot: Slot, response: ApiResponse, now: number): void {
    const rateLimit = rateLimitOf(response);
    if (rateLimit === undefined) {
      if (response.status < 300) this.#limit ??= Infinity;
      return;
    }
    const { limit, remaining } = rateLimit;
    this.#limit = limit;
    if (limit === Infinity || response.status === 429) return;
    const reset = resetAfter(response, now) ?? 0;
    if (remaining === 0 && reset <= windowMilliseconds) this.#pauseUntil({ until: now + reset });
    const requests = Math.max(0, limit - remaining - this.#inWindow(now).length);
    // The response may not count our requests that were in flight with this one, so others have made at least this many.
    const isExact = this.#alone === slot;
    if (!isExact && this.#others.until > now && this.#others.requests > requests) return;
    this.#others = { requests, until: now + windowMilliseconds };
  }

  #throttled(slot: Slot, response: ApiResponse, now: number): void {
    // Requests that were in flight together are throttled for one reason: they count as one pause.
    const isFirst = slot.pauses === this.#pauses;
    if (isFirst) {
      this.#pauses++;
      this.#consecutivePauses++;
    }
    const wait = retryAfter(response, now) ?? resetAfter(response, now);
    if (wait !== undefined) {
      this.#pauseUntil({ until: now + wait, response });
    } else if (isFirst) {
      const pause = Math.min(maxPause, minPause * 2 ** (this.#consecutivePauses - 1));
      this.#pauseUntil({ until: now + pause });
    }
  }

  #pauseUntil(pause: Pause): void {
    if (pause.until > this.#pause.until) this.#pause = pause;
    this.#dismissImpatient();
  }

  #dismissImpatient(): void {
    const { until, response } = this.#pause;
    if (response === undefined) return;
    const canWait = ({ maxWait }: Waiter): boolean => this.clock.now() + maxWait >= until;
    for (const { resolve } of this.#queue.filter((waiter) => !canWait(waiter))) resolve({ until, response });
    this.#queue = this.#queue.filter(canWait);
  }

  #admit(): void {
    for (let first = this.#queue[0]; first !== undefined; first = this.#queue[0]) {
      const now = this.clock.now();
      const next = this.#nextTime(now);
      if (next > now) {
        this.#wakeAt(next, now);
        return;
      }
      this.#queue.shift();
      const slot = {
        sentAt: now,
        countsUntil: now + maxTransitTime + windowMilliseconds,
        pauses: this.#pauses,
      };
      this.#counting.add(slot);
      this.#alone = this.#inFlight++ === 0 ? slot : undefined;
      first.resolve(slot);
    }
  }

  /** When the next request may be sent; infinite if that depends on a response still to come. */
  #nextTime(now: number): number {
    if (this.#pause.until > now) return this.#pause.until;
    if (this.#inFlight >= this.#maxInFlight()) return Infinity;
    if (this.startsAlone && this.#limit === undefined && this.#alone !== undefined && this.#inFlight > 0) {
      return Math.max(now, this.#alone.sentAt + maxTimeAlone);
    }
    const limit = this.#limit ?? Infinity;
    if (limit === Infinity) return now;
    const ours = this.#inWindow(now);
    const excess = ours.length - limit;
    if (excess >= 0) {
      return ours.map(({ countsUntil }) => countsUntil).sort((a, b) => a - b)[excess] ?? now;
    }
    const others = this.#others.until > now ? this.#others.requests : 0;
    return ours.length + others >= limit && this.#inFlight > 0 ? Infinity : now;
  }

  /** After a pause, a single request probes whether the platform accepts requests again. */
  #maxInFlight(): number {
    if (this.#consecutivePauses > 0) return 1;
    return this.#limit === undefined ? initialBurst : maxInFlight;
  }

  #inWindow(now: number): readonly Slot[] {
    for (const slot of this.#counting) if (slot.countsUntil <= now) this.#counting.delete(slot);
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
