/** A time as platforms write it, in milliseconds since 1970. Without a zone it is UTC. NaN if it is not a time. */
export function timestamp(time: unknown): number {
  const text = String(time);
  return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
}

/** A time in whole seconds, rounded up, as messages have it: `2026-01-01T00:00:00Z`. @param milliseconds Since 1970. */
export function instant(milliseconds: number): string {
  return new Date(Math.ceil(milliseconds / 1000) * 1000).toISOString().replace(".000Z", "Z");
}
