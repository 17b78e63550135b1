/** A point in time as the server writes it: UTC with microseconds and without a zone. Source: docs/contracts/airweave.md, section 1. */
export type Timestamp = string;

/** The server's clock. */
export class Clock {
  #lastMicroseconds = 0;

  /** @param now Milliseconds since 1970. */
  constructor(readonly now: () => number) {}

  /** The present, a microsecond later than any that was given before. */
  timestamp(): Timestamp {
    this.#lastMicroseconds = Math.max(Math.floor(this.now() * 1000), this.#lastMicroseconds + 1);
    const milliseconds = Math.floor(this.#lastMicroseconds / 1000);
    const rest = String(this.#lastMicroseconds % 1000).padStart(3, "0");
    return new Date(milliseconds).toISOString().replace("Z", rest);
  }
}

/** With a zone and microseconds, as `auth_url_expires` is. */
export function zoned(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace("Z", "000Z");
}

/** With a zone and without fractions, as `next_run` is. */
export function zonedSeconds(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}

/** Milliseconds since 1970 of a time without zone. */
export function millisecondsOf(timestamp: Timestamp): number {
  return Date.parse(`${timestamp.slice(0, 23)}Z`);
}
