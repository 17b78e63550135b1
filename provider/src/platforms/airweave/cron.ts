/** A field of a cron expression, with the numbers and names that it accepts. */
interface CronField {
  readonly title: string;
  readonly from: number;
  readonly to: number;
  readonly names: readonly string[];
  /** Maximum digits of a number or step. A two-digit step may exceed `to`, a one-digit step must not. */
  readonly digits: 1 | 2;
}

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const cronFields: readonly CronField[] = [
  { title: "minute", from: 0, to: 59, names: [], digits: 2 },
  { title: "hour", from: 0, to: 23, names: [], digits: 2 },
  { title: "day of the month", from: 1, to: 31, names: [], digits: 2 },
  { title: "month", from: 1, to: 12, names: months, digits: 2 },
  { title: "day of the week", from: 0, to: 6, names: weekdays, digits: 1 },
];

// *, a number, A-B, A/B, "A,B" or */N: narrower than the grammar of updates.
const patterns = {
  1: /^(?:\*(?:\/(?<every>\d))?|(?<first>\d)(?:[-,](?<second>\d)|\/(?<step>\d))?)$/,
  2: /^(?:\*(?:\/(?<every>\d{1,2}))?|(?<first>\d{1,2})(?:[-,](?<second>\d{1,2})|\/(?<step>\d{1,2}))?)$/,
} as const;

/**
 * Validates a cron expression by the server's grammar for creation; undefined if it is valid. The server's grammar for updates is wider,
 * but a schedule that only updates accept could not be created again.
 * Source: docs/contracts/airweave.md, section 3.4.
 */
export function cronProblem(cron: string): string | undefined {
  const fields = cron.split(" ");
  if (fields.length !== cronFields.length) {
    return "expected five fields separated by single spaces: minute, hour, day of the month, month, day of the week";
  }
  for (const [index, field] of cronFields.entries()) {
    const problem = fieldProblem(field, fields[index] ?? "");
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function fieldProblem({ title, from, to, names, digits }: CronField, value: string): string | undefined {
  if (names.includes(value)) return undefined;
  const match = patterns[digits].exec(value);
  if (match === null) {
    const named = names.length > 0 ? `, a name from ${names[0]} to ${names.at(-1)}` : "";
    return `the ${title} must be *, a number${named}, A-B, A/B, */N or A,B`;
  }
  const { every, first, second, step } = match.groups ?? {};
  const numbers = [first, second].filter((number) => number !== undefined).map(Number);
  if (numbers.some((number) => number < from || number > to)) {
    return `the ${title} must be from ${from} to ${to}`;
  }
  const steps = [every, step].filter((count) => count !== undefined).map(Number);
  if (steps.some((count) => count === 0)) return `the ${title} must have a step of at least 1`;
  return digits === 1 && steps.some((count) => count > to)
    ? `the ${title} must have a step of at most ${to}`
    : undefined;
}

/** Whether the server treats the schedule as minute-level, which only sources with continuous sync support. */
export function isMinuteLevel(cron: string): boolean {
  return /^(\*|\*\/\d{1,2}) \* \* \* \*$/.test(cron);
}
