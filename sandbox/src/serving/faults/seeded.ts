import { createHash } from "node:crypto";
import { pathPattern } from "./asked";
import { faultKinds, faultStatuses, redirectStatuses, type Fault, type FaultKind } from "./fault";
import { isPossible } from "./possible";
import type { FaultSchedule } from "./schedule";

/** Faults that come from a seed. */
export interface SeededFaults {
  /** Any text. */
  readonly seed: string;
  /** How many of a hundred requests get one. Default: 10. */
  readonly percent?: number;
  /** Which there are. Default: all. */
  readonly kinds?: readonly FaultKind[];
}

/**
 * Whether a request gets a fault, and which, follows from the seed, the platform, the method, the path without ids, and how
 * many such requests there were before. So other requests change nothing, whatever order they come in.
 */
export function seededFaults({ seed, percent = 10, kinds = faultKinds }: SeededFaults): FaultSchedule {
  const seen = new Map<string, number>();
  return {
    next(request) {
      const like = `${request.platform} ${request.method} ${pathPattern(request)}`;
      const before = seen.get(like) ?? 0;
      seen.set(like, before + 1);
      const draw = new Draw(`${seed}\n${like}\n${before}`);
      const isIll = draw.fraction() * 100 < percent;
      const possible = kinds.filter((kind) => isPossible(kind, request));
      return isIll && possible.length > 0 ? drawFault(draw.oneOf(possible), draw) : undefined;
    },
  };
}

/** Waits are short enough for whoever watches, and long enough to be seen. */
function drawFault(kind: FaultKind, draw: Draw): Fault {
  switch (kind) {
    case "latency":
      return { kind, milliseconds: draw.from(100, 3000) };
    case "down":
      return { kind, milliseconds: draw.from(100, 3000) };
    case "cut":
      return { kind, when: draw.oneOf(["before", "after", "within"]) };
    case "status":
      return drawStatus(draw);
    case "body":
      return { kind, is: draw.oneOf(["empty", "html", "incomplete", "wrong-type"]) };
    case "trickle":
      return { kind, pieces: draw.from(2, 10), milliseconds: draw.from(50, 300) };
    case "redirect": {
      const status = draw.oneOf(redirectStatuses);
      // A name that nobody can have: what follows it finds nobody to give a key to.
      return draw.oneOf([true, false]) ? { kind, status, to: "https://elsewhere.invalid" } : { kind, status };
    }
    case "hidden":
      return { kind, requests: draw.from(1, 4) };
    case "expired":
      return { kind };
  }
}

/** Who is told to wait has not been served. A proxy that gives up does not know whether the platform goes on. */
function drawStatus(draw: Draw): Fault {
  const status = draw.oneOf(faultStatuses);
  const tells = (status === 429 || status === 503) && draw.oneOf([true, false]);
  return {
    kind: "status",
    status,
    ...(tells ? { retryAfter: draw.from(1, 3), asDate: draw.oneOf([true, false]) } : {}),
    ...(status === 408 || status === 500 || status === 502 || status === 504
      ? { processed: draw.oneOf([true, false]) }
      : {}),
  };
}

/** Numbers that follow from a text. */
class Draw {
  #count = 0;

  constructor(private readonly text: string) {}

  /** From 0 to below 1. */
  fraction(): number {
    this.#count += 1;
    return createHash("sha256").update(`${this.text}\n${this.#count}`).digest().readUInt32BE() / 2 ** 32;
  }

  /** A whole number, both ends included. */
  from(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1));
  }

  oneOf<Choice>(choices: readonly Choice[]): Choice {
    return choices[this.from(0, choices.length - 1)] as Choice;
  }
}
