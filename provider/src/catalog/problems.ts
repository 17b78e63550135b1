import { definedKeys, isFields } from "../values/fields";
import { alternativeProblems, isSatisfied } from "./alternatives";
import { canonicalKey, type CatalogEntry } from "./entry";
import { describeIssues, isUnknownKeyIssue, schemaIssues } from "./schema-problems";
import { zodSchema } from "./zod-schema";

/**
 * Validates a connector's configuration. Each problem is one line that starts with the path and contains no value.
 * Unknown values pass.
 *
 * @param path Path of the configuration: `config`.
 * @param unknownKeys What to do with keys that the catalog does not know. An allowed one may stand in for known keys, so
 *   alternatives are then not enforced.
 */
export function configProblems(
  entry: CatalogEntry,
  config: unknown,
  path: string,
  unknownKeys: "allow" | "refuse" = "refuse",
): string[] {
  const schema = zodSchema(entry);
  const issues = schemaIssues(schema, config);
  const known = issues.filter((issue) => !isUnknownKeyIssue(issue));
  const hasAllowedKeys = unknownKeys === "allow" && known.length < issues.length;
  const problems = [
    ...describeIssues(hasAllowedKeys ? known : issues, schema, config, [path], entry),
    ...conditionalProblems(entry, config, path),
    ...(isFields(config) && !hasAllowedKeys ? alternativeProblems(entry, config, path) : []),
    ...aliasProblems(entry, config, path),
  ];
  return [...new Set(problems)];
}

/** Problems by `then` or `else`, if it is known which of them applies. */
function conditionalProblems(entry: CatalogEntry, config: unknown, path: string): string[] {
  const { if: condition, then, else: otherwise } = entry;
  if (!isFields(condition) || !isFields(config)) return [];
  const isMet = isSatisfied(condition, config);
  const part = isMet === undefined ? undefined : isMet ? then : otherwise;
  if (!isFields(part)) return [];
  const schema = zodSchema(part);
  return describeIssues(schemaIssues(schema, config), schema, config, [path], entry);
}

function aliasProblems(entry: CatalogEntry, config: unknown, path: string): string[] {
  if (!isFields(config)) return [];
  const aliases = new Map<string, string[]>();
  for (const key of definedKeys(config)) {
    const canonical = canonicalKey(entry, key);
    aliases.set(canonical, [...(aliases.get(canonical) ?? []), key]);
  }
  return [...aliases.values()]
    .filter((keys) => keys.length > 1)
    .map((keys) => `${path}: ${keys.join(" and ")} are aliases of one setting; set only one of them`);
}
