/** A time as platforms write it, in milliseconds since 1970. Without a zone it is UTC. NaN if it is not a time. */
export function timestamp(time: unknown): number {
  const text = String(time);
  return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
}
