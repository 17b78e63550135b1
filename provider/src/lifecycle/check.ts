import { z } from "zod";
import { catalogEntry } from "../catalog/entry";
import { configProblems, schemaProblems } from "../catalog/problems";
import { resolveSettings, type ConfigReader } from "../settings";
import { formatPath, isFields, visitLeaves, type Fields } from "../values/fields";
import type { ResourceDefinition } from "./definition";
import { inputSchema } from "./inputs";
import { declaredFields, optionsKey } from "./reserved";

/** The options that travel to the host, as a program may give them. */
const optionsSchema = z.strictObject({
  adopt: z.string().min(1).optional(),
  onRename: z.enum(["update", "replace"]).optional(),
  secrets: z.array(z.string()).optional(),
});

/**
 * Everything that is wrong with the inputs, as far as it is known: one line a problem, each with the path,
 * none with a value. Unknown values pass. Settings that are wrong count, missing ones do not: a preview needs none.
 */
export function check(definition: ResourceDefinition, config: ConfigReader, inputs: Fields): string[] {
  const declared = declaredFields(inputs);
  return [
    ...schemaProblems(inputSchema(definition), declared),
    ...problemsOfConfig(definition, declared),
    ...(inputs[optionsKey] === undefined
      ? []
      : schemaProblems(optionsSchema, inputs[optionsKey], ["options"])),
    ...problemsOfNumbers(declared),
    ...resolveSettings(definition.platform, config).wrong,
  ];
}

/** A type that the catalog does not know passes with any keys: the platform then has the last word. */
function problemsOfConfig({ config }: ResourceDefinition, inputs: Fields): string[] {
  const value = inputs[config.field];
  const entry = catalogEntry(config.catalog, inputs[config.typeField]);
  return entry === undefined || !isFields(value) ? [] : configProblems(entry, value, config.field);
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
