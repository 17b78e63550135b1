import { kinds, type KindName, type ParentIds, type PlatformObject } from "./kinds";
import type { Declared, Foreign } from "./schedule";
import type { Managed, Ready } from "./stack";

/** Tells objects apart: ids may be unique within a kind only. */
export function keyOf({ kind, id }: { readonly kind: KindName; readonly id: string }): string {
  return `${kind} ${id}`;
}

/** Whether a text says of an object by its kind, and its name if it has one, that it may exist, with its id or how to take it over. */
export function isNamedIn(
  text: string,
  { kind, name, id }: PlatformObject,
  programs: readonly Declared[],
): boolean {
  const { kind: title } = kinds[kind].definition;
  const lines = text
    .split("\n")
    .filter((line) => line.includes(name === undefined ? title : `${title} ${JSON.stringify(name)}`));
  const hasId = new RegExp(`(?<![\\w.-])${id}(?![\\w.-])`);
  const keys = programs.filter((each) => each.kind === kind && each.name === name).map(({ key }) => key);
  return (
    lines.some((line) => hasId.test(line) || line.includes('with the resource option `adopt: "<its id>"`')) ||
    keys.some((key) => text.includes(`::${key}, interrupted while creating`))
  );
}

/**
 * The creates of unknown outcome that a text says to have made something, where that is somebody else's, or a resource's that is no more in
 * the program: the engine deletes that last, and does not tell the provider of it before.
 *
 * @param theirs The keys of the objects of somebody else.
 */
export function createsOfOthers(
  text: string,
  managed: readonly Managed[],
  theirs: ReadonlySet<string>,
  programs: readonly Declared[],
): readonly Managed[] {
  const refused = [...text.matchAll(/(\S+ "[^"]*"): \w+ refused: an earlier create, .* since \((.*?)\);/g)];
  const others = new Set([...theirs, ...managed.map(keyOf)]);
  const isRefused = ({ kind, name }: Declared): boolean =>
    refused.some(
      ([, subject, ids = ""]) =>
        subject === `${kinds[kind].definition.kind} ${JSON.stringify(name)}` &&
        ids.split(", ").every((id) => others.has(keyOf({ kind, id }))),
    );
  return managed.filter(
    ({ id, key }) =>
      id.startsWith("unknown-") && programs.some((each) => each.key === key && isRefused(each)),
  );
}

/**
 * The objects that no resource of the state stands for, and that are not somebody else's.
 *
 * @param theirs The keys of their objects.
 */
export function orphansAmong(
  objects: readonly PlatformObject[],
  managed: readonly Managed[],
  theirs: ReadonlySet<string>,
): readonly PlatformObject[] {
  const known = new Set(managed.map(keyOf));
  return objects.filter((object) => !known.has(keyOf(object)) && !theirs.has(keyOf(object)));
}

/** Somebody else's object that was not taken over. */
export interface Theirs extends Foreign {
  readonly id: string;
  /** A program was to take it over, and may have changed it before it failed. */
  readonly wasOffered: boolean;
}

/**
 * What is wrong once all is well again and an `up` has succeeded: each resource of the program has an object of its own that is as the program says, and
 * there is no other but those that were somebody else's, as they were.
 */
export function wrongAfterwards(
  program: readonly Ready[],
  managed: readonly Managed[],
  objects: readonly PlatformObject[],
  theirs: readonly Theirs[],
): readonly string[] {
  const problems: string[] = [];
  const byId = new Map(objects.map((object) => [keyOf(object), object]));
  const held = new Map(managed.map((one) => [one.key, one]));
  if (held.size !== managed.length || managed.length !== program.length) {
    problems.push(
      `the state has ${list(managed.map(({ key }) => key))} for ${list(program.map(({ key }) => key))}`,
    );
  }
  const used = new Set<string>();
  for (const resource of program) {
    const own = held.get(resource.key);
    const object = own && byId.get(keyOf(own));
    if (own === undefined || object === undefined) {
      problems.push(`lost: ${resource.key} has no object (${own?.id ?? "not in the state"})`);
      continue;
    }
    if (own.isRead) continue;
    if (used.has(keyOf(own))) problems.push(`${resource.key} has the object ${own.id} of another resource`);
    used.add(keyOf(own));
    const parents = Object.entries(resource.in ?? {}).map(([name, key]) => [name, held.get(key)?.id]);
    problems.push(...differences(resource, object, Object.fromEntries(parents) as ParentIds));
  }
  for (const foreign of theirs) {
    const object = byId.get(keyOf(foreign));
    if (object === undefined)
      problems.push(`${foreign.key} ${foreign.id}, which is somebody else's, is gone`);
    else if (!foreign.wasOffered) problems.push(...differences(foreign, object, {}));
    if (used.has(keyOf(foreign))) problems.push(`${foreign.id} is taken, and is somebody else's`);
    used.add(keyOf(foreign));
  }
  for (const object of objects) {
    const { kind, id, name } = object;
    if (!used.has(keyOf(object))) problems.push(`one too many: ${kind} ${name ?? ""} (${id})`);
  }
  return problems;
}

function differences(
  wanted: Declared | Foreign,
  { id, facts }: PlatformObject,
  parents: ParentIds,
): readonly string[] {
  return Object.entries(kinds[wanted.kind].facts(wanted, parents))
    .filter(([name, value]) => facts[name] !== value)
    .map(
      ([name, value]) =>
        `lost: ${name} of ${wanted.key} (${id}) is ${JSON.stringify(facts[name])}, not ${JSON.stringify(value)}`,
    );
}

const list = (texts: readonly string[]): string => [...texts].sort().join(", ") || "nothing";
