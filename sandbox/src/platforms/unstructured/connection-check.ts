import { randomUUID } from "node:crypto";
import { neverResponds, unreachable } from "../../serving/unreachable";
import type { Connector } from "./connectors";

/** The latest connection check of a connector. Source: docs/contracts/unstructured.md, section 7. */
export interface ConnectionCheck {
  /** The connector's. */
  readonly id: string;
  readonly checkId: string;
  readonly status: "SCHEDULED" | "SUCCESS" | "FAILURE";
  readonly reason: string | null;
  readonly created_at: string;
  readonly reported_at: string | null;
  /** How often it was read. */
  readonly looks: number;
}

export function scheduled(connector: string, now: string): ConnectionCheck {
  return {
    id: connector,
    checkId: randomUUID(),
    status: "SCHEDULED",
    reason: null,
    created_at: now,
    reported_at: null,
    looks: 0,
  };
}

/**
 * The check after one more look at it. There is nothing to connect to: it is still scheduled when it is read first, and ends before it is
 * read again, by what the configuration names. A system that never responds leaves it scheduled.
 */
export function lookedAt(check: ConnectionCheck, { config }: Connector, now: string): ConnectionCheck {
  if (check.status !== "SCHEDULED") return check;
  const looks = check.looks + 1;
  if (looks === 1 || neverResponds(config)) return { ...check, looks };
  const reason = unreachable(config) ?? null;
  return { ...check, looks, status: reason === null ? "SUCCESS" : "FAILURE", reason, reported_at: now };
}

/** The check as responses have it. */
export function toCheckResponse({
  id: _connector,
  checkId,
  looks: _looks,
  ...check
}: ConnectionCheck): unknown {
  return { id: checkId, ...check };
}
