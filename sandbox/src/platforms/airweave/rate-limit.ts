import { Refusal } from "../../serving/refusal";

const windowMilliseconds = 60_000;

/** The response headers about the rate limit. */
export type LimitHeaders = Readonly<Record<string, string>>;

export class TooManyRequests extends Refusal {
  constructor(
    detail: string,
    readonly headers: LimitHeaders,
  ) {
    super(429, { detail });
  }
}

/** The service of a source limits its own requests. Source: docs/contracts/airweave.md, section 3.2. */
export class SourceThrottled extends TooManyRequests {
  /** @param seconds After which it accepts requests again. */
  constructor(seconds: number) {
    super(`Rate limited — retry after ${seconds.toFixed(1)}s`, { "retry-after": String(seconds) });
  }
}

/**
 * Limits the requests of the organization within a sliding window of a minute. Source: docs/contracts/airweave.md, section 6.
 */
export class RateLimit {
  #times: number[] = [];

  /**
   * @param perMinute Undefined: no limit.
   * @param byKey Whether the server requires API keys. Without them there is no limit.
   */
  constructor(
    private readonly perMinute: number | undefined,
    private readonly byKey: boolean,
    private readonly now: () => number,
  ) {}

  /** Counts a request. @throws TooManyRequests for a request above the limit, which is not counted. */
  take(): LimitHeaders {
    const now = this.now();
    if (!this.byKey || this.perMinute === undefined) return headers(this.byKey ? 0 : 9999, 9999, now);
    this.#times = this.#times.filter((time) => time > now - windowMilliseconds);
    const [oldest = now] = this.#times;
    if (this.#times.length >= this.perMinute) {
      const free = oldest + windowMilliseconds;
      const seconds = Math.max(0.1, (free - now) / 1000);
      throw new TooManyRequests(
        `Rate limit exceeded. Please retry after ${seconds.toFixed(2)} seconds. Limit: ${this.perMinute} requests per second.`,
        { ...headers(this.perMinute, 0, free), "retry-after": String(Math.floor(seconds) + 1) },
      );
    }
    this.#times.push(now);
    return headers(this.perMinute, this.perMinute - this.#times.length, now);
  }
}

function headers(limit: number, remaining: number, reset: number): LimitHeaders {
  return {
    "ratelimit-limit": String(limit),
    "ratelimit-remaining": String(remaining),
    "ratelimit-reset": String(Math.floor(reset / 1000)),
  };
}
