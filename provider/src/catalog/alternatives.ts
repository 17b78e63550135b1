import { definedKeys, type Fields } from "../values/fields";
import { isUnknown } from "../values/unknowns";

/** The keywords of a catalog schema that say which keys go together. */
export interface KeyRules {
  /** Names the alternative in messages. */
  readonly title?: string;
  readonly required?: readonly string[];
  /** Only `const` counts: the value that an alternative requires. */
  readonly properties?: Readonly<
    Record<string, { readonly const?: unknown; readonly [keyword: string]: unknown }>
  >;
  readonly oneOf?: readonly KeyRules[];
  readonly anyOf?: readonly KeyRules[];
  readonly allOf?: readonly KeyRules[];
  readonly not?: KeyRules;
  readonly dependentRequired?: Readonly<Record<string, readonly string[]>>;
}

/** Undefined if it depends on an unknown value, which may turn out to be undefined itself. */
type Verdict = boolean | undefined;

/**
 * Finds keys that are missing next to others, and keys that exclude each other. Each problem is one line that starts with the path
 * and contains no value. Anything that depends on an unknown value passes.
 *
 * @param rules The object's schema. Its alternatives have titles; a part of `allOf` has the name of a key with aliases as its title.
 * @param path Path of the object: `config`.
 */
export function alternativeProblems(rules: KeyRules, config: Fields, path: string): string[] {
  const { oneOf = [], anyOf = [], allOf = [], dependentRequired = {} } = rules;
  return [
    ...oneOfProblems(oneOf, config, path),
    ...(anyOf.length > 0 && some(anyOf, config) === false
      ? [`${path}: expected at least one of: ${titles(anyOf)}`]
      : []),
    ...allOf
      .filter((part) => isSatisfied(part, config) === false)
      .map(({ title = "" }) => `${path}.${title}: missing`),
    ...Object.entries(dependentRequired).flatMap(([key, needed]) =>
      isGiven(config, key) === true
        ? needed
            .filter((other) => isGiven(config, other) === false)
            .map((other) => `${path}.${other}: missing, required together with ${key}`)
        : [],
    ),
  ];
}

function oneOfProblems(alternatives: readonly KeyRules[], config: Fields, path: string): string[] {
  const verdicts = alternatives.map((rules) => isSatisfied(rules, config));
  const isExactlyOne = verdicts.filter((verdict) => verdict === true).length === 1;
  if (alternatives.length === 0 || isExactlyOne || verdicts.includes(undefined)) return [];
  const given = definedKeys(config).filter((key) => isRequiredByAny(alternatives, config, key));
  const isAnyComplete = alternatives.some(
    ({ not: _, ...rules }) =>
      (rules.required ?? rules.allOf) !== undefined && isSatisfied(rules, config) === true,
  );
  const got = given.length === 0 ? "" : `; got ${isAnyComplete ? "" : "only "}${given.join(", ")}`;
  return [`${path}: expected ${isAnyComplete ? "exactly " : ""}one of: ${titles(alternatives)}${got}`];
}

function titles(alternatives: readonly KeyRules[]): string {
  return alternatives.map(({ title = "" }) => title).join("; ");
}

/** Whether an alternative requires a key, and with the value that the configuration has. */
function isRequiredByAny(alternatives: readonly KeyRules[], config: Fields, key: string): boolean {
  return alternatives.some((rules) =>
    [rules, ...(rules.allOf ?? []).flatMap((part) => part.anyOf ?? part)].some(
      ({ required = [], properties }) =>
        required.includes(key) &&
        (properties?.[key]?.const === undefined || properties[key].const === config[key]),
    ),
  );
}

/** Whether an object satisfies the rules, as far as its known values show. */
export function isSatisfied(rules: KeyRules, config: Fields): Verdict {
  return every(verdictsOn(rules, config));
}

/** One after the other, for most configurations contradict most alternatives at once. */
function* verdictsOn(rules: KeyRules, config: Fields): Generator<Verdict> {
  const { required = [], properties = {}, anyOf, allOf = [], not } = rules;
  for (const key of required) yield isGiven(config, key);
  for (const [key, { const: value }] of Object.entries(properties)) {
    if (value === undefined || config[key] === undefined) continue;
    yield isUnknown(config[key]) ? undefined : config[key] === value;
  }
  for (const part of allOf) yield isSatisfied(part, config);
  if (anyOf !== undefined) yield some(anyOf, config);
  if (not !== undefined) yield negated(isSatisfied(not, config));
}

function isGiven(config: Fields, key: string): Verdict {
  return isUnknown(config[key]) ? undefined : config[key] !== undefined;
}

function every(verdicts: Iterable<Verdict>): Verdict {
  let all: Verdict = true;
  for (const verdict of verdicts) {
    if (verdict === false) return false;
    if (verdict === undefined) all = undefined;
  }
  return all;
}

function some(alternatives: readonly KeyRules[], config: Fields): Verdict {
  return negated(every(alternatives.map((rules) => negated(isSatisfied(rules, config)))));
}

function negated(verdict: Verdict): Verdict {
  return verdict === undefined ? undefined : !verdict;
}
