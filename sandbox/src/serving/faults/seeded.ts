import { createHash } from "node:crypto";
import { isApplicable } from "./applicable";
import { faultKinds, faultStatuses, redirectStatuses, type Fault, type SeededFaultKind } from "./fault";
import { pathPattern } from "./request";
import type { FaultSchedule } from "./schedule";

/** Which requests fail, drawn from a seed. */
export interface SeededFaults {
  /** Any string. */
  readonly seed: string;
  /** The percentage of requests that get a fault. Default: 10. */
  readonly percent?: number;
  /** Default: all. */
  readonly kinds?: readonly SeededFaultKind[];
}

/**
 * A request's fault, if any, depends only on the seed, the platform, the method, the path without ids, and the number of such requests
 * before it. So it does not depend on how requests interleave.
 */
export function seededFaults({ seed, percent = 10, kinds = faultKinds }: SeededFaults): FaultSchedule {
  const counts = new Map<string, number>();
  return {
    next(request) {
      const key = `${request.platform} ${request.method} ${pathPattern(request)}`;
      const before = counts.get(key) ?? 0;
      counts.set(key, before + 1);
      const draw = new Draw(`${seed}\n${key}\n${before}`);
      const isHit = draw.fraction() * 100 < percent;
      const applicable = kinds.filter((kind) => isApplicable(kind, request));
      return isHit && applicable.length > 0 ? drawFault(draw.oneOf(applicable), draw) : undefined;
    },
  };
}

/** Delays are long enough to be noticed, and short enough not to be tedious. */
function drawFault(kind: SeededFaultKind, draw: Draw): Fault {
  switch (kind) {
    case "latency":
      return { kind, milliseconds: draw.between(100, 3000) };
    case "down":
      return { kind, milliseconds: draw.between(100, 3000) };
    case "cut":
      return { kind, when: draw.oneOf(["before", "after", "within"]) };
    case "status":
      return drawStatus(draw);
    case "body":
      return { kind, is: draw.oneOf(["empty", "html", "incomplete", "wrong-type"]) };
    case "trickle":
      return { kind, pieces: draw.between(2, 10), milliseconds: draw.between(50, 300) };
    case "redirect": {
      const status = draw.oneOf(redirectStatuses);
      // A name that cannot exist, so a client that follows hands its key to nobody.
      return draw.oneOf([true, false]) ? { kind, status, to: "https://elsewhere.invalid" } : { kind, status };
    }
    case "hidden":
      return { kind, requests: draw.between(1, 4) };
    case "expired":
      return { kind };
    case "late":
      return { kind, milliseconds: draw.between(1_000, 60_000), response: draw.oneOf([504, "none"]) };
  }
}

/** A response that asks for a retry means that the request was not processed. After a timeout or a 5xx it may have been. */
function drawStatus(draw: Draw): Fault {
  const status = draw.oneOf(faultStatuses);
  const hasRetryAfter = (status === 429 || status === 503) && draw.oneOf([true, false]);
  return {
    kind: "status",
    status,
    ...(hasRetryAfter ? { retryAfter: draw.between(1, 3), asDate: draw.oneOf([true, false]) } : {}),
    ...(status === 408 || status === 500 || status === 502 || status === 504
      ? { processed: draw.oneOf([true, false]) }
      : {}),
  };
}

/** Pseudo-random numbers that depend only on a text. */
class Draw {
  #count = 0;

  constructor(private readonly text: string) {}

  /** In [0, 1). */
  fraction(): number {
    this.#count += 1;
    return createHash("sha256").update(`${this.text}\n${this.#count}`).digest().readUInt32BE() / 2 ** 32;
  }

  /** An integer, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1));
  }

  oneOf<Choice>(choices: readonly Choice[]): Choice {
    return choices[this.between(0, choices.length - 1)] as Choice;
  }
}
