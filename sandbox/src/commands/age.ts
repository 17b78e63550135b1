/** Each unit with the age in seconds below which it is used, and its length in seconds. */
const units: readonly (readonly [limit: number, seconds: number, name: string])[] = [
  [60, 1, "second"],
  [3600, 60, "minute"],
  [86_400, 3600, "hour"],
  [604_800, 86_400, "day"],
  [2_592_000, 604_800, "week"],
  [31_104_000, 2_592_000, "month"],
  [Infinity, 31_104_000, "year"],
];

/** An age as the CLI prints it: `3 minutes ago`. Source: github.com/dustin/go-humanize, `times.go`. */
export function age(seconds: number): string {
  if (seconds < 1) return "now";
  const [, length, name] = units.find(([limit]) => seconds < limit) ?? [0, 1, "second"];
  const count = Math.floor(seconds / length);
  return `${count} ${name}${count === 1 ? "" : "s"} ago`;
}
