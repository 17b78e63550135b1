import type { Clock } from "./clock";

/** The most logins of one process within a period, in milliseconds: two processes then stay below the five that AI Squared allows. */
const most = { logins: 2, within: 20_000 };

/** How long a process leaves the user to another one that has logged in meanwhile, in milliseconds. Random, so that two do not keep step. */
const turn = { least: 7_000, most: 12_000 };

/** A session that has lasted so long, in milliseconds, was not ended by another process that takes turns. */
const outOfTurn = 60_000;

/** So many new sessions one after the other of which none has worked: another one would not either. */
const mostUseless = 3;

/**
 * Decides when a session that was refused is opened again. Where each login ends the session before, as on AI Squared, the program's lookups
 * and the provider host end each other's: they take turns, each of which is long enough for requests to succeed. Without that, both would
 * log in until the platform lets neither.
 */
export class Renewals {
  /** When the last two sessions were opened, in milliseconds since 1970. */
  #opened: number[] = [];
  #useless = 0;
  #isFirst = true;

  constructor(
    private readonly clock: Clock,
    private readonly random: () => number = Math.random,
  ) {}

  /** Records that a session was opened. */
  opened(): void {
    this.#useless++;
    this.#opened = [...this.#opened, this.clock.now()].slice(-most.logins);
  }

  /** Records that the last session was accepted. */
  worked(): void {
    this.#useless = 0;
  }

  /** How long to wait until the next login, in milliseconds; undefined if there is to be none. */
  nextWait(): number | undefined {
    if (this.#useless >= mostUseless) return undefined;
    const now = this.clock.now();
    const last = this.#opened.at(-1) ?? 0;
    const atOnce = this.#isFirst || now - last >= outOfTurn;
    this.#isFirst = false;
    const ownTurn = atOnce ? 0 : turn.least + this.random() * (turn.most - turn.least);
    const [first = 0] = this.#opened;
    const throttle = this.#opened.length < most.logins ? 0 : first + most.within - now;
    return Math.max(ownTurn, throttle);
  }
}
