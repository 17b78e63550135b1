import { z } from "zod";
import { coercedFields } from "../catalog/coercion";
import { catalogProperty, isPublic } from "../catalog/entry";
import { configProblems } from "../catalog/problems";
import { schemaProblems } from "../catalog/schema-problems";
import { typeProblem } from "../catalog/type-problem";
import { configEntry } from "../definition/config-entry";
import type { ResourceDefinition } from "../definition/definition";
import { inputSchema } from "../definition/input-schema";
import { knownKeys } from "../definition/known-keys";
import { handlingOptions, type HandlingOptions } from "../definition/options";
import { optionsKey, withoutReservedKeys } from "../definition/state-keys";
import { verifyValues } from "../definition/verification";
import { resolved } from "../secrets/references";
import { resolveSettings, type ConfigReader } from "../settings/settings";
import { isFields, type Fields } from "../values/fields";
import { mapReferences, referencePrefix } from "../values/reference";
import { formatPath, visitLeaves } from "../values/tree";
import { isUnknown } from "../values/unknowns";
import { whitespaceProblems } from "./whitespace";

/** The options that travel to the host, as a program may give them. */
const commonOptions = {
  resource: z.string().optional(),
  account: z.string().min(1).optional(),
  adopter: z.string().optional(),
  secrets: z.array(z.string()).optional(),
};
const configOptions = {
  unknownKeys: z.enum(["allow", "refuse"]).optional(),
  publicKeys: z.array(z.string()).optional(),
  otherType: z.boolean().optional(),
};
const onRename = z.enum(["update", "replace"]).optional();
const forceDelete = z.boolean().optional();
const renewLogin = z.boolean().optional();
const verify = z.enum(verifyValues).optional();
const optionKeys = [
  ...Object.keys({ ...commonOptions, ...configOptions, onRename, forceDelete, renewLogin, verify }),
  "adopt",
];

/**
 * Everything that is wrong with the inputs, as far as it is known: one line a problem, each with the path, none with a value. Unknown
 * values pass. Wrong settings count, missing ones do not: a preview needs none.
 */
export async function check(
  definition: ResourceDefinition,
  config: ConfigReader,
  inputs: Fields,
): Promise<string[]> {
  const given = withoutReservedKeys(inputs);
  const declared = resolved(given);
  const options = handlingOptions(inputs);
  const findProblems = await definition.problems?.();
  return [
    ...problemsOfReferences(definition, given),
    ...schemaProblems(inputSchema(definition), declared).map(withOriginOfName(definition, declared, options)),
    ...problemsOfType(definition, declared, options),
    ...problemsOfConfig(definition, declared, options),
    ...(findProblems?.(declared, options) ?? []),
    ...problemsOfOptions(definition, inputs[optionsKey]),
    ...problemsOfLeaves(declared),
    ...whitespaceProblems(definition, inputs, declared),
    ...resolveSettings(definition.platform, config, options.account).wrong,
  ];
}

/** Says of a problem with a name that the program gives none, where that is so. The resource's own name then takes its place. */
function withOriginOfName(
  { name: { field } = { field: "" } }: ResourceDefinition,
  inputs: Fields,
  { resource }: HandlingOptions,
): (problem: string) => string {
  // Something else may have changed the name since, such as a transformation.
  const isDefault = resource !== undefined && inputs[field] === resource;
  return (problem) =>
    isDefault && problem.startsWith(`${field}: `)
      ? `${problem}; the program gives no ${field}, so this is the resource's own: give one`
      : problem;
}

/** The keys that a path in a problem may have without being made up by the program. */
export function keysOfProblems(definition: ResourceDefinition, inputs: Fields): ReadonlySet<string> {
  return new Set(["options", ...optionKeys, ...knownKeys(definition, inputs)]);
}

const optionSchemas = new WeakMap<
  ResourceDefinition,
  { readonly byId: z.ZodObject; readonly byName: z.ZodObject }
>();

function problemsOfOptions(definition: ResourceDefinition, options: unknown): string[] {
  if (options === undefined) return [];
  const { config, name, dependents, renewal, verification } = definition;
  let schemas = optionSchemas.get(definition);
  if (schemas === undefined) {
    const others = z.strictObject({
      ...commonOptions,
      ...(config === undefined ? {} : configOptions),
      ...(name === undefined ? {} : { onRename }),
      ...(dependents === undefined ? {} : { forceDelete }),
      ...(renewal === undefined ? {} : { renewLogin }),
      ...(verification === undefined ? {} : { verify }),
    });
    schemas = {
      byId: others.extend({ adopt: z.string().min(1).optional() }),
      byName: others.extend({ adopt: criteriaSchema(definition) }),
    };
    optionSchemas.set(definition, schemas);
  }
  const isByName = isFields(options) && isFields(options.adopt);
  return schemaProblems(isByName ? schemas.byName : schemas.byId, options, ["options"]);
}

/** What an object that is to be taken over may be known by: its name, or another argument of which there is one each. */
function criteriaSchema({ identity, name, unique }: ResourceDefinition): z.ZodType {
  const names = [name?.field, unique?.argument].filter((each) => each !== undefined);
  const naming = identity.arguments.filter((each) => names.length === 0 || names.includes(each));
  const text = z.string().min(1);
  const shape = identity.arguments.map(
    (each) => [each, naming.length === 1 && naming[0] === each ? text : text.optional()] as const,
  );
  return z
    .strictObject(Object.fromEntries(shape))
    .refine((given) => naming.some((each) => given[each] !== undefined), `expected ${naming.join(" or ")}`);
}

/** A type that the program says is newer than the catalog passes: the platform then decides. */
function problemsOfType(
  { config, platform }: ResourceDefinition,
  inputs: Fields,
  { otherType }: HandlingOptions,
): string[] {
  const folder = config?.catalog(inputs);
  if (config === undefined || folder === undefined || otherType === true) return [];
  const type = inputs[config.typeField];
  if (typeof type !== "string" || type === "" || isUnknown(type)) return [];
  const problem = typeProblem(folder, type, platform.title);
  return problem === undefined ? [] : [`${config.typeField}: ${problem}`];
}

function problemsOfConfig(
  definition: ResourceDefinition,
  inputs: Fields,
  options: HandlingOptions,
): string[] {
  const { field } = definition.config ?? {};
  const entry = configEntry(definition, inputs, options);
  if (field === undefined || entry === undefined) return [];
  // A configuration that may be left out can still lack keys that the type needs.
  const value =
    inputs[field] ?? (inputSchema(definition).shape[field] instanceof z.ZodOptional ? {} : undefined);
  if (!isFields(value)) return [];
  return [
    ...configProblems(
      entry,
      coercedFields(entry, value, definition.platform.coerces),
      field,
      options.unknownKeys,
    ),
    ...(options.publicKeys ?? [])
      .filter((key) => catalogProperty(entry, key) !== undefined && !isPublic(entry, key))
      .map((key) => `options.publicKeys: ${field}.${key} is a secret; leave it out`),
  ];
}

/** A reference may take the place of a whole value among the vendor's own settings, or of an argument that is a secret as a whole. */
function problemsOfReferences({ config, arguments: all }: ResourceDefinition, inputs: Fields): string[] {
  const problems: string[] = [];
  mapReferences(inputs, (reference, path) => {
    const [argument = "", ...below] = path;
    const { secrets, findSecrets } = all[argument] ?? {};
    const takesReferences =
      below.length === 0
        ? secrets?.includes("") === true
        : argument === config?.field || secrets !== undefined || findSecrets !== undefined;
    if (!takesReferences) {
      problems.push(`${formatPath(path)}: fromEnv is for the settings of a connector; give the value itself`);
    }
    return reference;
  });
  visitLeaves(inputs, (leaf, path) => {
    if (typeof leaf === "string" && leaf.includes(referencePrefix)) {
      problems.push(
        `${formatPath(path)}: fromEnv replaces a whole value, not a part of a string; put the whole string into the variable`,
      );
    }
  });
  return problems;
}

/** More asterisks than any pattern has: platforms show them in place of a secret. Sent, they would become the secret. */
const mask = /^\*{8,}$/;

function problemsOfLeaves(inputs: Fields): string[] {
  const problems: string[] = [];
  visitLeaves(inputs, (leaf, path) => {
    // The engine's numbers are doubles: a larger integer would reach the platform as another one.
    if (typeof leaf === "number" && Number.isInteger(leaf) && !Number.isSafeInteger(leaf)) {
      problems.push(
        `${formatPath(path)}: an integer beyond 2^53 loses digits on its way to the platform; write it as a string`,
      );
    }
    if (typeof leaf === "string" && mask.test(leaf)) {
      problems.push(
        `${formatPath(path)}: asterisks stand for a secret that is not shown; give the secret itself`,
      );
    }
  });
  return problems;
}
