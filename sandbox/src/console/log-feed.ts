import type { LoggedRequest } from "../serving/request-log";

/** A request in the log of the console. */
export interface FeedEntry {
  /** Counted from 1. */
  readonly number: number;
  readonly time: Date;
  readonly request: LoggedRequest;
  /** Whether the console sent it, as the vendor's UI does. */
  readonly isOwn: boolean;
}

/** The last requests to the platforms, and those that come. What the console only reads is left out. */
export class LogFeed {
  #entries: FeedEntry[] = [];
  #count = 0;
  readonly #listeners = new Set<(entry: FeedEntry) => void>();

  /** @param size How many requests are kept. */
  constructor(readonly size = 500) {}

  add(request: LoggedRequest, isOwn: boolean): void {
    if (isOwn && request.method === "GET") return;
    const entry = { number: ++this.#count, time: new Date(), request, isOwn };
    this.#entries = [...this.#entries, entry].slice(-this.size);
    for (const listener of this.#listeners) listener(entry);
  }

  /** Those after the one of a number, oldest first. */
  after(number: number): readonly FeedEntry[] {
    return this.#entries.filter((entry) => entry.number > number);
  }

  /** @returns what ends the subscription. */
  subscribe(listener: (entry: FeedEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** Whether a request may have changed what a platform holds. */
export function mayHaveChanged({ request }: FeedEntry): boolean {
  const { method, path, status, fault } = request;
  if (method === "GET" || /\/(login|query_source|check_connection)$/.test(path)) return false;
  return fault?.processed === true || (status !== null && status < 400);
}
