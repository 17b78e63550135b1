import { coercedValue, listOf, type Coercion } from "../catalog/coercion";
import type { CatalogProperty } from "../catalog/entry";
import type { Argument } from "../definition/definition";
import { foreignSecret } from "../secrets/foreign-secret";
import { secretsInArgument } from "../secrets/known-secrets";
import { appliedValue, drifted, isApplied } from "../secrets/references";
import { isEqual } from "../values/fields";
import { isReference } from "../values/reference";
import { descend, mapTree, valueAt } from "../values/tree";
import { holdsUnknown } from "../values/unknowns";

/** Whether two values of a program mean the same. What is unknown, or has an unknown part, equals nothing that is known. */
export function isSameArgument({ same }: Argument, before: unknown, after: unknown): boolean {
  return same !== undefined && isComparable(before) && isComparable(after)
    ? same(before ?? undefined, after ?? undefined)
    : isEqual(before, after);
}

function isComparable(value: unknown): boolean {
  return !isReference(value) && !holdsUnknown(value);
}

/** Whether a program's value of an argument and the platform's mean the same, as far as the platform shows it: secrets do not count. */
export function isAppliedArgument(
  argument: Argument | undefined,
  applied: unknown,
  remote: unknown,
): boolean {
  const shown = inTermsOfProgram(argument, applied, remote);
  if (isEqual(applied ?? undefined, shown ?? undefined)) return true;
  if (isReference(applied)) return isApplied(applied, shown);
  return (argument?.same ?? isSameOnPlatform)(applied ?? undefined, shown ?? undefined);
}

/**
 * The platform's value of an argument as the program would write it. The secrets in it are the program's, for what platforms show of a secret
 * is a mask, if anything; where one shows it, another secret than the program's is `foreignSecret`. What comes from a variable is the program's
 * too, unless the platform has another value.
 */
export function inTermsOfProgram(argument: Argument | undefined, applied: unknown, remote: unknown): unknown {
  if (argument === undefined || remote === undefined) return remote;
  const shown = argument.inTermsOf?.(applied ?? undefined, remote) ?? remote;
  const secrets = secretsInArgument(argument, applied);
  return mapTree(shown, (value, path) => {
    const given = valueAt(applied, path);
    if (secrets.covers(path))
      return argument.showsSecrets === true ? shownSecret(given, value) : (given ?? value);
    if (path.length === 0 || !isReference(given) || isEqual(given, value)) return descend;
    return isApplied(given, value) ? given : drifted(given, value);
  });
}

function shownSecret(applied: unknown, remote: unknown): unknown {
  if (isMask(remote) || isSameOnPlatform(applied, remote)) return applied ?? remote;
  return isReference(applied) ? drifted(applied, remote) : foreignSecret;
}

/** A later release of the platform may mask what this one shows. */
function isMask(value: unknown): boolean {
  return typeof value === "string" && /^\*+$/.test(value);
}

/** Platforms return numbers and booleans as strings, or the other way round, and a list for a string with commas. */
export function isSameOnPlatform(applied: unknown, remote: unknown): boolean {
  if (isReference(applied)) return isApplied(applied, remote);
  if (isScalar(applied) && isScalar(remote)) return String(applied) === String(remote);
  if (typeof applied === "string" && Array.isArray(remote)) return isEqual(listOf(applied), remote);
  return isEqual(applied, remote);
}

function isScalar(value: unknown): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

/**
 * Whether a setting of a program and the platform's mean the same, in whatever form the platform's server takes and shows it.
 *
 * @param property Its schema in the catalog, if any.
 * @param coerces What the server converts.
 */
export function isSameSetting(
  property: CatalogProperty | undefined,
  coerces: readonly Coercion[] | undefined,
  applied: unknown,
  remote: unknown,
): boolean {
  if (isSameOnPlatform(applied, remote)) return true;
  const value = isReference(applied) ? appliedValue(applied) : applied;
  return (
    value !== undefined &&
    isEqual(coercedValue(property, value, coerces), coercedValue(property, remote, coerces))
  );
}
