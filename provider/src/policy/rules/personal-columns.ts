import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { ColumnMapping } from "../../definition/definition";
import { credentialIn } from "../../secrets/credential-forms";
import { isUnknown } from "../../values/unknowns";
import type { Leaf } from "../connector";
import { matchesAny } from "../patterns";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";
import { exceptionProblem, listSetting } from "../settings/setting";

/** Options of {@link personalColumns}. */
export interface PersonalColumnsOptions extends RuleOptions {
  /**
   * Patterns of columns with personal data, such as `"*email*"`. `*` matches any characters, and case does not count. A column matches as
   * it is written, in snake case (`first_name`) or as one word (`firstname`); one at a dotted path also by any part of that.
   * Default: `personalColumnPatterns`.
   */
  patterns?: readonly string[];
  /** Patterns of columns that may be written nevertheless. Default: none. */
  exceptColumns?: readonly string[];
}

/** What columns with e-mail addresses, phone numbers, names, addresses, birth dates and the like are usually called. */
export const personalColumnPatterns: readonly string[] = [
  "*email*",
  "*phone*",
  "*fax*",
  "mobile",
  "*_mobile",
  "mobilenumber",
  "name",
  "*firstname*",
  "*lastname*",
  "*fullname*",
  "*givenname*",
  "*familyname*",
  "*maidenname*",
  "*surname*",
  "*address*",
  "*street*",
  "*postalcode*",
  "*postcode*",
  "*zipcode*",
  "zip",
  "*birth*",
  "dob",
  "*_dob",
  "age",
  "gender",
  "ssn",
  "*_ssn",
  "*socialsecurity*",
  "*nationalid*",
  "*passport*",
  "*taxid*",
  "*driverlicen*",
  "*driverslicen*",
  "iban",
  "*_iban",
  "*creditcard*",
];

export const personalColumnsRule: ResourceRule<PersonalColumnsOptions> = {
  name: "connector-personal-columns",
  description: "Syncs should not write columns with personal data.",
  settings: {
    patterns: listSetting("Patterns of columns with personal data.", () => undefined),
    exceptColumns: listSetting(
      "Patterns of columns that may be written nevertheless.",
      exceptionProblem(() => undefined),
    ),
  },
  *conflicts({ patterns = personalColumnPatterns }) {
    if (patterns.length > 0) return;
    yield 'it has no patterns, so that it would check nothing; use the enforcement level "disabled"';
  },
  *find(
    { definition: { columns }, args, leaves },
    { patterns = personalColumnPatterns, exceptColumns = [] },
  ): Iterable<Finding> {
    if (columns === undefined) return;
    const mappings = columns.read(args);
    for (const { path, unknown } of leaves) {
      if (unknown && mayNameColumn(path, columns.field, mappings)) yield { path, undecided: unknown };
    }
    const isOneOf = (list: readonly string[], name: unknown): boolean =>
      typeof name === "string" &&
      !isUnknown(name) &&
      spellings(name).some((each) => matchesAny(each, list, { ignoreCase: true }));
    for (const { names } of mappings) {
      if (names.some(({ name }) => isOneOf(exceptColumns, name))) continue;
      const found = names.find(({ name }) => isOneOf(patterns, name));
      if (found === undefined) continue;
      const { path, name } = found;
      const shown = isHidden(path, name as string, leaves) ? "this column" : `column "${name as string}"`;
      yield {
        path,
        problem: `${shown} seems to have personal data; remove the mapping, or allow it with exceptColumns`,
      };
    }
  },
};

/** Whether an unknown value in the argument with the columns may be the name of one, or have one in it. */
function mayNameColumn(path: string, field: string, mappings: readonly ColumnMapping[]): boolean {
  if (!isAtOrBelow(path, field)) return false;
  const mapping = mappings.find((each) => isAtOrBelow(path, each.path));
  return mapping === undefined || mapping.names.some((each) => each.path === path);
}

function isAtOrBelow(path: string, other: string): boolean {
  return path === other || (path.startsWith(other) && /[.[]/.test(path.charAt(other.length)));
}

/** A key of an object is a name, too, and no leaf; it is secret with its value. */
function isHidden(path: string, name: string, leaves: readonly Leaf[]): boolean {
  return leaves.find((each) => each.path === path)?.isSecret === true || credentialIn(name) !== undefined;
}

/** A name and the parts of a dotted path: as they are, in snake case, and as one word. */
function spellings(name: string): string[] {
  const parts = name.split(/[.[\]]+/).filter(Boolean);
  return [...new Set([name, ...parts])].flatMap((part) => {
    const words = snakeCase(part);
    return [part, words, words.replaceAll("_", "")];
  });
}

/** `customerEMail`, `Customer E-Mail` → `customer_e_mail`. */
function snakeCase(name: string): string {
  return name
    .replace(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, "_")
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_|_$/g, "")
    .toLowerCase();
}

/** Finds syncs that write columns whose names say that they have personal data. */
export function personalColumns(options: PersonalColumnsOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(personalColumnsRule, options);
}
