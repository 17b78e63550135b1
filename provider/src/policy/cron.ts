/** The shortest interval of a cron expression, in minutes; undefined if its minutes and hours are not plain numbers. */
export function minInterval(cron: string): number | undefined {
  const [minuteField = "", hourField = "", day = "", month = "", weekday = "", ...more] = cron
    .trim()
    .split(/\s+/);
  if (weekday === "" || more.length > 0) return undefined;
  const minutes = numbersOf(minuteField, 59);
  const hours = numbersOf(hourField, 23);
  if (minutes === undefined || hours === undefined) return undefined;
  const times = hours.flatMap((hour) => minutes.map((minute) => hour * 60 + minute));
  const [first] = times;
  if (first === undefined) return undefined;
  // On two days in a row it cannot run if it runs on one day of the week or month.
  const isDaily = !/^\w+$/.test(day) && !/^\w+$/.test(weekday);
  const next = isDaily ? [first + 24 * 60] : [];
  const all = [...times, ...next];
  const gaps = all.slice(1).map((time, index) => time - (all[index] ?? 0));
  return gaps.length > 0 ? Math.min(...gaps) : month === "" ? undefined : 24 * 60;
}

/** Expands a field to numbers in ascending order: `*`, `5`, `1-5`, with an optional `/step`, separated by commas. */
function numbersOf(field: string, last: number): number[] | undefined {
  const numbers = new Set<number>();
  for (const part of field.split(",")) {
    const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (match === null) return undefined;
    const [, from, to, step] = match;
    const end = to ?? (step === undefined && from !== undefined ? from : last);
    for (
      let number = Number(from ?? 0);
      number <= Math.min(Number(end), last);
      number += Number(step ?? 1) || last + 1
    ) {
      numbers.add(number);
    }
  }
  return [...numbers].sort((one, other) => one - other);
}
