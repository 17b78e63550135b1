import { credentialIn } from "../../secrets/credential-forms";
import { means, type Meaning } from "../facts";
import { matchesAny } from "../patterns";
import type { Finding, ResourceRule, RuleOptions } from "../rule";
import type { Setting } from "../settings/setting";

/** Describes a rule with a list of allowed values. */
export interface AllowList<Key extends string> {
  readonly name: string;
  readonly description: string;
  /** The option that has the list, and what it may have in it. */
  readonly option: Key;
  readonly setting: Setting;
  readonly meaning: Meaning;
  /** Extracts the names that must be in the list from a value with that meaning. */
  readonly namesIn: (value: string) => readonly string[];
  /** What the names are, in messages: `region`. */
  readonly noun: string;
  /** Default: false. */
  readonly ignoreCase?: boolean;
}

/** Creates a rule that allows only the listed names. Without a list it allows all. */
export function allowListRule<Key extends string>({
  name,
  description,
  option,
  setting,
  meaning,
  namesIn,
  noun,
  ignoreCase = false,
}: AllowList<Key>): ResourceRule<RuleOptions & Partial<Record<Key, readonly string[]>>> {
  return {
    name,
    description,
    settings: { [option]: setting } as Readonly<Record<Key, Setting>>,
    applies: (options) => options[option] !== undefined,
    *find({ leaves, type }, options): Iterable<Finding> {
      const allowed = options[option] ?? [];
      for (const leaf of leaves) {
        const { path, value, unknown, isSecret } = leaf;
        const isRelevant = means(meaning, leaf, type);
        if (unknown && (isRelevant || leaf.isUnknownObject)) yield { path, undecided: unknown };
        if (!isRelevant || typeof value !== "string") continue;
        const others = namesIn(value).filter((each) => !matchesAny(each, allowed, { ignoreCase }));
        if (others.length === 0) continue;
        const isHidden = isSecret || credentialIn(value) !== undefined;
        const names = others.map((each) => `"${each}"`).join(", ");
        const what = isHidden
          ? `this ${noun} is`
          : others.length > 1
            ? `${noun}s ${names} are`
            : `${noun} ${names} is`;
        yield { path, problem: `${what} not allowed; use one of: ${allowed.join(", ")}` };
      }
    },
  };
}
