import { setImmediate, setTimeout } from "node:timers/promises";
import type { PlatformClock } from "./platforms";

/** Platforms are slow for so many times less long than their faults say. */
const faster = 10;
/** In so many turns of the event loop a platform has done what a request asks for whose client is gone. */
const turnsToEnd = 100;

/** The machine's time, which platforms are ahead of by all that was let go by. */
export class RealTime implements PlatformClock {
  #ahead = 0;
  readonly #waiting = new Set<Promise<void>>();

  readonly now = (): number => Date.now() + this.#ahead;

  readonly delay = async (milliseconds: number): Promise<void> => {
    const wait = setTimeout(milliseconds / faster);
    this.#waiting.add(wait);
    await wait;
    this.#waiting.delete(wait);
  };

  /** Lets platforms end what they have begun, though nobody may wait for it any more. */
  readonly pass = async (milliseconds: number): Promise<void> => {
    while (this.#waiting.size > 0) await Promise.all(this.#waiting);
    for (let turns = 0; turns < turnsToEnd; turns++) await setImmediate();
    this.#ahead += milliseconds;
  };
}
