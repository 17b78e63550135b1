import { own } from "../../values/fields";

/**
 * The phrases that a schedule is written as, with the cron expressions that the platform may return in their place, in UTC.
 * Source: https://docs.unstructured.io/api-reference/workflow/workflows; docs/contracts/unstructured.md, section 6.
 */
const crons = {
  "every 15 minutes": "*/15 * * * *",
  "every hour": "0 * * * *",
  "every 2 hours": "0 */2 * * *",
  "every 4 hours": "0 */4 * * *",
  "every 6 hours": "0 */6 * * *",
  "every 8 hours": "0 */8 * * *",
  "every 10 hours": "0 */10 * * *",
  "every 12 hours": "0 */12 * * *",
  daily: "0 0 * * *",
  weekly: "0 0 * * 0",
  monthly: "0 0 1 * *",
} as const;

/** A schedule as the platform takes it. */
export type SchedulePhrase = keyof typeof crons;

/** A cron expression with five fields: what the platform returns for any schedule. */
export type Cron = `${string} ${string} ${string} ${string} ${string}`;

/** All phrases, as messages list them. */
export const schedulePhrases = Object.keys(crons);

/** The phrase for a cron expression, or a phrase as it is; any other text unchanged but for its blanks. */
export function phraseOf(schedule: string): string {
  const text = schedule.trim().replace(/\s+/g, " ");
  return Object.entries(crons).find(([, cron]) => cron === text)?.[0] ?? text;
}

/** The cron expression for a phrase, or a cron expression as it is. */
export function cronOf(schedule: string): string {
  const phrase = phraseOf(schedule);
  return own(crons, phrase) ?? phrase;
}

/** Whether a text is a phrase, or has the form of a cron expression. */
export function isSchedule(text: string): boolean {
  return (
    schedulePhrases.includes(phraseOf(text)) || /^([\d*/,\-A-Z]+ ){4}[\d*/,\-A-Z]+$/i.test(phraseOf(text))
  );
}

/**
 * The schedule in a response: a phrase, or `{"crontab_entries": [{"cron_expression": "0 0 * * 0"}]}`. Several entries are joined, so that a
 * second one shows as a change.
 *
 * @returns null for no schedule; undefined if the response says nothing.
 */
export function scheduleFrom(value: unknown): string | null | undefined {
  if (value === null || value === "") return null;
  if (typeof value === "string") return phraseOf(value);
  const entries: unknown = (value as { readonly crontab_entries?: unknown } | undefined)?.crontab_entries;
  if (!Array.isArray(entries)) return undefined;
  const found = entries.map((entry: { readonly cron_expression?: unknown } | null) => entry?.cron_expression);
  if (!found.every((cron) => typeof cron === "string")) return undefined;
  return found.length === 0 ? null : found.map(phraseOf).join("; ");
}
