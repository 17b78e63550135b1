import type { Argument } from "../definition/definition";
import { isApplied } from "../secrets/references";
import { isEqual } from "../values/fields";
import { isReference } from "../values/reference";

/** Whether two values of a program mean the same. */
export function isSameArgument({ same = isEqual }: Argument, before: unknown, after: unknown): boolean {
  return same(before, after);
}

/** Whether a program's value of an argument and the platform's mean the same. */
export function isAppliedArgument(
  argument: Argument | undefined,
  applied: unknown,
  remote: unknown,
): boolean {
  return isReference(applied)
    ? isApplied(applied, remote)
    : (argument?.same ?? isSameOnPlatform)(applied, remote);
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

function listOf(text: string): string[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
