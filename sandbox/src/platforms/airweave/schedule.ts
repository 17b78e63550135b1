import { hasNarrowForm, isCron, isWithinTheHour } from "./cron";
import { internalError, invalid, refused } from "./errors";
import type { Source } from "./catalog";

/** The schedule in a body. Only its cron expression has an effect. Source: docs/contracts/airweave.md, section 3.4. */
export interface Schedule {
  readonly cron: string | null;
}

/**
 * The schedule of a new connection; null for a connection without a sync. Source: docs/contracts/airweave.md, section 3.4.
 *
 * @param schedule null for the source's default.
 * @throws Refusal
 */
export function firstSchedule(
  source: Source,
  schedule: Schedule | null,
  immediately: boolean,
  now: number,
): Schedule | null {
  if (schedule?.cron === null && !immediately) return null;
  if (source.federated_search) {
    throw internalError("ValueError", `Cannot create sync for federated source '${source.short_name}'`);
  }
  const cron = schedule === null ? defaultCron(source, now) : schedule.cron;
  if (cron === null || cron === "") {
    if (immediately) return { cron: null };
    throw internalError("ValueError", "Cannot create sync: no schedule and run_immediately=False");
  }
  if (isWithinTheHour(cron) && !source.supports_continuous) {
    throw refused(
      400,
      `Source '${source.short_name}' does not support continuous syncs. Minimum interval is 1 hour.`,
    );
  }
  checkNarrow(cron);
  checkCron(cron);
  return { cron };
}

/** Checks the frequency in an update. @throws Refusal with status 400. */
export function checkInterval(source: Source, cron: string): void {
  if (isWithinTheHour(cron) && !source.supports_continuous) {
    throw refused(
      400,
      `Source '${source.short_name}' does not support continuous syncs. Minimum schedule interval is 1 hour (e.g., '0 * * * *' for hourly).`,
    );
  }
}

/** Checks an expression for a new sync. @throws Refusal with status 422. */
export function checkNarrow(cron: string): void {
  if (!hasNarrowForm(cron)) throw invalid(["cron_schedule", "Value error, Invalid cron schedule format"]);
}

/** @throws Refusal with status 422. */
export function checkCron(cron: string): void {
  if (!isCron(cron)) throw refused(422, `Invalid CRON expression: ${cron}`);
}

/** Every five minutes for a continuous source, else daily at the time of creation in UTC. */
function defaultCron(source: Source, now: number): string {
  const date = new Date(now);
  return source.supports_continuous ? "*/5 * * * *" : `${date.getUTCMinutes()} ${date.getUTCHours()} * * *`;
}
