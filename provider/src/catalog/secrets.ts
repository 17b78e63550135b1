import { secretKeys } from "./generated/secret-keys";

/**
 * Returns the dotted paths of the secrets in a connector's configuration; undefined for a type that the catalog does not know,
 * in which case every value must be treated as a secret. User programs load this module, so it reads only the generated table.
 *
 * @param catalog Folder in `catalog/`: `platform/source`.
 */
export function secretPaths(catalog: string, type: unknown): readonly string[] | undefined {
  const types = secretKeys[catalog];
  return typeof type === "string" && types !== undefined && Object.hasOwn(types, type)
    ? types[type]
    : undefined;
}

/**
 * Returns `"secret"` if the whole value of a key is one, otherwise the paths of the secrets below it, if any.
 *
 * @param paths Dotted paths of secrets. `*` matches any key, except those with a path of their own that starts with a minus.
 */
export function secretsAt(paths: readonly string[], key: string): "secret" | readonly string[] {
  const below: string[] = [];
  let isAnySecret = false;
  let isExcepted = false;
  for (const path of paths) {
    const exception = path.startsWith("-") ? "-" : "";
    const [step = "", ...rest] = path.slice(exception.length).split(".");
    if (step !== key && step !== "*") continue;
    if (rest.length > 0) below.push(exception + rest.join("."));
    else if (exception !== "") isExcepted = true;
    else if (step === "*") isAnySecret = true;
    else return "secret";
  }
  return isAnySecret && !isExcepted ? "secret" : below;
}
