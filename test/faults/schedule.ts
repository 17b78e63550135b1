import { verifyValues, type Verify } from "../../provider/src/definition/verification";
import { faultKinds, type SeededFaultKind } from "../../sandbox/src/serving/faults/fault";
import { Dice } from "./dice";
import { bulkKinds, depthOf, kinds, packagedKinds, type KindName, type Wanted } from "./kinds";

/** A resource of a program. */
export interface Declared extends Wanted {
  /** Its own name, unique in the program. */
  readonly key: string;
  /** The keys of the resources that it refers to, by argument: a source connection to its collection. */
  readonly in?: Readonly<Record<string, string>>;
  /** The key of somebody else's object that it takes over, as long as it is there and not taken over. */
  readonly adopts?: string;
  /** By its name. Default: by its id. */
  readonly adoptsByName?: boolean;
  /** The key of somebody else's object that it reads. */
  readonly gets?: string;
  /** It became another object, so that the first may be left. */
  readonly isReplaced?: true;
  /** Whether its connection is tested. It may be another one in each operation. Default: the kind has no test, or it is only read. */
  readonly verify?: Verify;
}

/** An object that somebody else has made before. */
export interface Foreign extends Wanted {
  readonly key: string;
}

export type Verb = "up" | "refresh" | "destroy";

/** One operation of a schedule, during which there are faults. */
export interface Operation {
  readonly verb: Verb;
  readonly program: readonly Declared[];
  /** Of a hundred requests so many get a fault. */
  readonly percent: number;
  /** Of which kinds. */
  readonly faults: readonly SeededFaultKind[];
}

/** What a seed stands for: a program, what becomes of it, and the operations that are run. */
export interface Schedule {
  readonly seed: string;
  readonly foreigns: readonly Foreign[];
  readonly operations: readonly Operation[];
  /** Seconds that an operation of a resource may take. */
  readonly timeout: number;
}

/** How many resources a program has at first, least and most. */
export type Sizes = readonly [number, number];

/** Those of most programs. */
const fewResources: Sizes = [2, 6];

/** Those of programs in which many creates of unknown outcome come together. */
export const manyResources: Sizes = [12, 20];

/** Those of programs in which a resource refers to one that refers to another. */
export const pipelineResources: Sizes = [4, 9];

/** What becomes of a program between two operations. */
const editions = ["changed", "changed", "changed", "taken back", "taken back"] as const;

/** Those after which nobody knows what was done. */
const unclear = ["cut", "status", "body", "hidden", "late"] as const;

function illness(dice: Dice): Pick<Operation, "percent" | "faults"> {
  return { percent: dice.from(20, 40), faults: dice.hits(50) ? faultKinds : unclear };
}

/** A program while it is drawn. */
interface Draft {
  readonly dice: Dice;
  readonly foreigns: Foreign[];
  /** The kinds that there are. */
  readonly names: readonly KindName[];
}

/**
 * @param timeouts Of which one is drawn.
 * @param names The kinds of the resources.
 * @param sizes How many resources there are at first.
 */
export function scheduleOf(
  seed: string,
  timeouts: readonly [number, ...number[]],
  names: readonly KindName[] = packagedKinds,
  sizes: Sizes = fewResources,
): Schedule {
  const dice = new Dice(seed);
  const foreigns: Foreign[] = [];
  const draft = { dice, foreigns, names };
  let program = programOf(draft, dice.from(...sizes));
  let before = program;
  const operations: Operation[] = [{ verb: "up", program, ...illness(dice) }];
  for (let left = dice.from(1, 3); left > 0; left--) {
    const what = dice.oneOf([...editions, "up", "refresh", "destroy"] as const);
    if (what === "changed") [before, program] = [program, changed(draft, program)];
    // A user who sees a change fail takes it back.
    if (what === "taken back") [before, program] = [program, takenBack(program, before)];
    const isEdition = what === "changed" || what === "taken back";
    operations.push({ verb: isEdition ? "up" : what, program, ...illness(dice) });
  }
  const tested = operations.map((operation, index) => ({
    ...operation,
    program: operation.program.map((resource) => withTest(resource, `${seed} ${index}`)),
  }));
  return { seed, foreigns, operations: tested, timeout: dice.oneOf(timeouts) };
}

/** The draw has dice of its own, so that it changes nothing else of what a seed stands for. */
function withTest(resource: Declared, seed: string): Declared {
  if (kinds[resource.kind].testRequests === undefined || resource.gets !== undefined) return resource;
  const verify = new Dice(`test of ${resource.key} in ${seed}`).oneOf(verifyValues);
  return { ...resource, verify };
}

/**
 * A program with so many objects of a kind that they are read with a list, and refreshes of it during which there are faults.
 *
 * @param timeouts Of which one is drawn.
 */
export function refreshScheduleOf(seed: string, timeouts: readonly [number, ...number[]]): Schedule {
  const dice = new Dice(seed);
  const foreigns: Foreign[] = [];
  const program = programOf({ dice, foreigns, names: bulkKinds }, dice.from(12, 24));
  const operations: Operation[] = [{ verb: "up", program, percent: 0, faults: [] }];
  for (let left = dice.from(1, 3); left > 0; left--)
    operations.push({ verb: "refresh", program, ...illness(dice) });
  return { seed, foreigns, operations, timeout: dice.oneOf(timeouts) };
}

function programOf(draft: Draft, count: number): readonly Declared[] {
  const program: Declared[] = [];
  for (let left = count; left > 0; left--) add(draft, program);
  return program;
}

/** Adds a resource of a kind that can be there. */
function add(draft: Draft, program: Declared[]): void {
  const { dice, foreigns, names } = draft;
  const isRoot = (name: KindName): boolean => kinds[name].parents === undefined;
  // Those that refer to others are seldom there otherwise.
  const often = names.flatMap((name) => Array.from({ length: 1 + depthOf(name) }, () => name));
  const kind = possible(dice.oneOf(often) ?? "source", program);
  const own = wanted(dice, kind, newName(dice, kind, program));
  const inPlace = isRoot(kind) ? {} : { in: placeOf(dice, kind, program) };
  const key = own.name;
  const likely = dice.from(1, 100);
  const twin = dice.oneOf(program.filter((other) => other.kind === kind && mayHaveTwins(other)));
  if (likely <= 10 && twin !== undefined) {
    // Two of one name and type.
    const { name, variant, in: place } = twin;
    program.push({ ...own, ...(place === undefined ? {} : { in: place }), key, name, variant });
  } else if (likely <= 25 && isRoot(kind)) {
    const foreign = {
      ...own,
      key: `foreign-${foreigns.length}`,
      name: `${key}-theirs`,
      value: own.value + 5,
    };
    foreigns.push(foreign);
    const use = dice.oneOf(["adopts", "gets"] as const);
    const byName = kinds[kind].definition.name !== undefined && dice.hits(50) ? { adoptsByName: true } : {};
    program.push({ ...own, ...byName, key, variant: foreign.variant, isExplicit: false, [use]: foreign.key });
  } else if (likely <= 50 && isRoot(kind) && mayHaveTwins(own)) {
    // Somebody else's that looks the same.
    foreigns.push({ ...own, key: `foreign-${foreigns.length}`, value: own.value + 5 });
    program.push({ ...own, key });
  } else {
    program.push({ ...own, ...inPlace, key });
  }
}

/** A kind, or as long as the program has nothing that it would refer to, the kind of that. */
function possible(kind: KindName, program: readonly Declared[]): KindName {
  const missing = Object.values(kinds[kind].parents ?? {}).find(
    (parent) => mayBeReferredTo(program, parent).length === 0,
  );
  return missing === undefined ? kind : possible(missing, program);
}

/** What a resource refers to, by argument. */
function placeOf(dice: Dice, kind: KindName, program: readonly Declared[]): Readonly<Record<string, string>> {
  const found = Object.entries(kinds[kind].parents ?? {}).map(([argument, parent]) => [
    argument,
    dice.oneOf(mayBeReferredTo(program, parent))?.key,
  ]);
  return Object.fromEntries(found) as Record<string, string>;
}

function mayBeReferredTo(program: readonly Declared[], kind: KindName): readonly Declared[] {
  return program.filter((other) => other.kind === kind && other.gets === undefined);
}

/** Whether the platform takes several of its name and type. */
function mayHaveTwins(resource: Wanted & Partial<Declared>): boolean {
  if (resource.adopts !== undefined || resource.gets !== undefined) return false;
  return kinds[resource.kind].isUnique?.(resource) !== true;
}

/** Names are the keys of resources: two of one name would be one resource. */
function newName(dice: Dice, kind: KindName, program: readonly Declared[]): string {
  for (;;) {
    const name = `${kind}-${dice.from(1, 1_000_000)}`;
    if (program.every(({ key }) => key !== name)) return name;
  }
}

function wanted(dice: Dice, kind: KindName, name: string): Wanted {
  return { kind, name, variant: dice.oneOf(["a", "b"]), value: dice.from(0, 3), isExplicit: dice.hits(40) };
}

/** Some are updated, some renamed, replaced, gone; and perhaps another one is there. */
function changed(draft: Draft, program: readonly Declared[]): readonly Declared[] {
  const { dice } = draft;
  const next: Declared[] = [];
  for (const resource of program) {
    const isThere = (parent: string): boolean => next.some(({ key }) => key === parent);
    if (!Object.values(resource.in ?? {}).every(isThere)) continue;
    if (resource.gets !== undefined) next.push(resource);
    else next.push(...edited(dice, resource));
  }
  if (dice.hits(40) || next.length === 0) add(draft, next);
  return next;
}

/**
 * As it was before, but for what was replaced and is the only one of its name: engines delete last, so that of a deletion that failed an object is left
 * which the platform lets nobody make again.
 */
function takenBack(program: readonly Declared[], before: readonly Declared[]): readonly Declared[] {
  return before.map((resource) => {
    const now = program.find(({ key }) => key === resource.key);
    return now === undefined || mayHaveTwins(now) || !isReplacement(resource, now) ? resource : now;
  });
}

function isReplacement(before: Declared, after: Declared): boolean {
  const isRenamed = before.name !== after.name && kinds[after.kind].isReplacedByRename?.(after) === true;
  return isRenamed || before.variant !== after.variant;
}

function edited(dice: Dice, resource: Declared): readonly Declared[] {
  switch (dice.from(1, 8)) {
    case 1:
    case 2:
      return [{ ...resource, value: resource.value + 1 }];
    case 3:
      return [{ ...resource, name: `${resource.name}x` }];
    case 4:
      // What is taken over is declared as what it is; see `takenBack` for the rest.
      if (resource.adopts !== undefined || (resource.isReplaced === true && !mayHaveTwins(resource)))
        return [resource];
      return [{ ...resource, variant: resource.variant === "a" ? "b" : "a", isReplaced: true }];
    case 5:
      return [];
    default:
      return [resource];
  }
}
