import {
  isList,
  isMap,
  makeSecret,
  mapEntries,
  Secret,
  type PropertyMap,
  type PropertyValue,
} from "./property";

/** A key, or an index. */
export type PathStep = string | number;

/**
 * Resets the value at a path of the inputs to that of the old inputs, so that a change there is ignored. A secret value stays secret.
 *
 * @returns undefined if the path cannot be resolved, for example because a list got shorter.
 */
export function resetToOld(
  inputs: PropertyMap,
  olds: PropertyMap,
  path: readonly PathStep[],
): PropertyMap | undefined {
  return path.length === 0 ? undefined : (reset(inputs, olds, path, false) as PropertyMap | undefined);
}

/** @param secret Whether the old value is within a secret and the new one is not. */
function reset(
  value: PropertyValue | undefined,
  old: PropertyValue | undefined,
  path: readonly PathStep[],
  secret: boolean,
): PropertyValue | undefined {
  if (value instanceof Secret) {
    const inside = reset(value.element, old, path, false);
    return inside === undefined ? undefined : makeSecret(inside);
  }
  if (old instanceof Secret) return reset(value, old.element, path, true);
  const [step, ...rest] = path;
  if (isMap(value) && isMap(old)) return resetKeys(value, old, String(step), rest, secret);
  if (isList(value) && isList(old)) return resetItems(value, old, step, rest, secret);
  if (value === undefined) return undefined;
  if (rest.length === 0 && isMap(value) && typeof step === "string") return withoutKey(value, step);
  return isMap(value) === isMap(old) && isList(value) === isList(old) ? value : undefined;
}

function resetKeys(
  value: PropertyMap,
  old: PropertyMap,
  step: string,
  rest: readonly PathStep[],
  secret: boolean,
): PropertyMap | undefined {
  if (step === "*") return resetAllKeys(value, old, rest, secret);
  const before = old[step];
  if (rest.length === 0) {
    return before === undefined ? withoutKey(value, step) : { ...value, [step]: marked(before, secret) };
  }
  if (!(step in value)) return step in old ? undefined : value;
  const inside = reset(value[step], before, rest, secret);
  return inside === undefined ? undefined : { ...value, [step]: inside };
}

function resetAllKeys(
  value: PropertyMap,
  old: PropertyMap,
  rest: readonly PathStep[],
  secret: boolean,
): PropertyMap | undefined {
  if (rest.length === 0) return mapEntries(old, (item) => marked(item, secret));
  return Object.keys(old).reduce<PropertyMap | undefined>(
    (current, key) =>
      current === undefined || !(key in current) ? undefined : resetKeys(current, old, key, rest, secret),
    value,
  );
}

function resetItems(
  value: readonly PropertyValue[],
  old: readonly PropertyValue[],
  step: PathStep | undefined,
  rest: readonly PathStep[],
  secret: boolean,
): PropertyValue | undefined {
  if (step === "*" && value.length !== old.length) return undefined;
  const indexes = step === "*" ? [...value.keys()] : [Number(step)];
  const items = [...value];
  for (const index of indexes) {
    const [item, before] = [value[index], old[index]];
    if (item === undefined && before === undefined && rest.length === 0) continue;
    if (item === undefined || before === undefined) return undefined;
    const inside = rest.length === 0 ? marked(before, secret) : reset(item, before, rest, secret);
    if (inside === undefined) return undefined;
    items[index] = inside;
  }
  return items;
}

function marked(value: PropertyValue, secret: boolean): PropertyValue {
  return secret ? makeSecret(value) : value;
}

function withoutKey(map: PropertyMap, key: string): PropertyMap {
  return Object.fromEntries(Object.entries(map).filter(([name]) => name !== key));
}
