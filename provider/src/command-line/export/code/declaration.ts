import { z } from "zod";
import { coercedValue, type Coercion } from "../../../catalog/coercion";
import { alternativeProblems } from "../../../catalog/alternatives";
import { canonicalKey, type CatalogEntry, type CatalogProperty } from "../../../catalog/entry";
import { configEntry } from "../../../definition/config-entry";
import type { ResourceDefinition, Undisclosed } from "../../../definition/definition";
import { inputSchema } from "../../../definition/input-schema";
import { optionsKey } from "../../../definition/state-keys";
import type { InventoryObject } from "../../../inventory/inventory";
import { check } from "../../../lifecycle/check";
import { fieldsAt, isFields, omit, own, type Fields } from "../../../values/fields";
import { formatSecretPath, parseSecretPath } from "../../../values/secret-paths";
import { someInTree } from "../../../values/some-in-tree";
import { descend, mapTree, type Path } from "../../../values/tree";
import { unknownValue } from "../../../values/unknowns";
import { missingSecrets } from "./missing-secrets";

/** Stands in the arguments for a value that no platform shows. */
export class Hidden {
  constructor(readonly path: Path) {}
}

/** What a program declares of an object that exists. */
export interface Declaration {
  /** The arguments, with `Hidden` for what is not shown. */
  readonly args: Fields;
  /** Declared by `otherType`, for the catalog lacks the type or refuses what the object has. */
  readonly isOtherType: boolean;
  /** The paths of further types that it has to name by `otherType`, as `formatSecretPath` writes them. */
  readonly unlistedTypes: readonly string[];
  /** The keys of its configuration that are public nevertheless. */
  readonly publicKeys: readonly string[];
  /** What is left out, and what a preview refuses: one clause each, which shows no value. */
  readonly notes: readonly string[];
}

/** Finds the arguments of an object that exists, so that they pass the checks of a preview, if anything does. */
export async function declare(definition: ResourceDefinition, object: InventoryObject): Promise<Declaration> {
  const findUndisclosed = await definition.undisclosed?.();
  const given = (isOtherType: boolean): Promise<Attempt> =>
    attempt(definition, object, findUndisclosed?.(object.fields, isOtherType) ?? {}, isOtherType);
  const ofCatalog = object.isOtherType === true ? undefined : await given(false);
  const chosen = await better(ofCatalog, () => given(true));
  return {
    ...chosen,
    notes: [
      ...chosen.notes,
      ...object.unknown.map(
        (path) =>
          `${path} is not in the catalog and left out: an update of the object removes it from the platform`,
      ),
      ...(ofCatalog !== undefined && chosen !== ofCatalog
        ? ofCatalog.problems.map((problem) => `declared with otherType, because of ${problem}`)
        : []),
      ...chosen.problems.map((problem) => `a preview refuses it: ${problem}`),
    ],
  };
}

interface Attempt extends Declaration {
  readonly problems: readonly string[];
}

/** The first, unless the second is without a problem of the first. */
async function better(first: Attempt | undefined, second: () => Promise<Attempt>): Promise<Attempt> {
  if (first?.problems.length === 0) return first;
  const other = await second();
  const isOfCatalog = first?.problems.every((problem) => other.problems.includes(problem)) === true;
  return isOfCatalog ? first : other;
}

/** @param isOtherType Whether the catalog is left out of account. */
async function attempt(
  definition: ResourceDefinition,
  object: InventoryObject,
  undisclosed: Undisclosed,
  isOtherType: boolean,
): Promise<Attempt> {
  const entry = isOtherType ? undefined : configEntry(definition, object.fields);
  const shown = shownArguments(definition, object, entry);
  const withKnown = mergeFields(shown, undisclosed.fields ?? {});
  const hidden = [...object.secrets, ...(undisclosed.secrets ?? [])]
    .map(parseSecretPath)
    .reduce<Fields>(withHidden, withKnown);
  const { field } = definition.config ?? { field: "" };
  const missing = entry === undefined ? [] : missingSecrets(entry, fieldsAt(hidden, field));
  const complete = missing.map((path) => [field, ...path]).reduce(withHidden, hidden);
  const args = inOrder(definition, inOneSpelling(complete, field, entry), entry);
  const publicKeys =
    isOtherType && object.isOtherType !== true
      ? Object.entries(fieldsAt(args, field)).flatMap(([key, value]) => (holdsHidden(value) ? [] : [key]))
      : [];
  const problemsIn = (some: Fields): Promise<string[]> =>
    problemsOf(definition, some, entry, isOtherType, publicKeys);
  const problems = await problemsIn(args);
  const refused = refusedBy(problems).filter(
    (name) => name in args && definition.arguments[name]?.unmanagedIfAbsent === true,
  );
  // Without an argument that the object must have, a preview refuses it just so.
  const needed = refused.length === 0 ? [] : refusedBy(await problemsIn(omit(args, refused)));
  const droppable = refused.filter((name) => !needed.includes(name));
  const declared = omit(args, droppable);
  return {
    args: declared,
    isOtherType,
    unlistedTypes: await unlistedTypesIn(definition, declared),
    publicKeys,
    problems: problems.filter((problem) => !droppable.includes(argumentOf(problem))),
    notes: [
      ...droppable.map(
        (name) => `${name} is left out and stays as it is, for this release refuses its value`,
      ),
      ...missing.map(
        (path) => `${formatSecretPath([field, ...path])} is needed, though the platform shows none`,
      ),
      ...(undisclosed.notes ?? []),
    ],
  };
}

async function unlistedTypesIn({ arguments: all }: ResourceDefinition, args: Fields): Promise<string[]> {
  const found = Object.entries(args).map(async ([name, value]) => {
    const find = await all[name]?.unlistedTypes?.();
    const paths = find?.(withoutHidden(value, "x")) ?? [];
    return paths.map((path) => formatSecretPath([name, ...parseSecretPath(path)]));
  });
  return (await Promise.all(found)).flat();
}

/** The arguments that the platform shows. Null says that there is none. */
function shownArguments(
  definition: ResourceDefinition,
  { fields }: InventoryObject,
  entry: CatalogEntry | undefined,
): Fields {
  const { arguments: all, config, schedule, platform } = definition;
  const needsConfig =
    config !== undefined && !(inputSchema(definition).shape[config.field] instanceof z.ZodOptional);
  const isNeverSynced = schedule?.isSynced?.(fields) === false;
  // Where the platform chooses a schedule, it shows one that such an object does not follow, and that no program may give.
  const isOwnSchedule = (name: string): boolean =>
    isNeverSynced && name === schedule.field && all[name]?.unmanagedIfAbsent === true;
  return Object.fromEntries(
    Object.keys(all).flatMap((name): [string, unknown][] => {
      const value = fields[name] ?? (needsConfig && name === config.field ? {} : undefined);
      if (value === undefined || isOwnSchedule(name)) return [];
      return name === config?.field && isFields(value)
        ? [[name, conformed(entry, value, platform.coerces)]]
        : [[name, value]];
    }),
  );
}

/** A configuration in the types of the catalog, where the platform takes both for the same. What is null is not set. */
function conformed(
  entry: Pick<CatalogProperty, "properties"> | undefined,
  config: Fields,
  coerces: readonly Coercion[] | undefined,
): Fields {
  return Object.fromEntries(
    Object.entries(config).flatMap(([key, value]): [string, unknown][] => {
      const property = entry?.properties && own(entry.properties, key);
      const isNullable = [property?.type].flat().includes("null");
      if (value === undefined || (value === null && !isNullable)) return [];
      if (isFields(value) && property?.properties !== undefined) {
        return [[key, conformed(property, value, coerces)]];
      }
      return [[key, coercedValue(property, value, coerces)]];
    }),
  );
}

/** The fields with more of them, at any depth. */
function mergeFields(fields: Fields, more: Fields): Fields {
  const merged = Object.entries(more).map(([key, value]) => {
    const current = own(fields, key);
    return [key, isFields(value) && isFields(current) ? mergeFields(current, value) : value] as const;
  });
  return Object.fromEntries([...Object.entries(fields), ...merged]);
}

/** The arguments with something hidden at a path. An item of a list hides the whole list, unless it is an object that has more. */
function withHidden(fields: Fields, path: readonly string[]): Fields {
  const hideIn = (current: unknown, done: number): unknown => {
    const step = path[done];
    if (Array.isArray(current) && isFields(current[Number(step)]) && done + 1 < path.length) {
      return current.map((item: unknown, index) => (index === Number(step) ? hideIn(item, done + 1) : item));
    }
    if (step === undefined || Array.isArray(current)) return new Hidden(path.slice(0, done));
    if (current instanceof Hidden) return current;
    const known = isFields(current) ? current : {};
    return Object.fromEntries([
      ...Object.entries(known).filter(([key]) => key !== step),
      [step, hideIn(own(known, step), done + 1)],
    ]);
  };
  return path.length === 0 ? fields : (hideIn(fields, 0) as Fields);
}

/**
 * The configuration with its keys in the canonical spelling, where aliases of several families are mixed: the types allow one at a time, and
 * to the platform they are the same.
 */
function inOneSpelling(args: Fields, field: string, entry: CatalogEntry | undefined): Fields {
  const config = args[field];
  if (entry === undefined || !isFields(config)) return args;
  const spellings = (key: string): string[] =>
    Object.keys(entry.properties).filter((each) => canonicalKey(entry, each) === canonicalKey(entry, key));
  const families = Object.keys(config)
    .filter((key) => spellings(key).length > 1)
    .map((key) => spellings(key).indexOf(key));
  const canonical = Object.entries(config).map(([key, value]) => [canonicalKey(entry, key), value] as const);
  const isOneKeyTwice = new Set(canonical.map(([key]) => key)).size < canonical.length;
  return new Set(families).size <= 1 || isOneKeyTwice
    ? args
    : { ...args, [field]: Object.fromEntries(canonical) };
}

/** In the order of the definition and of the catalog, whatever the order of a response is. */
function inOrder(
  { arguments: all, config }: ResourceDefinition,
  args: Fields,
  entry: CatalogEntry | undefined,
): Fields {
  const sorted = sortedBy(Object.keys(all), args);
  return config === undefined || !isFields(sorted[config.field])
    ? sorted
    : { ...sorted, [config.field]: sortedByCatalog(entry, fieldsAt(sorted, config.field)) };
}

function sortedByCatalog(entry: Pick<CatalogProperty, "properties"> | undefined, config: Fields): Fields {
  const { properties = {} } = entry ?? {};
  const sorted = Object.entries(sortedBy(Object.keys(properties), config)).map(([key, value]) => {
    const property = own(properties, key);
    return [key, isFields(value) && property?.properties ? sortedByCatalog(property, value) : value] as const;
  });
  return Object.fromEntries(sorted);
}

/** What is not listed comes last, in its own order. */
function sortedBy(keys: readonly string[], fields: Fields): Fields {
  const rank = (key: string): number => (keys.includes(key) ? keys.indexOf(key) : keys.length);
  return Object.fromEntries(Object.entries(fields).sort(([left], [right]) => rank(left) - rank(right)));
}

async function problemsOf(
  definition: ResourceDefinition,
  args: Fields,
  entry: CatalogEntry | undefined,
  isOtherType: boolean,
  publicKeys: readonly string[],
): Promise<string[]> {
  const options = isOtherType ? { [optionsKey]: { otherType: true, publicKeys } } : {};
  const inputs = { ...(withoutHidden(args, unknownValue) as Fields), ...options };
  const found = await check(definition, () => undefined, inputs);
  const { field } = definition.config ?? { field: "" };
  // With something in place of what is hidden, which leaves no alternative open.
  const config = withoutHidden(fieldsAt(args, field), "x") as Fields;
  const alternatives = entry === undefined ? [] : alternativeProblems(entry, config, field);
  // Settings of the environment are no matter of an object.
  const ofArguments = found.filter((problem) => argumentOf(problem) in definition.arguments);
  return [...new Set([...ofArguments, ...alternatives])];
}

/** The arguments that problems are about. */
function refusedBy(problems: readonly string[]): string[] {
  return [...new Set(problems.map(argumentOf))];
}

function argumentOf(problem: string): string {
  return /^\w*/.exec(problem)?.[0] ?? "";
}

/** The arguments with something else in place of what is hidden. */
export function withoutHidden(args: unknown, substitute: unknown): unknown {
  return mapTree(args, (value) => (value instanceof Hidden ? substitute : descend));
}

function holdsHidden(value: unknown): boolean {
  return someInTree(value, (each) => each instanceof Hidden);
}
