import { valueAt } from "../../../values/tree";
import type { NamedObject } from "./named-objects";

/** An argument whose value is an output of another object of the program. */
export interface Reference {
  /** Its keys from the arguments down. */
  readonly path: readonly string[];
  readonly to: NamedObject;
  readonly output: string;
}

/** The references of each object to others, as the definitions declare them. A reference to what is not there stays a plain value. */
export function findReferences(objects: readonly NamedObject[]): Map<NamedObject, Reference[]> {
  const byValue = new Map<string, NamedObject>();
  const keyOf = (kind: string, output: string, value: unknown): string =>
    JSON.stringify([kind, output, value]);
  for (const named of objects) {
    const { kind, id, fields } = named.object;
    for (const [output, value] of [...Object.entries(fields), ["id", id] as const]) {
      if (typeof value !== "string") continue;
      const key = keyOf(kind, output, value);
      if (!byValue.has(key)) byValue.set(key, named);
    }
  }
  return new Map(
    objects.map((named) => {
      const found = (named.definition.references ?? []).flatMap(({ path, kind, output = "id" }) => {
        const steps = path.split(".");
        const value = valueAt(named.object.fields, steps);
        const to = typeof value === "string" ? byValue.get(keyOf(kind, output, value)) : undefined;
        return to === undefined || to === named ? [] : [{ path: steps, to, output }];
      });
      return [named, found];
    }),
  );
}

/** The objects, each after those that it refers to, otherwise in their order. Where they refer to each other in a circle, one comes first. */
export function inOrderOfReferences(
  objects: readonly NamedObject[],
  references: ReadonlyMap<NamedObject, readonly Reference[]>,
): NamedObject[] {
  const ordered = new Set<NamedObject>();
  const visited = new Set<NamedObject>();
  const visit = (named: NamedObject): void => {
    if (visited.has(named)) return;
    visited.add(named);
    for (const { to } of references.get(named) ?? []) if (objects.includes(to)) visit(to);
    ordered.add(named);
  };
  objects.forEach(visit);
  return [...ordered];
}
