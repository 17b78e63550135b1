import { secretKeys } from "./generated/secret-keys";

/**
 * The ways to the secrets in a connector's configuration, steps joined by dots; undefined for a type that the catalog does not
 * know, whose every value is to be treated as a secret. Loaded by programs: reads nothing but the generated table.
 *
 * @param catalog Folder below `catalog/`: `platform/source`.
 */
export function secretPaths(catalog: string, type: unknown): readonly string[] | undefined {
  const types = secretKeys[catalog];
  return typeof type === "string" && types !== undefined && Object.hasOwn(types, type)
    ? types[type]
    : undefined;
}

/**
 * What a key holds: `"secret"` if all of it is one, else the ways to the secrets below it, which may be none.
 *
 * @param paths Ways to secrets, steps joined by dots; `*` is any step, but for those that a way with a minus before it leads to.
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
