/** A field of a cron expression: the numbers that it may hold, and the names that it may be. */
interface CronField {
  readonly title: string;
  readonly from: number;
  readonly to: number;
  readonly names: readonly string[];
  /** Of a number or step, at most. With one digit a step is no larger than a number; with two it may be. */
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

// A star, a number, A-B, A/B, two numbers with a comma, or a star with a step: narrower than what a change may say.
const forms = {
  1: /^(?:\*(?:\/(?<every>\d))?|(?<first>\d)(?:[-,](?<second>\d)|\/(?<step>\d))?)$/,
  2: /^(?:\*(?:\/(?<every>\d{1,2}))?|(?<first>\d{1,2})(?:[-,](?<second>\d{1,2})|\/(?<step>\d{1,2}))?)$/,
} as const;

/**
 * What is wrong with a cron expression by the grammar that the server has for creation, in one clause; undefined if nothing is.
 * The wider grammar of a change would let a connection come to a schedule with which it could not be made again.
 * Source: Airweave contract, section 3.4.
 */
export function cronProblem(cron: string): string | undefined {
  const fields = cron.split(" ");
  if (fields.length !== cronFields.length) {
    return "expected five fields with one blank between them: minute, hour, day of the month, month, day of the week";
  }
  for (const [index, field] of cronFields.entries()) {
    const problem = fieldProblem(field, fields[index] ?? "");
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function fieldProblem({ title, from, to, names, digits }: CronField, text: string): string | undefined {
  if (names.includes(text)) return undefined;
  const match = forms[digits].exec(text);
  if (match === null) {
    const named = names.length > 0 ? `, a name from ${names[0]} to ${names.at(-1)}` : "";
    return `the ${title} must be *, a number${named}, A-B, A/B, */N or two numbers with a comma`;
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

/** Whether the server takes it for a schedule by the minute, which only sources with continuous syncs may have. */
export function isByTheMinute(cron: string): boolean {
  return /^(\*|\*\/\d{1,2}) \* \* \* \*$/.test(cron);
}
