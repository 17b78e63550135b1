const days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** `every day at 6` and `every monday at 6` as the platform shows them: in cron. Undefined for any other text. */
export function cronOf(phrase: string): string | undefined {
  const [, day = "", hour = ""] = /^every (\w+) at (\d|1\d|2[0-3])$/.exec(phrase.trim().toLowerCase()) ?? [];
  const index = days.indexOf(day);
  if (hour === "" || (day !== "day" && index < 0)) return undefined;
  return `0 ${hour} * * ${day === "day" ? "*" : index}`;
}

/** Whether two schedules, each a phrase or in cron, are the same. */
export function isSameSchedule(left: unknown, right: unknown): boolean {
  return normalized(left) === normalized(right);
}

function normalized(schedule: unknown): unknown {
  return typeof schedule === "string" ? (cronOf(schedule) ?? schedule) : schedule;
}
