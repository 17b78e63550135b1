import { jest } from "@jest/globals";
import { DataFile, type Store } from "../../sandbox/src/serving/store";
import type { Fields } from "../../provider/src/values/fields";

/** An object as a platform stores it. */
export type Stored = Fields & { readonly id: string };

/** The stores of a platform, by their names in its data file. */
export type Stores = ReadonlyMap<string, Store<Stored>>;

/** Starts a platform, and keeps hold of its stores: a test changes there what no client could change alone. */
export async function withStores<Platform>(
  start: () => Promise<Platform>,
): Promise<{ readonly platform: Platform; readonly stores: Stores }> {
  const stores = new Map<string, Store<Stored>>();
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
  const original = DataFile.prototype.store;
  const spy = jest.spyOn(DataFile.prototype, "store").mockImplementation(function (
    this: DataFile,
    name: string,
  ) {
    const store = original.call(this, name) as unknown as Store<Stored>;
    stores.set(name, store);
    return store;
  });
  try {
    return { platform: await start(), stores };
  } finally {
    spy.mockRestore();
  }
}
