import type { ResourceValidationPolicy } from "@pulumi/policy";
import { sourceFacts } from "../../platforms/airweave/source-facts";
import { isFields } from "../../values/fields";
import { minutesBetween } from "../cron";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";

export interface SchedulesOptions extends RuleOptions {
  /** Whether each connection must say its schedule. Default: true. */
  required?: boolean;
  /** Whether `"none"` is a schedule. Default: true. */
  allowNone?: boolean;
  /** The least time between two syncs, in minutes. Default: any. */
  minMinutes?: number;
}

export const schedulesRule: ResourceRule<SchedulesOptions> = {
  name: "connector-schedules",
  description: "Airweave's source connections say their schedule, and are not synced too often.",
  properties: {
    required: { type: "boolean", description: "Whether each connection must say its schedule." },
    allowNone: { type: "boolean", description: 'Whether "none" is a schedule.' },
    minMinutes: { type: "integer", minimum: 1, description: "The least time between two syncs, in minutes." },
  },
  *find({ kind, args, leaves, type }, { required = true, allowNone = true, minMinutes }): Iterable<Finding> {
    // What is searched where it is has no schedule.
    if (kind !== "airweave.SourceConnection" || sourceFacts(type)?.isFederated) return;
    const found = leaves.find(({ unknown, path }) => unknown && /^schedule(\.cron)?$/.test(path));
    if (found?.unknown) {
      yield { path: found.path, undecided: found.unknown };
      return;
    }
    const { schedule } = args;
    if (schedule === undefined && required) {
      yield { path: "schedule", problem: 'missing; write { cron: "0 6 * * *" }, or another time' };
    }
    if (schedule === "none" && !allowNone) {
      yield {
        path: "schedule",
        problem: '"none" is not allowed; write { cron: "0 6 * * *" }, or another time',
      };
    }
    const cron = isFields(schedule) ? schedule.cron : undefined;
    const minutes = typeof cron === "string" ? minutesBetween(cron) : undefined;
    if (minMinutes === undefined || minutes === undefined || minutes >= minMinutes) return;
    yield {
      path: "schedule.cron",
      problem: `syncs after ${minutes} minutes; leave at least ${minMinutes} minutes between two syncs`,
    };
  },
};

/** Airweave's source connections say their schedule, and are not synced too often. The other platforms have no schedule here. */
export function scheduled(options: SchedulesOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(schedulesRule, options);
}
