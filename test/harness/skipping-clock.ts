import { subscribe } from "node:diagnostics_channel";
import { setImmediate as turnOfTheLoop } from "node:timers/promises";
import type { Clock } from "../../provider/src/http/clock";

/** The pending requests of this process, as undici reports them. */
const pending = new Set<unknown>();
const requestOf = (message: unknown): unknown => (message as { request: unknown }).request;
subscribe("undici:request:create", (message) => pending.add(requestOf(message)));
for (const end of ["undici:request:trailers", "undici:request:error"]) {
  subscribe(end, (message) => pending.delete(requestOf(message)));
}

/** How many of them wait for the clock. */
let held = 0;

/** After this many turns of the event loop, the consequences of a finished request have happened, unless they wait for something else. */
const turnsToSettle = 10;

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
  readonly isInBackground: boolean;
}

/**
 * A clock that stands still while requests are pending, and otherwise jumps to the end of the next sleep. Starts at the current time.
 */
export class SkippingClock implements Clock {
  #now = Date.now();
  readonly #sleepers: Sleeper[] = [];
  #isRunning = false;

  readonly now = (): number => this.#now;

  sleep(milliseconds: number): Promise<void> {
    return new Promise((wake) => {
      this.#sleepers.push({ until: this.#now + milliseconds, wake, isInBackground: false });
      if (!this.#isRunning) void this.#run();
    });
  }

  /** Ends when the clock has come that far for other sleepers. */
  sleepInBackground(milliseconds: number): Promise<void> {
    return new Promise((wake) => {
      this.#sleepers.push({ until: this.#now + milliseconds, wake, isInBackground: true });
    });
  }

  /** Sleeps while the request that is being handled stays pending: for a slow platform. */
  async hold(milliseconds: number): Promise<void> {
    held++;
    await this.sleep(milliseconds);
    held--;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#sleepers.some(({ isInBackground }) => !isInBackground)) {
      await settle();
      const [first] = this.#sleepers.sort((a, b) => a.until - b.until);
      if (first === undefined) break;
      this.#sleepers.shift();
      this.#now = Math.max(this.#now, first.until);
      first.wake();
    }
    this.#isRunning = false;
  }
}

async function settle(): Promise<void> {
  for (let turns = 0; turns < turnsToSettle; turns++) {
    await turnOfTheLoop();
    if (pending.size > held) turns = 0;
  }
}
