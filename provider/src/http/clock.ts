/** A source of time, so that tests need not wait. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** Sleeps on behalf of something that only watches: it keeps no process alive. */
  sleepInBackground(milliseconds: number): Promise<void>;
}

/** Counts a time down that begins now. @returns how much of it is left, in milliseconds: at least 1, for a request needs some. */
export function countdown(clock: Clock, milliseconds: number): () => number {
  const until = clock.now() + milliseconds;
  return () => Math.max(1, until - clock.now());
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  sleepInBackground: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds).unref()),
};
