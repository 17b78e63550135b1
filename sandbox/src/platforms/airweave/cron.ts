import { Cron } from "croner";
import { zonedSeconds } from "./times";

const number = "\\d{1,2}";
const steps = `\\*|\\*/${number}|${number}|${number}-${number}|${number}/${number}|${number},${number}`;
const months = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC";
const days = "\\*|\\*/[0-6]|[0-6]|[0-6]-[0-6]|[0-6]/[0-6]|[0-6],[0-6]|SUN|MON|TUE|WED|THU|FRI|SAT";
const narrow = new RegExp(`^(${steps}) (${steps}) (${steps}) (${steps}|${months}) (${days})$`);

/** Whether a create call takes the form of an expression. Source: docs/contracts/airweave.md, section 3.4. */
export function hasNarrowForm(cron: string): boolean {
  return narrow.test(cron);
}

/** Whether an expression means something, by the wide grammar that an update has. Source: docs/contracts/airweave.md, section 3.4. */
export function isCron(cron: string): boolean {
  return parsed(cron) !== undefined;
}

/** The numbers that each of five fields may have. */
const ranges = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const;

/** A field in the words of this parser, which reads a range over the end, and A/N, in another way than the server's. */
function reworded(field: string, index: number): string {
  const [least, most] = ranges[index] ?? [0, 59];
  const [, from, to] = /^(\d+)-(\d+)$/.exec(field) ?? [];
  if (from !== undefined && Number(from) > Number(to)) return `${from}-${most},${least}-${to}`;
  const [, start, step] = /^(\*|\d+)\/(\d+)$/.exec(field) ?? [];
  if (start === undefined) return field;
  const first = start === "*" ? String(least) : start;
  return Number(step) > most ? first : `${first}-${most}/${step}`;
}

/** When an expression is due next after a time, in UTC; null if never. @param after Milliseconds since 1970. */
export function nextRun(cron: string, after: number): string | null {
  const next = parsed(cron)?.nextRun(new Date(after));
  return next ? zonedSeconds(next) : null;
}

/** Whether a schedule is more frequent than the sources that are not continuous allow. Source: docs/contracts/airweave.md, section 3.4. */
export function isWithinTheHour(cron: string): boolean {
  return /^\*(\/\d{1,2})? \* \* \* \*$/.test(cron);
}

function parsed(cron: string): Cron | undefined {
  const fields = cron.trim().split(/\s+/);
  if (!cron.startsWith("@") && fields.length !== 5 && fields.length !== 6) return undefined;
  // The server has the seconds of six fields at the end, this parser at the beginning.
  const [minuteToDay, seconds] = [fields.slice(0, 5).map(reworded), fields.slice(5)];
  const pattern = [...seconds, ...minuteToDay].join(" ");
  try {
    return new Cron(pattern, { timezone: "UTC", paused: true, sloppyRanges: true });
  } catch {
    return undefined;
  }
}
