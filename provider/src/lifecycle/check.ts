import { z } from "zod";
import { catalogProperty, isPublic } from "../catalog/entry";
import { configProblems } from "../catalog/problems";
import { schemaProblems } from "../catalog/schema-problems";
import { typeProblem } from "../catalog/type-problem";
import { resolveSettings, type ConfigReader } from "../settings/settings";
import { formatPath, isFields, visitLeaves, type Fields } from "../values/fields";
import { mapReferences, referencePrefix } from "../values/reference";
import { isUnknown } from "../values/unknowns";
import { configEntry } from "../definition/config-entry";
import type { ResourceDefinition } from "../definition/definition";
import { inputSchema } from "../definition/input-schema";
import { resolved } from "../secrets/references";
import { declaredFields, handlingOptions, optionsKey, type HandlingOptions } from "../definition/state-keys";

/** The options that travel to the host, as a program may give them. */
const optionsSchema = z.strictObject({
  account: z.string().min(1).optional(),
  adopt: z.string().min(1).optional(),
  onRename: z.enum(["update", "replace"]).optional(),
  unknownKeys: z.enum(["allow", "refuse"]).optional(),
  publicKeys: z.array(z.string()).optional(),
  otherType: z.boolean().optional(),
  secrets: z.array(z.string()).optional(),
});

/** Where the platform deletes more than it is asked to. */
const optionsWithForce = optionsSchema.extend({ forceDelete: z.boolean().optional() });

/**
 * Everything that is wrong with the inputs, as far as it is known: one line a problem, each with the path,
 * none with a value. Unknown values pass. Settings that are wrong count, missing ones do not: a preview needs none.
 */
export function check(definition: ResourceDefinition, config: ConfigReader, inputs: Fields): string[] {
  const given = declaredFields(inputs);
  const declared = resolved(given);
  const options = handlingOptions(inputs);
  return [
    ...problemsOfReferences(definition, given),
    ...schemaProblems(inputSchema(definition), declared),
    ...problemsOfType(definition, declared, options),
    ...problemsOfConfig(definition, declared, options),
    ...(definition.problems?.(declared, options) ?? []),
    ...(inputs[optionsKey] === undefined
      ? []
      : schemaProblems(
          definition.companions === undefined ? optionsSchema : optionsWithForce,
          inputs[optionsKey],
          ["options"],
        )),
    ...problemsOfNumbers(declared),
    ...problemsOfMasks(declared),
    ...resolveSettings(definition.platform, config, options.account).wrong,
  ];
}

/** A type that the program says is newer than the catalog passes: the platform then has the last word. */
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
  // Where it may be left out, keys that the type needs are missing all the same.
  const value =
    inputs[field] ?? (inputSchema(definition).shape[field] instanceof z.ZodOptional ? {} : undefined);
  if (!isFields(value)) return [];
  return [
    ...configProblems(entry, value, field, options.unknownKeys),
    ...(options.publicKeys ?? [])
      .filter((key) => catalogProperty(entry, key) !== undefined && !isPublic(entry, key))
      .map((key) => `options.publicKeys: ${field}.${key} is a secret; leave it out`),
  ];
}

/** A reference may be in place of a whole value where the vendor's own settings are. */
function problemsOfReferences({ config, arguments: all }: ResourceDefinition, inputs: Fields): string[] {
  const problems: string[] = [];
  mapReferences(inputs, (_reference, [argument = "", ...below]) => {
    const takesReferences = argument === config?.field || all[argument]?.secrets !== undefined;
    if (!takesReferences || below.length === 0) {
      problems.push(
        `${formatPath([argument, ...below])}: fromEnv is for the settings of a connector; give the value itself`,
      );
    }
    return undefined;
  });
  visitLeaves(inputs, (leaf, path) => {
    if (typeof leaf === "string" && leaf.includes(referencePrefix)) {
      problems.push(
        `${formatPath(path)}: fromEnv stands for a whole value, not for a part of a text; put the whole text into the variable`,
      );
    }
  });
  return problems;
}

/** The engine's numbers are doubles: a larger integer would reach the platform as another one. */
function problemsOfNumbers(inputs: Fields): string[] {
  const problems: string[] = [];
  visitLeaves(inputs, (leaf, path) => {
    if (typeof leaf === "number" && Number.isInteger(leaf) && !Number.isSafeInteger(leaf)) {
      problems.push(
        `${formatPath(path)}: an integer beyond 2^53 loses digits on its way; write it as a string`,
      );
    }
  });
  return problems;
}

/** As many asterisks as no pattern has, but what platforms show in place of a secret: sent, they would become the secret. */
const mask = /^\*{8,}$/;

function problemsOfMasks(inputs: Fields): string[] {
  const problems: string[] = [];
  visitLeaves(inputs, (leaf, path) => {
    if (typeof leaf === "string" && mask.test(leaf)) {
      problems.push(
        `${formatPath(path)}: asterisks stand for a secret that is not shown; give the secret itself`,
      );
    }
  });
  return problems;
}
