/** The phrases of a schedule and what they become. Source: docs/contracts/unstructured.md, section 6. */
const crons: Readonly<Record<string, string>> = {
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
};

/** What a request may have as `schedule`. */
export const phrases: readonly string[] = Object.keys(crons);

export interface CronSchedule {
  readonly crontab_entries: readonly { readonly cron_expression: string }[];
}

/** A schedule as the server shows it. @param phrase One of `phrases`. */
export function asCron(phrase: string): CronSchedule {
  return { crontab_entries: [{ cron_expression: crons[phrase] ?? phrase }] };
}

/** The phrase of a schedule that is given as a phrase or as a cron expression; undefined if there is none. */
export function phraseOf(schedule: string): string | undefined {
  return phrases.find((phrase) => phrase === schedule || crons[phrase] === schedule);
}
