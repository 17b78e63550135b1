import type { ResourceValidationPolicy } from "@pulumi/policy";
import { isFields } from "../../values/fields";
import { minInterval } from "../cron";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";
import { booleanSetting, integerSetting } from "../settings/setting";

export interface SchedulesOptions extends RuleOptions {
  /** Whether every connection must set `schedule`. Default: true. */
  required?: boolean;
  /** Whether `schedule: "none"` is allowed. Default: true. */
  allowNone?: boolean;
  /** Minimum time between two syncs, in minutes. Default: no minimum. */
  minMinutes?: number;
}

export const schedulesRule: ResourceRule<SchedulesOptions> = {
  name: "connector-schedules",
  description: "Airweave source connections must set a schedule and must not sync too often.",
  settings: {
    required: booleanSetting("Whether every connection must set schedule."),
    allowNone: booleanSetting('Whether schedule "none" is allowed.'),
    minMinutes: integerSetting("Minimum time between two syncs, in minutes.", 1),
  },
  *conflicts({ required = true, allowNone = true, minMinutes = 1 }) {
    // No cron expression has syncs less than a minute apart.
    if (required || !allowNone || minMinutes > 1) return;
    yield 'it would check nothing: set required, allowNone: false or minMinutes, or use the enforcement level "disabled"';
  },
  *find({ definition, args, leaves }, { required = true, allowNone = true, minMinutes }): Iterable<Finding> {
    if (definition.schedule === undefined) return;
    const { field, isSynced = () => true } = definition.schedule;
    // Federated sources are searched in place: they do not sync.
    if (!isSynced(args)) return;
    const found = leaves.find(({ unknown, path }) => unknown && [field, `${field}.cron`].includes(path));
    if (found?.unknown) {
      yield { path: found.path, undecided: found.unknown };
      return;
    }
    const schedule = args[field];
    if (schedule === undefined && required) {
      yield { path: field, problem: 'missing; set a schedule such as { cron: "0 6 * * *" }' };
    }
    if (schedule === "none" && !allowNone) {
      yield {
        path: field,
        problem: '"none" is not allowed; set a schedule such as { cron: "0 6 * * *" }',
      };
    }
    const cron = isFields(schedule) ? schedule.cron : undefined;
    const minutes = typeof cron === "string" ? minInterval(cron) : undefined;
    if (minMinutes === undefined || minutes === undefined || minutes >= minMinutes) return;
    yield {
      path: `${field}.cron`,
      problem: `syncs as often as every ${minutes} minutes; leave at least ${minMinutes} minutes between syncs`,
    };
  },
};

/** Requires a schedule for Airweave source connections, and limits how often they sync. The other platforms have no schedules. */
export function scheduled(options: SchedulesOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(schedulesRule, options);
}
