/**
 * Lets many wait for one write: whoever asks while a write is under way shares the next one, which begins after that.
 * So a change that was made before asking is always in what was written.
 */
export class SharedWriter {
  #next: Promise<void> | undefined;
  #current: Promise<void> = Promise.resolve();

  constructor(private readonly writeOnce: () => Promise<void>) {}

  /** Resolves when a write that began after this call has ended. @throws what that write throws. */
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
