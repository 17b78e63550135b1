/**
 * The error of connecting to a system; undefined for success. The sandbox does not connect to anything: all systems are reachable, unless a
 * host in the configuration ends in `.invalid`, the reserved top-level domain.
 */
export function unreachable(configuration: unknown): string | undefined {
  const host = firstMatch(configuration, /[\w.-]+\.invalid\b/i);
  return host === undefined ? undefined : `could not connect to ${host}`;
}

/** Whether a configuration names an address from which no response ever comes: one of 192.0.2.0/24, which is reserved for documentation. */
export function neverResponds(configuration: unknown): boolean {
  return firstMatch(configuration, /(?<![\d.])192\.0\.2\.\d{1,3}(?![\d.])/) !== undefined;
}

function firstMatch(value: unknown, pattern: RegExp): string | undefined {
  if (typeof value === "string") return pattern.exec(value)?.[0];
  if (typeof value !== "object" || value === null) return undefined;
  return Object.values(value)
    .map((item) => firstMatch(item, pattern))
    .find((found) => found !== undefined);
}
