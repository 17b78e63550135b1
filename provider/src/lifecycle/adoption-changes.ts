import { canonicalKey, catalogProperty } from "../catalog/entry";
import type { ObjectClient } from "../client/object-client";
import { configEntry } from "../definition/config-entry";
import type { RemoteObject } from "../definition/definition";
import { resolved } from "../secrets/references";
import { allSecrets } from "../secrets/all-secrets";
import { definedKeys, fieldsAt, isEqual, isFields, own, type Fields } from "../values/fields";
import { isReference } from "../values/reference";
import { descend, formatPath, valueAt, visitTree, type Path } from "../values/tree";
import { holdsUnknown, isUnknown } from "../values/unknowns";
import { outputsBefore } from "./adopt";
import { isSameOnPlatform } from "./compare";
import { changedArguments } from "./diff";
import { isMasked } from "./reading";

/** The most characters of a value that a line shows. */
const longestValue = 60;

/**
 * What taking an object over changes on it: the paths, with the values before and after where they are short and public. Secrets count as
 * changed, for no platform shows them: they are sent again.
 *
 * @param inputs As check gets them: parts may be unknown.
 * @throws ConnectorsError if the object differs from the program in what cannot change.
 */
export async function adoptionChanges(
  client: ObjectClient,
  id: string,
  inputs: Fields,
  object: RemoteObject,
): Promise<string[]> {
  const { definition } = client;
  const known = withoutUnknowns(inputs, (name) => definition.arguments[name]?.onChange === "replace");
  const before = await outputsBefore(client, id, known, object);
  const left = definedKeys(inputs).filter((name) => !(name in known));
  const changed = changedArguments(definition, before, known).filter((name) => !left.includes(name));
  const sent = sentArguments(client, id, resolved(known), changed);
  return sent.flatMap((name) => changesOf(client, name, inputs, object));
}

/** The changed arguments that an update sends: all of them, if it cannot be built yet. */
function sentArguments(
  { definition }: ObjectClient,
  id: string,
  values: Fields,
  changed: readonly string[],
): readonly string[] {
  if (changed.length === 0 || holdsUnknown(values)) return changed;
  const carried = definition.requests.update(id, values, changed).flatMap(({ carries }) => carries);
  return changed.filter((name) => carried.includes(name));
}

/** The arguments without those of some that are not known yet, or not completely. */
function withoutUnknowns(inputs: Fields, isMeant: (name: string) => boolean): Fields {
  return Object.fromEntries(
    Object.entries(inputs).filter(([name, value]) => !isMeant(name) || !holdsUnknown(value)),
  );
}

function changesOf(client: ObjectClient, name: string, inputs: Fields, object: RemoteObject): string[] {
  const { definition } = client;
  const [given, current] = [inputs[name] ?? undefined, object[name]];
  if (given === undefined) return [`${name} (not in the program)`];
  const secrets = allSecrets(definition, inputs);
  const changes: string[] = [];
  visitTree(given, (value, below) => {
    const path = [name, ...below];
    if (value === undefined) return undefined;
    if (isReference(value) || secrets.covers(path)) return changes.push(`${formatPath(path)} (secret)`);
    if (isUnknown(value)) return changes.push(`${formatPath(path)} (not known yet)`);
    const now = remoteValue(client, inputs, current, path);
    if (isFields(value)) return descend;
    if (!isSameOnPlatform(value, now)) {
      changes.push(
        isMasked(definition.platform.isMask, now)
          ? formatPath(path)
          : formatPath(path) + valuesOf(client, now, value),
      );
    }
    return undefined;
  });
  if (name === definition.config?.field) changes.push(...undeclared(client, name, inputs, object));
  // A value that the platform merely spells differently is sent as well.
  return changes.length === 0 ? [name] : changes;
}

/** The platform's value at a path, whose key may be an alias there. */
function remoteValue({ definition }: ObjectClient, inputs: Fields, current: unknown, path: Path): unknown {
  const [name, key, ...below] = path;
  if (name !== definition.config?.field || typeof key !== "string" || !isFields(current)) {
    return valueAt(current, path.slice(1));
  }
  const entry = configEntry(definition, inputs);
  const spelled = Object.keys(current).find((each) => canonicalKey(entry, each) === canonicalKey(entry, key));
  return valueAt(own(current, key) ?? own(current, spelled ?? key), below);
}

/** The keys that the platform has and the program does not, unless the platform has what the catalog says it has by default. */
function undeclared(
  { definition }: ObjectClient,
  field: string,
  inputs: Fields,
  object: RemoteObject,
): string[] {
  const entry = configEntry(definition, inputs);
  const declared = new Set(definedKeys(fieldsAt(inputs, field)).map((key) => canonicalKey(entry, key)));
  return Object.entries(fieldsAt(object, field))
    .filter(([key, value]) => {
      const property = catalogProperty(entry, key);
      const isSet = (value ?? undefined) !== undefined && !isEqual(value, property?.default);
      return property !== undefined && isSet && !declared.has(canonicalKey(entry, key));
    })
    .map(([key]) => `${field}.${key} (not in the program)`);
}

/** Both values; nothing if one is not a short one. */
function valuesOf(client: ObjectClient, before: unknown, after: unknown): string {
  const [from, to] = [shown(client, before), shown(client, after)];
  return from === undefined || to === undefined ? "" : `: ${from} → ${to}`;
}

function shown(client: ObjectClient, value: unknown): string | undefined {
  if (value === undefined || value === null) return "nothing";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && value.length <= longestValue ? client.quoted(value) : undefined;
}
