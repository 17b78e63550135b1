import type { Schedule } from "../../definition/definition";
import type { Fields } from "../../values/fields";

/**
 * When a sync runs. The platform makes a cron step of an interval.
 * Source: docs/contracts/aisquared.md, section 7.
 */
export function scheduleOf({
  scheduleType,
  syncInterval,
  syncIntervalUnit,
  cronExpression,
}: Fields): Schedule | undefined {
  if (scheduleType === "manual") return "none";
  if (scheduleType === "cron_expression" && typeof cronExpression === "string") {
    return { cron: cronExpression, path: "cronExpression" };
  }
  if (scheduleType !== "interval" || typeof syncInterval !== "number") return undefined;
  const cron = cronOfInterval(syncInterval, syncIntervalUnit);
  return cron === undefined ? undefined : { cron, path: "syncInterval" };
}

function cronOfInterval(interval: number, unit: unknown): string | undefined {
  if (unit === "minutes") return `*/${interval} * * * *`;
  if (unit === "hours") return `0 */${interval} * * *`;
  if (unit === "days") return `0 0 */${interval} * *`;
  return unit === "weeks" ? `0 0 */${7 * interval} * *` : undefined;
}
