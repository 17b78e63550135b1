/** A source of time, so that tests need not wait. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** Sleeps on behalf of something that only watches: it keeps no process alive. */
  sleepInBackground(milliseconds: number): Promise<void>;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  sleepInBackground: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds).unref()),
};
