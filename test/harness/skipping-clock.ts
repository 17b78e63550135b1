import { subscribe } from "node:diagnostics_channel";
import { setImmediate as turnOfTheLoop } from "node:timers/promises";
import type { Clock } from "../../provider/src/http/clock";

/** The requests of this process that are under way, by what undici tells of them. */
const underWay = new Set<unknown>();
const requestOf = (message: unknown): unknown => (message as { request: unknown }).request;
subscribe("undici:request:create", (message) => underWay.add(requestOf(message)));
for (const end of ["undici:request:trailers", "undici:request:error"]) {
  subscribe(end, (message) => underWay.delete(requestOf(message)));
}

/** How many of them somebody keeps waiting on purpose, until the clock has gone on. */
let held = 0;

/** In so many turns of the event loop, all that a finished request gave rise to has happened, as long as it waits for nothing else. */
const turnsToComeToRest = 10;

/**
 * A clock that stands still while anything happens, and jumps to the next time for which somebody waits when nothing does: no request is
 * under way then. Starts at the present time.
 */
export class SkippingClock implements Clock {
  #now = Date.now();
  readonly #sleepers: { readonly until: number; readonly wake: () => void }[] = [];
  #isRunning = false;

  readonly now = (): number => this.#now;

  sleep(milliseconds: number): Promise<void> {
    return new Promise((wake) => {
      this.#sleepers.push({ until: this.#now + milliseconds, wake });
      if (!this.#isRunning) void this.#run();
    });
  }

  /** Waits likewise on behalf of a request, which is under way meanwhile: for a platform that is slow to answer. */
  async hold(milliseconds: number): Promise<void> {
    held++;
    await this.sleep(milliseconds);
    held--;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#sleepers.length > 0) {
      await comeToRest();
      const [first] = this.#sleepers.sort((a, b) => a.until - b.until);
      if (first === undefined) break;
      this.#sleepers.shift();
      this.#now = Math.max(this.#now, first.until);
      first.wake();
    }
    this.#isRunning = false;
  }
}

async function comeToRest(): Promise<void> {
  for (let turns = 0; turns < turnsToComeToRest; turns++) {
    await turnOfTheLoop();
    if (underWay.size > held) turns = 0;
  }
}
