import { coercedConfig } from "../catalog/coercion";
import { configEntry } from "../definition/config-entry";
import { deferredIn } from "../definition/deferred";
import type { Argument, Consequence, ResourceDefinition } from "../definition/definition";
import { indeterminateIn } from "../definition/indeterminate-updates";
import { isProviderCode } from "../definition/kind";
import { handlingOptions } from "../definition/options";
import { openCreateKey, optionsKey, providerKey } from "../definition/state-keys";
import { definedKeys, isEqual, isFields, type Fields } from "../values/fields";
import { isSameArgument } from "./compare";
import { isManaged } from "./outputs";
import { isOpenCreate } from "./open-create";
import { recordedTriggers } from "./triggers";

/** What the engine gets to know of a change. */
export interface Diff {
  readonly changes: boolean;
  /** The arguments that make a new object necessary. */
  readonly replaces: string[];
  readonly deleteBeforeReplace: boolean;
}

/**
 * Compares what the program wants with what the state holds, deeply. Server defaults and timestamps are not arguments, so they never count.
 * What is unknown may change. In another account it is another object. What another provider has recorded is recorded anew, for it may hold
 * secrets in the clear, and would be read and deleted by that provider.
 *
 * @param olds The recorded outputs; may be truncated or of an earlier release.
 * @param news The checked inputs.
 * @param now In milliseconds since 1970.
 * @param isMoreDue Whether a connection test must still succeed, or a run is to be made up for.
 */
export function diff(
  definition: ResourceDefinition,
  olds: Fields,
  news: Fields,
  now = Date.now(),
  isMoreDue = false,
): Diff {
  // There is no object yet. What may exist is looked up before another one is created.
  if (isOpenCreate(olds)) return { changes: true, replaces: [openCreateKey], deleteBeforeReplace: false };
  const changed = changes(definition, olds, news);
  const isMoved =
    handlingOptions(olds).account !== handlingOptions(news).account && !isTruncated(definition, olds);
  const replaces = [...changed].filter(([, consequence]) => consequence === "replace").map(([name]) => name);
  return {
    changes:
      changed.size > 0 ||
      isMoved ||
      areKeptOptionsChanged(olds, news) ||
      isOfAnother(olds) ||
      deferredIn(definition, olds, news).length > 0 ||
      isRenewalDue(definition, olds, news, now) ||
      isMoreDue,
    replaces: isMoved ? [...replaces, optionsKey] : replaces,
    deleteBeforeReplace: replaces.length > 0 && !isMoved && keepsUniqueValue(definition, olds, news),
  };
}

/** Whether the program asks for a renewal, and what the outputs have is no longer good. */
export function isRenewalDue(
  { renewal }: ResourceDefinition,
  olds: Fields,
  news: Fields,
  now: number,
): boolean {
  return handlingOptions(news).renewLogin === true && renewal?.isDue(olds, now) === true;
}

/** The arguments that differ, or may differ, from what the platform has. */
export function changedArguments(definition: ResourceDefinition, olds: Fields, news: Fields): string[] {
  return [...changes(definition, olds, news).keys()];
}

/** Whether the platform would refuse the new object while there is the old one. */
function keepsUniqueValue({ unique }: ResourceDefinition, olds: Fields, news: Fields): boolean {
  const value = unique && (news[unique.argument] ?? undefined);
  return (
    unique !== undefined &&
    value !== undefined &&
    (isEqual(olds[unique.argument], value) || indeterminateIn(olds).names.includes(unique.argument))
  );
}

function changes(
  definition: ResourceDefinition,
  olds: Fields,
  news: Fields,
): Map<string, Exclude<Consequence, "nothing">> {
  const desired = comparable(definition, news);
  const recorded = comparable(definition, olds);
  const indeterminate = new Set(indeterminateIn(olds).names);
  const isWithoutOutputs = isTruncated(definition, olds);
  const changed = new Map<string, Exclude<Consequence, "nothing">>();
  for (const [name, argument] of Object.entries(definition.arguments)) {
    const [before, after] = [recorded[name], desired[name]];
    if (after === undefined && argument.unmanagedIfAbsent) continue;
    if (isSameArgument(argument, before, after)) {
      if (indeterminate.has(name)) changed.set(name, "update");
      continue;
    }
    // What is unknown differs from anything recorded, for a state holds nothing unknown.
    const renamesByReplacing =
      name === definition.name?.field && handlingOptions(news).onRename === "replace" && before !== undefined;
    const consequence = renamesByReplacing
      ? "replace"
      : consequenceOf(argument, before, after, isWithoutOutputs);
    if (consequence !== "nothing") changed.set(name, consequence);
  }
  return changed;
}

/** Whether the state does not say what the object is, which is no reason to make another one. */
function isTruncated(definition: ResourceDefinition, olds: Fields): boolean {
  const isNothing = (name: string): boolean => (olds[name] ?? undefined) === undefined;
  return !isManaged(definition, olds) && definition.outputs.every(isNothing);
}

function consequenceOf(
  { onChange = "update" }: Argument,
  before: unknown,
  after: unknown,
  isWithoutOutputs: boolean,
): Consequence {
  const consequence = typeof onChange === "function" ? onChange(before, after) : onChange;
  const isUnfounded = before === undefined && (isWithoutOutputs || typeof onChange !== "function");
  return consequence === "replace" && isUnfounded ? "update" : consequence;
}

/** Whether another provider recorded the outputs: an alias can lead to the resource of one. */
function isOfAnother({ [providerKey]: code }: Fields): boolean {
  return typeof code === "string" && !isProviderCode(code);
}

/** A read or a delete gets nothing but the state, and a later diff compares with it, so the options that they need must get there. */
function areKeptOptionsChanged(olds: Fields, news: Fields): boolean {
  return !isEqual(keptOptions(olds), keptOptions(news));
}

function keptOptions(fields: Fields): Fields {
  const {
    forceDelete = false,
    otherType = false,
    unknownKeys = "refuse",
    publicKeys = [],
  } = handlingOptions(fields);
  const kept = { forceDelete, otherType, unknownKeys, publicKeys: [...publicKeys].sort() };
  return { ...kept, ...recordedTriggers(fields) };
}

/** The arguments with the configuration in the form to which the platform brings it, and nothing where nothing is set. */
function comparable(definition: ResourceDefinition, fields: Fields): Record<string, unknown> {
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
  const { config, platform } = definition;
  if (config === undefined) return given;
  const value = given[config.field];
  if (!isFields(value)) return given;
  const canonical = coercedConfig(configEntry(definition, fields), value, platform.coerces);
  return { ...given, [config.field]: definedKeys(canonical).length > 0 ? canonical : undefined };
}
