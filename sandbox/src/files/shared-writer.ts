/**
 * Coalesces writes: all calls made during a write share the next one, which begins after it. So a change made before a call is always in
 * what that call writes.
 */
export class SharedWriter {
  #next: Promise<void> | undefined;
  #current: Promise<void> = Promise.resolve();

  constructor(private readonly writeOnce: () => Promise<void>) {}

  /** Resolves when a write that began after this call has ended. Rejects with that write's error. */
  write(): Promise<void> {
    this.#next ??= this.#afterCurrent();
    return this.#next;
  }

  async #afterCurrent(): Promise<void> {
    await this.#current.catch(() => undefined);
    this.#next = undefined;
    this.#current = this.writeOnce();
    await this.#current;
  }
}
