import { own } from "../values/fields";
import { secretKeys } from "./generated/secret-keys";

/**
 * The paths to the secrets in a connector's configuration; undefined for a type that the catalog does not describe. Loaded by programs:
 * reads the generated table and no file.
 *
 * @param folder Below `catalog/`: `platform/source`.
 */
export function secretKeysOf(folder: string, type: unknown): readonly string[] | undefined {
  const types = own(secretKeys, folder);
  return typeof type === "string" && types !== undefined ? own(types, type) : undefined;
}
