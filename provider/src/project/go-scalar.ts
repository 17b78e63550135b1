/**
 * The plain scalars of YAML as the CLI reads them, a mixture of YAML 1.1 and 1.2: `017` and `0o17` are 15, `1_000` is 1000, `1e3` is 1000,
 * `2020-01-01` is a time, but `yes` and `1:30` are texts. Source: gopkg.in/yaml.v3, `resolve.go`.
 */

/** A number is a float, a bigint an integer of up to 64 bits. */
export type Scalar = string | number | bigint | boolean | null | Timestamp;

const words = new Map<string, Scalar>([
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...[".nan", ".NaN", ".NAN"].map((word) => [word, NaN] as const),
  ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map((word) => [word, Infinity] as const),
  ...["-.inf", "-.Inf", "-.INF"].map((word) => [word, -Infinity] as const),
]);

export function resolvePlain(text: string): Scalar {
  const word = words.get(text);
  if (word !== undefined) return word;
  if (text.startsWith(".")) return float(text) ?? text;
  if (!/^[-+\d]/.test(text)) return text;
  const digits = text.replaceAll("_", "");
  return timestamp(text) ?? integer(digits) ?? float(digits) ?? text;
}

const bases: readonly (readonly [form: RegExp, prefix: string])[] = [
  [/^0[xX]([\da-fA-F]+)$/, "0x"],
  [/^0[bB]([01]+)$/, "0b"],
  [/^0[oO]?([0-7]+)$/, "0o"],
  [/^(0|[1-9]\d*)$/, ""],
];

/** Go's `ParseInt` with base 0, then `ParseUint`, which takes no sign. */
function integer(text: string): bigint | undefined {
  const sign = /^[-+]/.exec(text)?.[0] ?? "";
  for (const [form, prefix] of bases) {
    const digits = form.exec(text.slice(sign.length))?.[1];
    if (digits === undefined) continue;
    const size = BigInt(prefix + digits);
    const value = sign === "-" ? -size : size;
    return isInt64(value) || (sign === "" && value < 2n ** 64n) ? value : undefined;
  }
  return undefined;
}

export function isInt64(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}

function float(text: string): number | undefined {
  if (!/^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  // Go's `ParseFloat` fails for what is too large.
  return Number.isFinite(value) ? value : undefined;
}

/** A point in time. */
export class Timestamp {
  /** @param offset In minutes east of UTC. @param nanoseconds The part of a second. */
  constructor(
    private readonly seconds: number,
    private readonly nanoseconds: number,
    private readonly offset: number,
  ) {}

  /** As in Go's `Time.String`: `2020-01-01 00:00:00 +0000 UTC`. */
  toString(): string {
    const zone = this.#zone("");
    return `${this.#date} ${this.#time} ${zone} ${this.offset === 0 ? "UTC" : zone}`;
  }

  /** As in RFC 3339. */
  toJSON(): string {
    return `${this.#date}T${this.#time}${this.offset === 0 ? "Z" : this.#zone(":")}`;
  }

  get #local(): string {
    return new Date((this.seconds + this.offset * 60) * 1000).toISOString();
  }

  get #date(): string {
    return this.#local.slice(0, 10);
  }

  get #time(): string {
    const fraction = String(this.nanoseconds).padStart(9, "0").replace(/0+$/, "");
    return this.#local.slice(11, 19) + (fraction === "" ? "" : `.${fraction}`);
  }

  #zone(separator: string): string {
    const minutes = Math.abs(this.offset);
    const pad = (part: number): string => String(part).padStart(2, "0");
    return `${this.offset < 0 ? "-" : "+"}${pad(Math.floor(minutes / 60))}${separator}${pad(minutes % 60)}`;
  }
}

const date = String.raw`(\d{4})-(\d\d?)-(\d\d?)`;
const time = String.raw`(\d\d?):(\d\d?):(\d\d?)(?:[.,](\d+))?`;
const timestampForms = [date, `${date} ${time}`, String.raw`${date}[Tt]${time}(?:Z|([-+])(\d\d):(\d\d))`].map(
  (form) => new RegExp(`^${form}$`),
);

function timestamp(text: string): Timestamp | undefined {
  const match = timestampForms.map((form) => form.exec(text)).find((found) => found !== null);
  if (match === undefined) return undefined;
  const fraction = match[7] ?? "";
  const sign = match[8] === "-" ? -1 : 1;
  const part = (index: number): number => Number(match[index] ?? 0);
  const [year, month, day, hours, minutes, seconds] = [1, 2, 3, 4, 5, 6].map(part) as [
    ...[number, number, number],
    ...[number, number, number],
  ];
  const [zoneHours, zoneMinutes] = [part(9), part(10)];
  if (hours > 23 || minutes > 59 || seconds > 59 || zoneHours > 24 || zoneMinutes > 59) return undefined;
  const midnight = new Date(0);
  midnight.setUTCFullYear(year, month - 1, day);
  // A 30th of February, say, becomes another day.
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return undefined;
  const offset = sign * (zoneHours * 60 + zoneMinutes);
  const local = midnight.getTime() / 1000 + hours * 3600 + minutes * 60 + seconds;
  return new Timestamp(local - offset * 60, Number(fraction.slice(0, 9).padEnd(9, "0")), offset);
}
