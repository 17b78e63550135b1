/** A time in the server's format: in UTC, with microseconds, without a zone. Source: docs/contracts/airweave.md, section 1. */
export type Timestamp = string;

/** The server's clock. */
export class Clock {
  #lastMicroseconds = 0;

  /** @param now Milliseconds since 1970. */
  constructor(readonly now: () => number) {}

  /** The current time, at least a microsecond later than the last one returned. */
  timestamp(): Timestamp {
    this.#lastMicroseconds = Math.max(Math.floor(this.now() * 1000), this.#lastMicroseconds + 1);
    const milliseconds = Math.floor(this.#lastMicroseconds / 1000);
    const rest = String(this.#lastMicroseconds % 1000).padStart(3, "0");
    return new Date(milliseconds).toISOString().replace("Z", rest);
  }
}

/** With zone and microseconds, the format of `auth_url_expires`. */
export function zoned(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace("Z", "000Z");
}

/** With zone and without fractions, the format of `next_run`. */
export function zonedSeconds(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}

/** Converts to milliseconds since 1970. */
export function millisecondsOf(timestamp: Timestamp): number {
  return Date.parse(`${timestamp.slice(0, 23)}Z`);
}
