import { isFields, type Fields } from "../values/fields";
import { parseSecretPath } from "../values/secret-paths";
import type { InventoryObject } from "./inventory";

/** The fields of an object with a value in place of each of its secrets. */
export function withPlaceholders({ fields, secrets }: InventoryObject, placeholder: unknown): Fields {
  return secrets.reduce<Fields>(
    (filled, path) => replacedAt(filled, parseSecretPath(path), placeholder) as Fields,
    fields,
  );
}

/** The tree with a value at a path. Objects on the way there are made where there are none. */
function replacedAt(tree: unknown, [step, ...below]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(tree)) {
    return tree.map((item, index) =>
      String(index) === step ? replacedAt(item, below, value) : (item as unknown),
    );
  }
  const entries = new Map(Object.entries(isFields(tree) ? tree : {}));
  entries.set(step, replacedAt(entries.get(step), below, value));
  return Object.fromEntries(entries);
}
