import type { PolicyConfigSchema } from "@pulumi/policy";
import type { Fields } from "../../values/fields";
import { withArticle } from "../../values/text";

/** What is wrong with the value of a setting. */
export interface SettingProblem {
  /** Where in the value: `[0]`; empty for the value as a whole. */
  readonly at: string;
  /** Says what is wrong and what to do. */
  readonly problem: string;
}

/** A setting of a rule. */
export interface Setting {
  /** For the engine, and for Pulumi Cloud. It refuses values of another JSON type. */
  readonly schema: PolicyConfigSchema["properties"][string];
  /** Finds everything that is wrong with a value, whatever it is. @param settings All settings of the rule. */
  readonly problems: (value: unknown, settings: Fields) => Iterable<SettingProblem>;
}

/** Finds what is wrong with an item of a list; undefined if nothing is. It is neither empty nor surrounded by whitespace. */
export type ItemProblem = (item: string, settings: Fields) => string | undefined;

/** A setting that is an array of strings. */
export function listSetting(description: string, itemProblem: ItemProblem): Setting {
  return {
    schema: { type: "array", items: { type: "string" }, description },
    *problems(value, settings) {
      if (!Array.isArray(value)) {
        yield { at: "", problem: `expected an array of strings, got ${typeName(value)}` };
        return;
      }
      for (const [index, item] of (value as readonly unknown[]).entries()) {
        const problem =
          typeof item === "string"
            ? (whitespaceProblem(item) ?? itemProblem(item, settings))
            : `expected a string, got ${typeName(item)}`;
        if (problem !== undefined) yield { at: `[${index}]`, problem };
      }
    },
  };
}

/** A setting that is a whole number. */
export function integerSetting(description: string, minimum: number): Setting {
  return {
    schema: { type: "integer", minimum, description },
    *problems(value) {
      if (Number.isInteger(value) && (value as number) >= minimum) return;
      const got = typeof value === "number" ? value : typeName(value);
      yield { at: "", problem: `expected a whole number of at least ${minimum}, got ${got}` };
    },
  };
}

export function booleanSetting(description: string): Setting {
  return {
    schema: { type: "boolean", description },
    *problems(value) {
      if (typeof value === "boolean") return;
      yield { at: "", problem: `expected true or false, got ${typeName(value)}` };
    },
  };
}

/** Wraps the check of the items of a list of exceptions, in which a pattern that matches everything turns the rule off. */
export function exceptionProblem(itemProblem: ItemProblem): ItemProblem {
  return (item, settings) =>
    /^\*+$/.test(item)
      ? `"${item}" excepts everything, so the rule would check nothing; use the enforcement level "disabled"`
      : itemProblem(item, settings);
}

/** A question that suggests a name, as the end of a message; empty if there is none to suggest. */
export function didYouMean(name: string | undefined): string {
  return name === undefined ? "" : `; did you mean "${name}"?`;
}

function whitespaceProblem(item: string): string | undefined {
  const trimmed = item.trim();
  if (trimmed === "") return "empty; remove it";
  return trimmed === item ? undefined : `"${item}" has leading or trailing whitespace${didYouMean(trimmed)}`;
}

/** The JSON type of a value with its article, as messages say what they got. */
export function typeName(value: unknown): string {
  if (value === null) return "null";
  return withArticle(Array.isArray(value) ? "array" : typeof value);
}
