import { nearest } from "../../catalog/nearest";
import { own, type Fields } from "../../values/fields";
import { typeName, type Setting } from "./setting";

/** The enforcement levels of a policy. */
export const enforcementLevels = ["advisory", "mandatory", "remediate", "disabled"] as const;

/** What a rule says about its settings. */
export interface RuleSettings {
  /** Key of the rule in the policy pack's configuration. */
  readonly name: string;
  /** By name, without the enforcement level. */
  readonly settings: Readonly<Record<string, Setting>>;
  /** Says why settings that are each right are wrong together, if they are. They have passed the checks of each. */
  readonly conflicts?: ((settings: never) => Iterable<string>) | undefined;
}

/**
 * Finds settings that a rule does not have, and values that cannot be meant. One line a problem, which begins with the rule and the path of
 * the setting. Those that are undefined are not set.
 */
export function settingProblems({ name, settings }: RuleSettings, given: unknown): string[] {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    return [`${name}: expected an object with the rule's settings, got ${typeName(given)}`];
  }
  const fields = given as Fields;
  return Object.entries(fields).flatMap(([key, value]) => {
    if (value === undefined) return [];
    if (key === "enforcementLevel") return levelProblems(name, value);
    const setting = own(settings, key);
    if (setting === undefined)
      return [`${name}.${key}: unknown setting; ${hint(key, Object.keys(settings))}`];
    return [...setting.problems(value, fields)].map(({ at, problem }) => `${name}.${key}${at}: ${problem}`);
  });
}

/** The same for the settings with which a rule runs: those of the program, overridden by the policy pack's configuration. */
export function allSettingProblems(rule: RuleSettings, given: Fields): string[] {
  const problems = settingProblems(rule, given);
  if (problems.length > 0) return problems;
  return [...(rule.conflicts?.(given as never) ?? [])].map((problem) => `${rule.name}: ${problem}`);
}

function hint(key: string, names: readonly string[]): string {
  if (names.length === 0) return 'the rule has none but "enforcementLevel"';
  const meant = nearest(key, [...names, "enforcementLevel"]);
  return meant === undefined ? `expected ${names.join(", ")}` : `did you mean ${meant}?`;
}

function levelProblems(name: string, value: unknown): string[] {
  if ((enforcementLevels as readonly unknown[]).includes(value)) return [];
  const meant = typeof value === "string" ? nearest(value, enforcementLevels) : undefined;
  const expected = enforcementLevels.map((level) => `"${level}"`).join(", ");
  return [
    `${name}.enforcementLevel: ${meant === undefined ? `expected one of: ${expected}` : `unknown level; did you mean "${meant}"?`}`,
  ];
}
