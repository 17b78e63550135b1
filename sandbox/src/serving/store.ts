import { existsSync } from "node:fs";
import { writeFileAtomically } from "../files/atomic-file";
import { SharedWriter } from "../files/shared-writer";
import { readText } from "pulumi-connectors/internal/project/text-file";
import { UserError } from "../user-error";

/**
 * The data in a file; none if there is no file.
 *
 * @throws UserError that names the file, if it is not what a platform has written.
 */
export function readData(path: string): Record<string, { readonly id: string }[]> {
  if (!existsSync(path)) return {};
  const text = readText(path);
  const data = parsed(text);
  if (isData(data)) return data;
  throw new UserError(`${path} is not the data of a platform: the command \`reset\` removes it`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Without a schema library, for it is read at the start of every operation. */
function isData(data: unknown): data is Record<string, { readonly id: string }[]> {
  const isObject = (item: unknown): boolean => typeof (item as { id?: unknown } | null)?.id === "string";
  return (
    typeof data === "object" &&
    data !== null &&
    !Array.isArray(data) &&
    Object.values(data).every((items) => Array.isArray(items) && items.every(isObject))
  );
}

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

  /** @throws UserError if the file is not what a platform has written. */
  constructor(path: string | undefined) {
    this.#collections = path === undefined ? {} : readData(path);
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
