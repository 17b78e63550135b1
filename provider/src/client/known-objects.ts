/**
 * What one operation knows of the objects in an account: the engine tells the host about one resource at a time, and the host puts it
 * together. Ids may be unique within a kind only, so every method takes both.
 */
export class KnownObjects {
  readonly #known = new Set<string>();
  readonly #adopted = new Set<string>();
  readonly #forced = new Set<string>();
  readonly #creating = new Map<string, number>();

  /** Records an object that the state has. It cannot be the one that a create of unknown outcome made. */
  know(kind: string, id: string): void {
    this.#known.add(keyOf(kind, id));
  }

  forget(kind: string, id: string): void {
    this.#known.delete(keyOf(kind, id));
  }

  isKnown(kind: string, id: string): boolean {
    return this.#known.has(keyOf(kind, id));
  }

  /** Records that a resource of the program takes over, or has taken over, an object. Another resource that had it must not delete it. */
  adopt(kind: string, id: string): void {
    this.#adopted.add(keyOf(kind, id));
  }

  isAdopted(kind: string, id: string): boolean {
    return this.#adopted.has(keyOf(kind, id));
  }

  /** Records that the program now says `forceDelete`, which the state may not have yet. */
  allowForceDelete(kind: string, id: string): void {
    this.#forced.add(keyOf(kind, id));
  }

  mayForceDelete(kind: string, id: string): boolean {
    return this.#forced.has(keyOf(kind, id));
  }

  /**
   * Runs a create, and lets it ask whether another one for an object of the same identity is in progress: of two such objects nobody could
   * say which request made which.
   */
  async whileCreating<Result>(
    kind: string,
    identity: readonly unknown[],
    create: (isAlone: () => boolean) => Promise<Result>,
  ): Promise<Result> {
    const key = JSON.stringify([kind, ...identity]);
    const count = (change: number): void => {
      this.#creating.set(key, (this.#creating.get(key) ?? 0) + change);
    };
    count(1);
    try {
      return await create(() => this.#creating.get(key) === 1);
    } finally {
      count(-1);
    }
  }
}

function keyOf(kind: string, id: string): string {
  return `${kind} ${id}`;
}
