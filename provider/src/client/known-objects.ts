import type { Fields } from "../values/fields";

/** A create of unknown outcome that the state has from an earlier operation. */
export interface OpenCreate {
  /** Under which the state has it; no object's. */
  readonly id: string;
  /** The outputs that the state has of it. */
  readonly recorded: Fields;
}

/**
 * What one operation knows of the objects in an account: the engine tells the host about one resource at a time, and the host puts it
 * together. Ids may be unique within a kind only, so every method takes both.
 */
export class KnownObjects {
  readonly #known = new Set<string>();
  readonly #managed = new Set<string>();
  readonly #reserved = new Map<string, string>();
  readonly #kept = new Set<string>();
  readonly #forced = new Set<string>();
  readonly #replaced = new Set<string>();
  readonly #deleting = new Map<string, Promise<void>>();
  readonly #guards = new Map<string, () => Promise<void>>();
  readonly #creating = new Map<string, Set<Fields>>();
  readonly #open = new Map<string, OpenCreate & { readonly kind: string; isSettled: boolean }>();

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

  /** Records an object that a resource of the program has. No other one may take it over. */
  manage(kind: string, id: string): void {
    this.know(kind, id);
    this.#managed.add(keyOf(kind, id));
  }

  isManaged(kind: string, id: string): boolean {
    return this.#managed.has(keyOf(kind, id));
  }

  /**
   * Records that a resource of the program is about to take an object over.
   *
   * @param adopter Which resource; see `HandlingOptions`. Default: one of its own.
   * @returns whether it may: false if that is another one's.
   */
  reserve(kind: string, id: string, adopter: string = crypto.randomUUID()): boolean {
    const key = keyOf(kind, id);
    const holder = this.#reserved.get(key) ?? adopter;
    this.#reserved.set(key, holder);
    return holder === adopter;
  }

  /** Takes a reservation back. */
  release(kind: string, id: string): void {
    this.#reserved.delete(keyOf(kind, id));
  }

  /** The resource that takes the object over, or has done so in this operation. */
  adopterOf(kind: string, id: string): string | undefined {
    return this.#reserved.get(keyOf(kind, id));
  }

  /** The id of the object that a resource is about to take over, where that is known. */
  reservedBy(kind: string, adopter: string): string | undefined {
    const prefix = keyOf(kind, "");
    const [key] = [...this.#reserved].find(([each, by]) => by === adopter && each.startsWith(prefix)) ?? [];
    return key?.slice(prefix.length);
  }

  /** Records that a resource of the program has an object, and keeps it. Another resource that had it must not delete it. */
  keep(kind: string, id: string): void {
    this.#kept.add(keyOf(kind, id));
  }

  isKept(kind: string, id: string): boolean {
    return this.#kept.has(keyOf(kind, id));
  }

  /** Records that the program now says `forceDelete`, which the state may not have yet. */
  allowForceDelete(kind: string, id: string): void {
    this.#forced.add(keyOf(kind, id));
  }

  mayForceDelete(kind: string, id: string): boolean {
    return this.#forced.has(keyOf(kind, id));
  }

  /** Records that an object is to be replaced, or may have to be as long as something is not known. */
  expectReplacement(kind: string, id: string): void {
    this.#replaced.add(keyOf(kind, id));
  }

  /** Whether an object is to be replaced, or is being deleted. */
  isToGo(kind: string, id: string): boolean {
    return this.#replaced.has(keyOf(kind, id)) || this.#deleting.has(keyOf(kind, id));
  }

  /**
   * Records what must be made sure of before an object is deleted, and before what refers to it is: the engine deletes that first.
   *
   * @param refuse Rejects if the object must not be deleted. Runs once.
   */
  guard(kind: string, id: string, refuse: () => Promise<void>): void {
    let outcome: Promise<void> | undefined;
    this.#guards.set(keyOf(kind, id), () => (outcome ??= refuse()));
  }

  /** Rejects if an object that the engine is about to delete must not be deleted. */
  async passGuard(kind: string, id: string): Promise<void> {
    await this.#guards.get(keyOf(kind, id))?.();
  }

  /** Runs the deletion of an object, so that others can wait for its end. */
  async whileDeleting(kind: string, id: string, run: () => Promise<void>): Promise<void> {
    const key = keyOf(kind, id);
    const deletion = run().finally(() => this.#deleting.delete(key));
    this.#deleting.set(
      key,
      deletion.catch(() => undefined),
    );
    await deletion;
  }

  /** Resolves when the deletion of an object that is in progress has ended, however it did; undefined if none is. */
  deletionOf(kind: string, id: string): Promise<void> | undefined {
    return this.#deleting.get(keyOf(kind, id));
  }

  /** Records a create of unknown outcome that the state has. */
  knowOpenCreate(kind: string, id: string, recorded: Fields): void {
    const key = keyOf(kind, id);
    if (!this.#open.has(key)) this.#open.set(key, { kind, id, recorded, isSettled: false });
  }

  openCreates(kind: string): readonly OpenCreate[] {
    return [...this.#open.values()].filter((open) => open.kind === kind && !open.isSettled);
  }

  /** Records that a resource has an object in place of such a create. */
  settleCreate(kind: string, id: string): void {
    const open = this.#open.get(keyOf(kind, id));
    if (open !== undefined) open.isSettled = true;
  }

  isSettledCreate(kind: string, id: string): boolean {
    return this.#open.get(keyOf(kind, id))?.isSettled === true;
  }

  /**
   * Runs a create, and lets it ask whether another one is in progress for an object that could be taken for its own: of two such objects
   * nobody could say which request made which.
   *
   * @param inputs Of the create, as `isAlike` of another one gets them.
   */
  async whileCreating<Result>(
    kind: string,
    inputs: Fields,
    isAlike: (others: Fields) => boolean,
    create: (isAlone: () => boolean) => Promise<Result>,
  ): Promise<Result> {
    const all = this.#creating.get(kind) ?? new Set();
    this.#creating.set(kind, all);
    // An object of its own, for two creates may have been handed the same one.
    const own = { ...inputs };
    all.add(own);
    try {
      return await create(() => ![...all].some((other) => other !== own && isAlike(other)));
    } finally {
      all.delete(own);
    }
  }
}

function keyOf(kind: string, id: string): string {
  return `${kind} ${id}`;
}
