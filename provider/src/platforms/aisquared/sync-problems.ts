import { z } from "zod";
import { schemaProblems } from "../../catalog/schema-problems";
import type { Conflict } from "../../definition/definition";
import { isFields, type Fields } from "../../values/fields";
import { isUnknown } from "../../values/unknowns";

/** The arguments that belong to each type of schedule. */
const scheduleFields: Readonly<Record<string, readonly string[]>> = {
  manual: [],
  interval: ["syncInterval", "syncIntervalUnit"],
  cron_expression: ["cronExpression"],
};

/** Of a mapping the server drops every other key. */
const mapping = z.strictObject({
  from: z.string(),
  to: z.string().min(1),
  mapping_type: z.enum(["standard", "static", "template", "vector"]),
  value: z.unknown().optional(),
  value_type: z.string().optional(),
  template: z.string().optional(),
  field_type: z.string().optional(),
  hide_embedding: z.boolean().optional(),
  embedding_config: z
    .strictObject({
      mode: z.string().min(1).optional(),
      model: z.string().min(1).optional(),
      api_key: z.string().min(1).optional(),
    })
    .optional(),
});

/** The older form: for each column the path of a field of the destination. */
const paths = z.record(z.string(), z.string().min(1));

/**
 * Finds arguments that are valid by their schemas, but that AI Squared would refuse or not keep. Unknown values pass.
 * Source: docs/contracts/aisquared.md, section 7.
 */
export function syncProblems(inputs: Fields): string[] {
  return [...scheduleProblems(inputs), ...configurationProblems(inputs.configuration)];
}

function scheduleProblems(inputs: Fields): string[] {
  const { scheduleType, cronExpression } = inputs;
  const fields = typeof scheduleType === "string" ? scheduleFields[scheduleType] : undefined;
  if (fields === undefined) return [];
  const others = Object.values(scheduleFields).flat();
  return others.flatMap((name) => {
    const isGiven = inputs[name] !== undefined;
    if (fields.includes(name) && !isGiven)
      return [`${name}: missing, which scheduleType ${String(scheduleType)} needs`];
    if (!fields.includes(name)) {
      return isGiven ? [`${name}: does not belong to scheduleType ${String(scheduleType)}; remove it`] : [];
    }
    return name === "cronExpression" ? cronProblems(cronExpression) : [];
  });
}

const cronFields = [
  ["minute", 0, 59],
  ["hour", 0, 23],
  ["day of the month", 1, 31],
  ["month", 1, 12],
  ["day of the week", 0, 7],
] as const;

/** Finds what no server takes. Names of months and days, and the signs of some dialects, are left to the server. */
function cronProblems(cron: unknown): string[] {
  if (typeof cron !== "string" || isUnknown(cron)) return [];
  const fields = cron.trim().split(/\s+/);
  if (fields.length !== cronFields.length) {
    return [`cronExpression: expected five fields: ${cronFields.map(([title]) => title).join(", ")}`];
  }
  return cronFields.flatMap(([title, from, to], index) => {
    const field = fields[index] ?? "";
    if (!/^[\w*,/#?-]+$/.test(field))
      return [`cronExpression: the ${title} has signs that no cron expression has`];
    // What follows a slash or a number sign is no point in time.
    const numbers = field.replace(/[/#]\d+/g, "").match(/\d+/g) ?? [];
    return numbers.every((number) => Number(number) >= from && Number(number) <= to)
      ? []
      : [`cronExpression: the ${title} must be from ${from} to ${to}`];
  });
}

function configurationProblems(configuration: unknown): string[] {
  if (Array.isArray(configuration)) {
    return configuration.length === 0
      ? ["configuration: must not be empty"]
      : schemaProblems(z.array(mapping), configuration, ["configuration"]);
  }
  if (!isFields(configuration)) return [];
  return Object.keys(configuration).length === 0
    ? ["configuration: must not be empty"]
    : schemaProblems(paths, configuration, ["configuration"]);
}

/** A sync keeps the cursor field that it was created with. */
export function cursorConflict({ cursorField }: Fields, object: Fields): Conflict | undefined {
  const [declared, current] = [cursorField ?? null, object.cursorField];
  if (current === undefined || declared === current) return undefined;
  const shown = (value: unknown): string => (value === null ? "none" : JSON.stringify(value));
  return {
    argument: "cursorField",
    text: `is ${shown(current)} on the platform, which no request changes, and the program declares ${shown(declared)}`,
  };
}
