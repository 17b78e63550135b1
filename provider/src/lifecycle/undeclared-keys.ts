import { canonicalKey } from "../catalog/entry";
import { catalogPropertyAt } from "../catalog/property";
import { definedKeys, isFields, own, type Fields } from "../values/fields";
import { isReference } from "../values/reference";
import type { Path } from "../values/tree";
import { isSame, type Reading } from "./reading";

/** A setting that the platform has and the program does not declare. */
export interface Undeclared {
  readonly path: Path;
  readonly value: unknown;
}

/** The settings that the platform shows and the program does not declare, also inside declared ones. */
export function* undeclared(
  reading: Reading,
  declared: Fields,
  remote: Fields,
  above: Path = [],
): Generator<Undeclared> {
  const canonical = (key: string): string => (above.length === 0 ? canonicalKey(reading.entry, key) : key);
  const known = new Set(definedKeys(declared).map(canonical));
  for (const [key, value] of Object.entries(remote)) {
    const path = [...above, key];
    const given = own(declared, key);
    if (!known.has(canonical(key))) yield { path, value };
    else if (isFields(given) && !isReference(given) && isFields(value) && !isWhole(reading, path, value)) {
      yield* undeclared(reading, given, value, path);
    }
  }
}

function isWhole({ isMask, secrets }: Reading, path: Path, value: unknown): boolean {
  return isMask(value) || secrets.covers(path);
}

/**
 * Whether an undeclared setting makes no difference: the platform shows nothing there, or what the catalog says that it has by default. An
 * object that holds nothing else makes none either.
 */
export function isUnsetOrDefault(reading: Reading, { path, value }: Undeclared): boolean {
  if ((value ?? undefined) === undefined) return true;
  const byDefault = catalogPropertyAt(reading.entry, path)?.default ?? undefined;
  if (byDefault !== undefined) return isSame(reading, path, byDefault, value);
  const below = Object.entries(isFields(value) ? value : {});
  return (
    below.length > 0 &&
    below.every(([key, each]) => isUnsetOrDefault(reading, { path: [...path, key], value: each }))
  );
}
