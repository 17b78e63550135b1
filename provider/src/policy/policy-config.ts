import { nearest } from "../catalog/nearest";
import { isFields, omit } from "../values/fields";
import { configProblems, type ConfigPart } from "./config-check";
import { recommendedPolicies } from "./recommended";
import { enforcementLevels } from "./settings/problems";
import { typeName } from "./settings/setting";

/**
 * Checks the text of a file for `--policy-pack-config` without an engine: the names of rules, their levels and settings.
 *
 * @param policies The names of the pack's policies. Default: those of the recommended pack. Only the settings of this package's rules are
 *   checked, with the defaults of the recommended pack.
 * @returns what is wrong, one line a problem; empty if nothing is. Never throws.
 */
export function policyConfigProblems(text: string, policies?: readonly string[]): string[] {
  // Like the CLI.
  if (text.trim() === "") return [];
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch (error) {
    return [`not valid JSON: ${(error as Error).message}`];
  }
  if (!isFields(config)) return [`expected an object with a key for each rule, got ${typeName(config)}`];
  const defaults = defaultSettings();
  const parts: Record<string, ConfigPart> = {};
  const problems: string[] = [];
  for (const [name, value] of Object.entries(omit(config, ["environments"]))) {
    if (typeof value !== "string" && !isFields(value)) {
      problems.push(`${name}: expected an enforcement level or an object, got ${typeName(value)}`);
      continue;
    }
    const level = isFields(value) ? value.enforcementLevel : value;
    const settings = isFields(value) ? omit(value, ["enforcementLevel"]) : {};
    if (level !== undefined) problems.push(...levelProblems(name, level));
    parts[name] = { isDisabled: level === "disabled", settings: { ...defaults.get(name), ...settings } };
  }
  return [...problems, ...configProblems(parts, policies ?? [...defaults.keys()])];
}

function levelProblems(name: string, level: unknown): string[] {
  if ((enforcementLevels as readonly unknown[]).includes(level)) return [];
  if (typeof level !== "string") return [`${name}: expected an enforcement level, got ${typeName(level)}`];
  const meant = nearest(level, enforcementLevels);
  const hint = meant === undefined ? `expected ${enforcementLevels.join(", ")}` : `did you mean "${meant}"?`;
  return [`${name}: "${level}" is no enforcement level; ${hint}`];
}

/** By rule. */
function defaultSettings(): Map<string, Record<string, unknown>> {
  return new Map(
    recommendedPolicies().map(({ name, configSchema }) => [
      name,
      Object.fromEntries(
        Object.entries(configSchema?.properties ?? {})
          .filter(([, property]) => property.default !== undefined)
          .map(([key, property]) => [key, property.default]),
      ),
    ]),
  );
}
