import { Cron } from "croner";
import { zonedSeconds } from "./times";

const number = "\\d{1,2}";
const steps = `\\*|\\*/${number}|${number}|${number}-${number}|${number}/${number}|${number},${number}`;
const months = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC";
const days = "\\*|\\*/[0-6]|[0-6]|[0-6]-[0-6]|[0-6]/[0-6]|[0-6],[0-6]|SUN|MON|TUE|WED|THU|FRI|SAT";
const narrow = new RegExp(`^(${steps}) (${steps}) (${steps}) (${steps}|${months}) (${days})$`);

/** Whether a create call accepts an expression: only this subset. Source: docs/contracts/airweave.md, section 3.4. */
export function hasNarrowForm(cron: string): boolean {
  return narrow.test(cron);
}

/** Whether an expression is valid in the full grammar, which updates accept. Source: docs/contracts/airweave.md, section 3.4. */
export function isCron(cron: string): boolean {
  return parsed(cron) !== undefined;
}

/** The range of each of the five fields. */
const ranges = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const;

/** Rewrites a field for croner, which reads wrapping ranges and A/N differently from the server. */
function rewritten(field: string, index: number): string {
  const [least, most] = ranges[index] ?? [0, 59];
  const [, from, to] = /^(\d+)-(\d+)$/.exec(field) ?? [];
  if (from !== undefined && Number(from) > Number(to)) return `${from}-${most},${least}-${to}`;
  const [, start, step] = /^(\*|\d+)\/(\d+)$/.exec(field) ?? [];
  if (start === undefined) return field;
  const first = start === "*" ? String(least) : start;
  return Number(step) > most ? first : `${first}-${most}/${step}`;
}

/** The next time at which an expression is due, in UTC; null for never. @param after Milliseconds since 1970. */
export function nextRun(cron: string, after: number): string | null {
  const next = parsed(cron)?.nextRun(new Date(after));
  return next ? zonedSeconds(next) : null;
}

/** Whether a schedule is too frequent for sources that are not continuous. Source: docs/contracts/airweave.md, section 3.4. */
export function isWithinTheHour(cron: string): boolean {
  return /^\*(\/\d{1,2})? \* \* \* \*$/.test(cron);
}

function parsed(cron: string): Cron | undefined {
  const fields = cron.trim().split(/\s+/);
  if (!cron.startsWith("@") && fields.length !== 5 && fields.length !== 6) return undefined;
  // With six fields, the seconds are the last for the server, and the first for croner.
  const [minuteToDay, seconds] = [fields.slice(0, 5).map(rewritten), fields.slice(5)];
  const pattern = [...seconds, ...minuteToDay].join(" ");
  try {
    return new Cron(pattern, { timezone: "UTC", paused: true, sloppyRanges: true });
  } catch {
    return undefined;
  }
}
