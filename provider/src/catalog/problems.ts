import { definedKeys, isFields } from "../values/fields";
import { alternativeProblems, holds } from "./alternatives";
import { canonicalKey, type CatalogEntry } from "./entry";
import { described, isOfUnknownKeys, schemaIssues } from "./schema-problems";
import { zodSchema } from "./zod-schema";

/**
 * What is wrong with a connector's configuration, one line a problem with its path, without any value.
 * Unknown values pass, wherever they are.
 *
 * @param path Where the configuration stands: `config`.
 * @param unknownKeys What happens to a key that the catalog does not know. Where there is one that is allowed it may take the place
 *   of others, so alternatives are not insisted on.
 */
export function configProblems(
  entry: CatalogEntry,
  config: unknown,
  path: string,
  unknownKeys: "allow" | "refuse" = "refuse",
): string[] {
  const schema = zodSchema(entry);
  const issues = schemaIssues(schema, config);
  const known = issues.filter((issue) => !isOfUnknownKeys(issue));
  const isAllowing = unknownKeys === "allow" && known.length < issues.length;
  const problems = [
    ...described(isAllowing ? known : issues, schema, config, [path], entry),
    ...problemsOfCase(entry, config, path),
    ...(isFields(config) && !isAllowing ? alternativeProblems(entry, config, path) : []),
    ...spellingProblems(entry, config, path),
  ];
  return [...new Set(problems)];
}

/** What `then` and `else` add, if it is known which of them counts. */
function problemsOfCase(entry: CatalogEntry, config: unknown, path: string): string[] {
  const { if: condition, then, else: otherwise } = entry;
  if (!isFields(condition) || !isFields(config)) return [];
  const verdict = holds(condition, config);
  const part = verdict === undefined ? undefined : verdict ? then : otherwise;
  if (!isFields(part)) return [];
  const schema = zodSchema(part);
  return described(schemaIssues(schema, config), schema, config, [path], entry);
}

function spellingProblems(entry: CatalogEntry, config: unknown, path: string): string[] {
  if (!isFields(config)) return [];
  const spellings = new Map<string, string[]>();
  for (const key of definedKeys(config)) {
    const canonical = canonicalKey(entry, key);
    spellings.set(canonical, [...(spellings.get(canonical) ?? []), key]);
  }
  return [...spellings.values()]
    .filter((keys) => keys.length > 1)
    .map((keys) => `${path}: ${keys.join(" and ")} are spellings of one setting; give one of them`);
}
