import { nearest } from "../catalog/nearest";
import type { Platform } from "../definition/platform";
import { isFields, type Fields } from "../values/fields";
import { commonSettings } from "./common-settings";
import type { NamedAccount } from "./setting-source";

/** What is wrong with a named account as a whole, without values. */
export function problemsOfAccount(
  platform: Platform,
  { name, path, all, settings, isInEnvironment }: NamedAccount,
): string[] {
  const names = Object.keys({ ...platform.settings, ...commonSettings(platform) });
  return [
    ...accountProblems(`${platform.name}:accounts`, all, isInEnvironment ? undefined : name),
    ...keyProblems(path, settings, names),
  ];
}

/** @param wanted The account that must exist. */
function accountProblems(key: string, accounts: unknown, wanted: string | undefined): string[] {
  if (accounts === undefined) return [];
  if (!isFields(accounts) || !Object.values(accounts).every(isFields)) {
    return [`setting ${key}: expected an object that maps account names to their settings`];
  }
  if (wanted === undefined || Object.hasOwn(accounts, wanted)) return [];
  const names = Object.keys(accounts);
  const meant = nearest(wanted, names);
  const hint = meant === undefined ? `available: ${names.join(", ") || "none"}` : `did you mean ${meant}?`;
  return [`options.account: ${key} has no account ${JSON.stringify(wanted)}; ${hint}`];
}

function keyProblems(account: string, given: Fields, names: readonly string[]): string[] {
  return Object.keys(given)
    .filter((key) => !names.includes(key))
    .map((key) => {
      const meant = nearest(key, names);
      const hint = meant === undefined ? `expected ${names.join(", ")}` : `did you mean ${meant}?`;
      return `unknown setting ${account}.${key}; ${hint}`;
    });
}
