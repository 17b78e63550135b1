import { pathOf, type AskedRequest } from "./asked";
import type { Fault } from "./fault";
import { isPossible } from "./possible";

/** Says which request gets which fault. */
export interface FaultSchedule {
  /** Asked once for each request, in the order they come in. @returns undefined for none. */
  next(request: AskedRequest): Fault | undefined;
}

/** A fault, and the requests that get it: all that it can happen to, of which what is given here holds. */
export interface FaultRule {
  readonly fault: Fault;
  readonly platform?: string;
  readonly method?: string;
  /** Somewhere in the path, without the query. */
  readonly path?: RegExp;
  /** Somewhere in the text of the body. */
  readonly body?: RegExp;
  /** The first of them to get it, counted from 1. Default: 1. */
  readonly nth?: number;
  /** How many get it from there on. Default: 1. */
  readonly times?: number;
}

/** Each request gets the fault of the first rule that is for it; the others have counted it all the same. */
export function listedFaults(rules: readonly FaultRule[]): FaultSchedule {
  const seen = new Map<FaultRule, number>();
  return {
    next(request) {
      const due = rules.filter((rule) => {
        if (!matches(rule, request)) return false;
        const count = (seen.get(rule) ?? 0) + 1;
        seen.set(rule, count);
        const { nth = 1, times = 1 } = rule;
        return count >= nth && count < nth + times;
      });
      return due[0]?.fault;
    },
  };
}

function matches({ fault, platform, method, path, body }: FaultRule, request: AskedRequest): boolean {
  return (
    isPossible(fault.kind, request) &&
    (platform === undefined || platform === request.platform) &&
    (method === undefined || method === request.method) &&
    (path === undefined || path.test(pathOf(request))) &&
    (body === undefined || body.test(request.body.toString()))
  );
}
