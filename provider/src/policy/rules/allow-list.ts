import { isUnknownWhole } from "../connector";
import { credentialIn } from "../credential-forms";
import { means, type Fact } from "../facts";
import { isNamed, texts } from "../patterns";
import type { Finding, ResourceRule, RuleOptions } from "../rule";

/** What tells one list of what is allowed from another. */
export interface AllowList<Key extends string> {
  readonly name: string;
  readonly description: string;
  /** The option with what is allowed, and its description in the pack's configuration. */
  readonly option: Key;
  readonly optionText: string;
  readonly meaning: Fact;
  /** What is looked for in the list, of a value that has that meaning. */
  readonly namesIn: (value: string) => readonly string[];
  /** How messages show names that are not allowed. */
  readonly show: (names: readonly string[]) => string;
  /** What they say in place of a secret. */
  readonly hidden: string;
  /** Default: false. */
  readonly ignoreCase?: boolean;
}

/** A rule by which all that connectors name of a kind must be in a list. Without a list it finds nothing. */
export function allowListRule<Key extends string>({
  name,
  description,
  option,
  optionText,
  meaning,
  namesIn,
  show,
  hidden,
  ignoreCase = false,
}: AllowList<Key>): ResourceRule<RuleOptions & Partial<Record<Key, readonly string[]>>> {
  return {
    name,
    description,
    properties: { [option]: texts(optionText) },
    applies: (options) => options[option] !== undefined,
    *find({ leaves, type }, options): Iterable<Finding> {
      const allowed = options[option] ?? [];
      for (const leaf of leaves) {
        const { path, value, unknown, isSecret } = leaf;
        const isMeant = means(meaning, leaf, type);
        if (unknown && (isMeant || isUnknownWhole(leaf))) yield { path, undecided: unknown };
        if (!isMeant || typeof value !== "string") continue;
        const others = namesIn(value).filter((each) => !isNamed(each, allowed, { ignoreCase }));
        if (others.length === 0) continue;
        const what = isSecret || credentialIn(value) !== undefined ? hidden : show(others);
        yield { path, problem: `${what} is not allowed; use one of: ${allowed.join(", ")}` };
      }
    },
  };
}
