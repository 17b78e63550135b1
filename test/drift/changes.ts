import type { Schema } from "../harness/catalog-schemas";
import { isEqual, isFields, type Fields } from "../../provider/src/values/fields";
import { withValueAt } from "../../provider/src/values/tree";

/** A change that somebody makes to one setting on the platform. */
export interface Change {
  readonly what: string;
  /** Where the program, or the platform, has the setting. */
  readonly path: readonly string[];
  /** The configuration afterwards, as the platform stores it. */
  readonly after: Fields;
  /** Whether it means the same as before, or is of no known setting: then it is no drift even where it is seen. */
  readonly isQuiet?: true;
}

/** All changes of one setting each. @param declared What the program declares. @param stored What the platform stores. */
export function changesOf(schema: Schema, declared: Fields, stored: Fields, canRemove: boolean): Change[] {
  const changes = below(schema, declared, stored, [], canRemove);
  const canonical = (key: string): string => schema.properties?.[key]?.["x-spellingOf"] ?? key;
  const found: Change[] = changes.map(({ path, what, value, isQuiet }) => ({
    what,
    path,
    after: value === removed ? without(stored, path) : withValueAt(stored, path, value),
    ...(isQuiet === true ? { isQuiet } : {}),
  }));
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const [given] = Object.keys(declared).filter(
      (other) => other !== key && canonical(other) === canonical(key),
    );
    const [kept] = Object.keys(stored).filter(
      (other) => other !== key && canonical(other) === canonical(key),
    );
    if (kept === undefined) continue;
    const value = others(property, stored[kept])[0]?.value;
    found.push({
      what: "another value under another spelling of the key",
      path: [given ?? key],
      after: { ...without(stored, [kept]), [key]: value },
      // A mask is a mask, whatever the spelling.
      ...(property.writeOnly === true && given !== undefined ? { isQuiet: true as const } : {}),
    });
  }
  found.push({
    what: "a key that nobody knows",
    path: ["something_new"],
    after: { ...stored, something_new: "x" },
    isQuiet: true,
  });
  return found;
}

const removed = Symbol("removed");

interface ValueChange {
  readonly what: string;
  readonly path: readonly string[];
  readonly value: unknown;
  readonly isQuiet?: true;
}

function below(
  schema: Schema,
  declared: Fields,
  stored: Fields,
  above: readonly string[],
  canRemove: boolean,
): ValueChange[] {
  const canonical = (key: string): string => schema.properties?.[key]?.["x-spellingOf"] ?? key;
  const taken = new Set([...Object.keys(declared), ...Object.keys(stored)].map(canonical));
  const keys = Object.keys(schema.properties ?? {}).filter(
    (key) => Object.hasOwn(stored, key) || !taken.has(canonical(key)),
  );
  return keys.flatMap((key): ValueChange[] => {
    const property = schema.properties?.[key] ?? {};
    const path = [...above, key];
    const [now, given] = [stored[key], declared[key]];
    const isObject = isFields(now) && isFields(given) && property.writeOnly !== true;
    const changes: ValueChange[] = [
      ...(isObject ? [] : others(property, now).map((change) => ({ ...change, path }))),
      ...(isObject || now === undefined
        ? []
        : respellings(now).map((value) => ({
            what: "the same in another form",
            path,
            value,
            isQuiet: true as const,
          }))),
      ...(now === undefined || now === null ? [] : [{ what: "null", path, value: null }]),
      ...(typeof now === "string" && now !== "" ? [{ what: "an empty string", path, value: "" }] : []),
      ...(now !== undefined && canRemove ? [{ what: "gone", path, value: removed }] : []),
    ];
    return isObject ? [...changes, ...below(property, given, now, path, canRemove)] : changes;
  });
}

/** Other values of a setting, as its schema describes it. */
function others(property: Schema, now: unknown): { what: string; value: unknown }[] {
  const candidates = [property.type ?? "string"].flat().flatMap((type): unknown[] => {
    switch (type) {
      case "boolean":
        return [true, false];
      case "integer":
      case "number":
        return [typeof now === "number" ? now + 1 : 7];
      case "array":
        return [[...(Array.isArray(now) ? (now as unknown[]) : []), "changed-elsewhere"]];
      case "object":
        return [{ changed: "elsewhere" }];
      case "null":
        return [];
      default:
        return [property.enum?.find((value) => !isEqual(value, now)) ?? "changed-elsewhere"];
    }
  });
  return candidates
    .filter((value) => !isEqual(value, now) && String(value) !== String(now))
    .map((value) => ({ what: `the value ${JSON.stringify(value)}`, value }));
}

/** The same value in the other forms in which platforms keep it. */
function respellings(now: unknown): unknown[] {
  if (typeof now === "number" || typeof now === "boolean") return [String(now)];
  return typeof now === "string" && /^[1-9]\d{0,8}$/.test(now) ? [Number(now)] : [];
}

function without(fields: Fields, [key = "", ...rest]: readonly string[]): Fields {
  const { [key]: inner, ...others } = fields;
  return rest.length === 0 ? others : { ...others, [key]: without(inner as Fields, rest) };
}
