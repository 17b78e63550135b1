import { isApplicable } from "./applicable";
import type { Fault } from "./fault";
import { pathOf, type PlatformRequest } from "./request";

/** Decides which request gets which fault. */
export interface FaultSchedule {
  /** Called once for each request, in order of arrival. @returns undefined for no fault. */
  next(request: PlatformRequest): Fault | undefined;
}

/** A fault, and the requests that get it: those it is applicable to that match all given conditions. */
export interface FaultRule {
  /** What happens to them. */
  readonly fault: Fault;
  /** The name of a platform: `unstructured`. Default: all. */
  readonly platform?: string;
  /** In capitals: `POST`. Default: all. */
  readonly method?: string;
  /** Matches anywhere in the path, without the query. */
  readonly path?: RegExp;
  /** Matches anywhere in the body. */
  readonly body?: RegExp;
  /** The first matching request to get it, counted from 1. Default: 1. */
  readonly nth?: number;
  /** How many requests get it from there on. Default: 1. */
  readonly times?: number;
}

/** Each request gets the fault of the first rule that is due; all rules that match count it. */
export function listedFaults(rules: readonly FaultRule[]): FaultSchedule {
  const counts = new Map<FaultRule, number>();
  return {
    next(request) {
      const due = rules.filter((rule) => {
        if (!matches(rule, request)) return false;
        const count = (counts.get(rule) ?? 0) + 1;
        counts.set(rule, count);
        const { nth = 1, times = 1 } = rule;
        return count >= nth && count < nth + times;
      });
      return due[0]?.fault;
    },
  };
}

function matches({ fault, platform, method, path, body }: FaultRule, request: PlatformRequest): boolean {
  return (
    isApplicable(fault.kind, request) &&
    (platform === undefined || platform === request.platform) &&
    (method === undefined || method === request.method) &&
    (path === undefined || path.test(pathOf(request))) &&
    (body === undefined || body.test(request.body.toString()))
  );
}
