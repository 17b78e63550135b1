import type { ObjectClient } from "../client/object-client";
import type { RemoteObject } from "../definition/definition";
import { resolved } from "../secrets/references";
import { allSecrets } from "../secrets/all-secrets";
import { definedKeys, isFields, type Fields } from "../values/fields";
import { isReference } from "../values/reference";
import { descend, formatPath, valueAt, visitTree, type Path } from "../values/tree";
import { holdsUnknown, isUnknown } from "../values/unknowns";
import { outputsBefore } from "./adopt";
import { isSameOnPlatform } from "./compare";
import { changedArguments } from "./diff";
import { isMasked, isSame, readingOf, remoteSetting, type Reading } from "./reading";
import { isUnsetOrDefault, undeclared } from "./undeclared-keys";

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
  const reading = name === definition.config?.field ? readingOf(definition, inputs) : undefined;
  const changes: string[] = [];
  visitTree(given, (value, below) => {
    const path = [name, ...below];
    if (value === undefined) return undefined;
    if (isReference(value) || secrets.covers(path)) return changes.push(`${formatPath(path)} (secret)`);
    if (isUnknown(value)) return changes.push(`${formatPath(path)} (not known yet)`);
    if (isFields(value)) return descend;
    const now = platformValue(reading, current, below);
    const isTheSame = reading ? isSame(reading, below, value, now) : isSameOnPlatform(value, now);
    if (!isTheSame) {
      changes.push(
        isMasked(definition.platform.isMask, now)
          ? formatPath(path)
          : formatPath(path) + valuesOf(client, now, value),
      );
    }
    return undefined;
  });
  if (reading !== undefined && isFields(given) && isFields(current)) {
    for (const each of undeclared(reading, given, current)) {
      if (isUnsetOrDefault(reading, each)) continue;
      changes.push(`${formatPath([name, ...each.path])} (not in the program)`);
    }
  }
  // A value that the platform merely spells differently is sent as well.
  return changes.length === 0 ? [name] : changes;
}

/** The platform's value at a path in an argument. @param reading Of the configuration, whose keys may be aliases there. */
function platformValue(reading: Reading | undefined, current: unknown, path: Path): unknown {
  const [key, ...below] = path;
  return reading === undefined || key === undefined || !isFields(current)
    ? valueAt(current, path)
    : valueAt(remoteSetting(reading, current, String(key)), below);
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
