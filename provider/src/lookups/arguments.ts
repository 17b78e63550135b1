import { Output } from "@pulumi/pulumi";
import { z } from "zod";
import { catalogRoles, catalogTypes } from "../catalog/entry";
import { nearest } from "../catalog/nearest";
import { schemaProblems } from "../catalog/schema-problems";
import { typeProblem } from "../catalog/type-problem";
import type { Criteria } from "../client/find-objects";
import type { ResourceDefinition } from "../definition/definition";
import { otherTypeOf } from "../definition/options";
import { isFields, omit, type Fields } from "../values/fields";

/** What a lookup looks for, and where. */
export interface Sought {
  /** Of one object. Then there are no criteria. */
  readonly id?: string;
  readonly criteria: Criteria;
  /** Whether the type among the criteria is one that the program says is newer than the catalog. */
  readonly otherType: boolean;
  readonly account?: string;
}

/** The arguments and options of a lookup, or what is wrong with them: one line a problem, path first, without a value. */
export function soughtBy(
  definition: ResourceDefinition,
  isList: boolean,
  args: unknown = {},
  options: unknown = {},
): { readonly sought: Sought; readonly problems: readonly string[] } {
  const known = [...(isList ? [] : ["id"]), ...definition.identity.arguments];
  const problems = [...textProblems("", known, args), ...textProblems("options.", ["account"], options)];
  const { account } = given(options);
  const { id, ...rest } = given(args);
  const { typeField = "" } = definition.config ?? {};
  const otherType = otherTypeOf(rest[typeField]);
  const criteria = otherType === undefined ? rest : { ...rest, [typeField]: otherType };
  if (problems.length === 0) {
    problems.push(
      ...(isList ? [] : combinationProblems(definition, id, criteria)),
      ...criteriaProblems(definition, criteria, otherType !== undefined),
    );
  }
  const sought = {
    ...(id === undefined ? {} : { id }),
    criteria,
    otherType: otherType !== undefined,
    ...(account === undefined ? {} : { account }),
  };
  return { sought, problems };
}

/** The texts among some values. */
function given(values: unknown): Record<string, string> {
  const entries = Object.entries(isFields(values) ? values : {});
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

function textProblems(prefix: string, known: readonly string[], values: unknown): string[] {
  const what = prefix === "" ? "the arguments" : "the options";
  if (isOutput(values)) return [`${what}: ${plainOnly}`];
  if (!isFields(values)) return [`${what}: expected an object`];
  return Object.entries(values).flatMap(([key, value]) => {
    const path = prefix + key;
    if (!known.includes(key)) {
      const meant = nearest(key, known);
      return [
        `${path}: unknown key; ${meant === undefined ? `expected ${known.join(", ")}` : `did you mean ${meant}?`}`,
      ];
    }
    if (value === undefined || (typeof value === "string" && value !== "")) return [];
    return [`${path}: ${isOutput(value) ? plainOnly : "expected a string that is not empty"}`];
  });
}

const plainOnly =
  "expected a plain value, got an output; the function of that name with Output takes outputs";

function isOutput(value: unknown): boolean {
  return Output.isInstance(value) || value instanceof Promise;
}

function combinationProblems(
  { name, identity }: ResourceDefinition,
  id: string | undefined,
  criteria: Criteria,
): string[] {
  const others = Object.keys(criteria);
  if (id !== undefined) {
    return others.length === 0
      ? []
      : [`id: expected alone, got it with ${others.join(", ")}; leave one or the other out`];
  }
  const wanted = name === undefined ? identity.arguments : [name.field];
  if (wanted.some((argument) => argument in criteria)) return [];
  return [`${name?.field ?? "id"}: missing, expected ${["id", ...wanted].join(" or ")}`];
}

/** Without this, a misspelt type would find nothing instead of being reported. The name may be any: the platform has what it has. */
function criteriaProblems(definition: ResourceDefinition, criteria: Fields, isOtherType: boolean): string[] {
  const { name, arguments: all, config, platform } = definition;
  const typed = omit(criteria, name === undefined ? [] : [name.field]);
  const problems = Object.entries(typed).flatMap(([key, value]) => {
    const schema = all[key]?.schema(z);
    return schema === undefined ? [] : schemaProblems(schema, value, [key]);
  });
  const type = config && criteria[config.typeField];
  if (problems.length > 0 || isOtherType || typeof type !== "string") return problems;
  const folders = foldersOf(definition, criteria);
  const [first] = folders;
  if (first === undefined || folders.some((folder) => catalogTypes(folder).includes(type))) return problems;
  const problem = typeProblem(first, type, platform.title);
  return problem === undefined ? [] : [`${config?.typeField}: ${problem}`];
}

/** Where the catalog may have the type. */
function foldersOf({ config, platform }: ResourceDefinition, criteria: Fields): string[] {
  const { roleField } = config ?? {};
  const folder = config?.catalog(criteria);
  if (folder !== undefined) return [folder];
  if (roleField === undefined) return [];
  return catalogRoles(platform.name).flatMap((role) => config?.catalog({ [roleField]: role }) ?? []);
}
