import { definedKeys, type Fields } from "../values/fields";
import { isUnknown } from "../values/unknowns";

/** What a part of a catalog file says of the keys that belong together. */
export interface KeyRules {
  /** The alternative, in the words of a message. */
  readonly title?: string;
  readonly required?: readonly string[];
  /** Of a property only the one value that an alternative asks for. */
  readonly properties?: Readonly<
    Record<string, { readonly const?: unknown; readonly [keyword: string]: unknown }>
  >;
  readonly oneOf?: readonly KeyRules[];
  readonly anyOf?: readonly KeyRules[];
  readonly allOf?: readonly KeyRules[];
  readonly not?: KeyRules;
  readonly dependentRequired?: Readonly<Record<string, readonly string[]>>;
}

/** `undefined` where the value of an unknown will decide: it may turn out to be nothing at all. */
type Verdict = boolean | undefined;

/**
 * Which keys are missing beside others, and which do not go together: one line a problem with its path, without any value. What depends
 * on an unknown value passes.
 *
 * @param rules The object's schema. Its alternatives have titles; the title of a part of `allOf` is a key that has several spellings.
 * @param path Where the object stands: `config`.
 */
export function alternativeProblems(rules: KeyRules, config: Fields, path: string): string[] {
  const { oneOf = [], anyOf = [], allOf = [], dependentRequired = {} } = rules;
  return [
    ...problemsOfOne(oneOf, config, path),
    ...(anyOf.length > 0 && some(anyOf, config) === false
      ? [`${path}: expected at least one of: ${titles(anyOf)}`]
      : []),
    ...allOf
      .filter((part) => holds(part, config) === false)
      .map(({ title = "" }) => `${path}.${title}: missing`),
    ...Object.entries(dependentRequired).flatMap(([key, needed]) =>
      isGiven(config, key) === true
        ? needed
            .filter((other) => isGiven(config, other) === false)
            .map((other) => `${path}.${other}: missing, ${key} needs it`)
        : [],
    ),
  ];
}

function problemsOfOne(alternatives: readonly KeyRules[], config: Fields, path: string): string[] {
  const verdicts = alternatives.map((rules) => holds(rules, config));
  const isRight = verdicts.filter((verdict) => verdict === true).length === 1;
  if (alternatives.length === 0 || isRight || verdicts.includes(undefined)) return [];
  const given = definedKeys(config).filter((key) => isPartOf(alternatives, config, key));
  const isAnyComplete = alternatives.some(
    ({ not: _, ...rules }) => (rules.required ?? rules.allOf) !== undefined && holds(rules, config) === true,
  );
  const got = given.length === 0 ? "" : `; got ${isAnyComplete ? "" : "only "}${given.join(", ")}`;
  return [`${path}: expected ${isAnyComplete ? "only " : ""}one of: ${titles(alternatives)}${got}`];
}

function titles(alternatives: readonly KeyRules[]): string {
  return alternatives.map(({ title = "" }) => title).join("; ");
}

/** Whether a key is one that an alternative asks for, with a value that one asks for. */
function isPartOf(alternatives: readonly KeyRules[], config: Fields, key: string): boolean {
  return alternatives.some((rules) =>
    [rules, ...(rules.allOf ?? []).flatMap((part) => part.anyOf ?? part)].some(
      ({ required = [], properties }) =>
        required.includes(key) &&
        (properties?.[key]?.const === undefined || properties[key].const === config[key]),
    ),
  );
}

/** Whether an object keeps to the rules, as far as its known values tell. */
export function holds(rules: KeyRules, config: Fields): Verdict {
  const { required = [], properties = {}, anyOf, allOf = [], not } = rules;
  return every([
    ...required.map((key) => isGiven(config, key)),
    ...Object.entries(properties).map(([key, { const: value }]): Verdict => {
      if (value === undefined || config[key] === undefined) return true;
      return isUnknown(config[key]) ? undefined : config[key] === value;
    }),
    ...allOf.map((part) => holds(part, config)),
    ...(anyOf === undefined ? [] : [some(anyOf, config)]),
    ...(not === undefined ? [] : [negated(holds(not, config))]),
  ]);
}

function isGiven(config: Fields, key: string): Verdict {
  return isUnknown(config[key]) ? undefined : config[key] !== undefined;
}

function every(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(false)) return false;
  return verdicts.includes(undefined) ? undefined : true;
}

function some(alternatives: readonly KeyRules[], config: Fields): Verdict {
  return negated(every(alternatives.map((rules) => negated(holds(rules, config)))));
}

function negated(verdict: Verdict): Verdict {
  return verdict === undefined ? undefined : !verdict;
}
