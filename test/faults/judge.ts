import { kinds, type PlatformObject } from "./kinds";
import type { Declared, Foreign } from "./schedule";
import type { Managed, Ready } from "./stack";

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

/** The creates of unknown outcome that a text says to have made something, where that is somebody else's. */
export function createsOfOthers(
  text: string,
  managed: readonly Managed[],
  foreigns: ReadonlyMap<string, string>,
  programs: readonly Declared[],
): readonly Managed[] {
  const theirs = new Set(foreigns.values());
  const refused = [...text.matchAll(/^(\S+ ".*"): \w+ refused: an earlier create, .* since \((.*?)\);/gm)]
    .filter(([, , ids = ""]) => ids.split(", ").every((id) => theirs.has(id)))
    .map(([, subject]) => subject);
  return managed.filter(
    ({ id, key, kind }) =>
      id.startsWith("unknown-") &&
      programs.some(
        (each) =>
          each.key === key && refused.includes(`${kinds[kind].definition.kind} ${JSON.stringify(each.name)}`),
      ),
  );
}

/** The objects that no resource of the state stands for, and that are not somebody else's. */
export function orphansAmong(
  objects: readonly PlatformObject[],
  managed: readonly Managed[],
  foreigns: ReadonlyMap<string, string>,
): readonly PlatformObject[] {
  const known = new Set(managed.map(({ kind, id }) => `${kind} ${id}`));
  const theirs = new Set(foreigns.values());
  return objects.filter(({ kind, id }) => !known.has(`${kind} ${id}`) && !theirs.has(id));
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
  const byId = new Map(objects.map((object) => [`${object.kind} ${object.id}`, object]));
  const held = new Map(managed.map((one) => [one.key, one]));
  if (held.size !== managed.length || managed.length !== program.length) {
    problems.push(
      `the state has ${list(managed.map(({ key }) => key))} for ${list(program.map(({ key }) => key))}`,
    );
  }
  const used = new Set<string>();
  for (const resource of program) {
    const own = held.get(resource.key);
    const object = own && byId.get(`${own.kind} ${own.id}`);
    if (own === undefined || object === undefined) {
      problems.push(`lost: ${resource.key} has no object (${own?.id ?? "not in the state"})`);
      continue;
    }
    if (own.isRead) continue;
    if (used.has(`${own.kind} ${own.id}`))
      problems.push(`${resource.key} has the object ${own.id} of another resource`);
    used.add(`${own.kind} ${own.id}`);
    const parent = resource.in === undefined ? undefined : held.get(resource.in)?.id;
    problems.push(...differences(resource, object, parent));
  }
  for (const foreign of theirs) {
    const object = byId.get(`${foreign.kind} ${foreign.id}`);
    if (object === undefined)
      problems.push(`${foreign.key} ${foreign.id}, which is somebody else's, is gone`);
    else if (!foreign.wasOffered) problems.push(...differences(foreign, object, undefined));
    if (used.has(`${foreign.kind} ${foreign.id}`))
      problems.push(`${foreign.id} is taken, and is somebody else's`);
    used.add(`${foreign.kind} ${foreign.id}`);
  }
  for (const { kind, id, name } of objects) {
    if (!used.has(`${kind} ${id}`)) problems.push(`one too many: ${kind} ${name ?? ""} (${id})`);
  }
  return problems;
}

function differences(
  wanted: Declared | Foreign,
  { id, facts }: PlatformObject,
  parent: string | undefined,
): readonly string[] {
  return Object.entries(kinds[wanted.kind].facts(wanted, parent))
    .filter(([name, value]) => facts[name] !== value)
    .map(
      ([name, value]) =>
        `lost: ${name} of ${wanted.key} (${id}) is ${JSON.stringify(facts[name])}, not ${JSON.stringify(value)}`,
    );
}

const list = (texts: readonly string[]): string => [...texts].sort().join(", ") || "nothing";
