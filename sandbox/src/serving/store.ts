import { existsSync, readFileSync } from "node:fs";
import { writeFileAtomically } from "../files/atomic-file";
import { SharedWriter } from "../files/shared-writer";

/** A collection of objects by id, in the order of their creation. */
export interface Store<Value extends { readonly id: string }> {
  all(): Value[];
  get(id: string): Value | undefined;
  /** Adds an object, or replaces the one with its id. Visible at once; saved when this resolves. */
  put(value: Value): Promise<void>;
  /** Removes an object, if it exists. Saved when this resolves. */
  delete(id: string): Promise<void>;
}

/** The data of a platform: several stores in one file. Without a path they live in memory. */
export class DataFile {
  readonly #collections: Record<string, { readonly id: string }[]>;

  readonly #file: SharedWriter;

  constructor(path: string | undefined) {
    this.#collections =
      path !== undefined && existsSync(path)
        ? (JSON.parse(readFileSync(path, "utf8")) as Record<string, { id: string }[]>)
        : {};
    this.#file = new SharedWriter(async () => {
      if (path !== undefined) await writeFileAtomically(path, JSON.stringify(this.#collections, null, 2));
    });
  }

  store<Value extends { readonly id: string }>(name: string): Store<Value> {
    const items = new Map((this.#collections[name] ?? []).map((item) => [item.id, item as Value]));
    const save = async (): Promise<void> => {
      this.#collections[name] = [...items.values()];
      await this.#file.write();
    };
    return {
      all: () => [...items.values()],
      get: (id) => items.get(id),
      async put(value) {
        items.set(value.id, value);
        await save();
      },
      async delete(id) {
        if (items.delete(id)) await save();
      },
    };
  }
}
