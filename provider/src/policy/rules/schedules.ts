import type { ResourceValidationPolicy } from "@pulumi/policy";
import { minInterval } from "../cron";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";
import { booleanSetting, integerSetting } from "../settings/setting";

/** Options of {@link scheduled}. */
export interface SchedulesOptions extends RuleOptions {
  /** Whether everything that can have a schedule must set one, also where the platform would choose one. Default: true. */
  required?: boolean;
  /** Whether a workflow without a schedule is allowed, which runs only when something starts it. Default: false. */
  allowUnscheduled?: boolean;
  /** Whether a schedule that says "never" is allowed: `schedule: "none"`, `scheduleType: "manual"`. Default: true. */
  allowNone?: boolean;
  /** Minimum time between two runs, in minutes. Default: no minimum. */
  minMinutes?: number;
}

export const schedulesRule: ResourceRule<SchedulesOptions> = {
  name: "connector-schedules",
  description: "Workflows, syncs and source connections must have a schedule and must not run too often.",
  settings: {
    required: booleanSetting("Whether everything that can have a schedule must set one."),
    allowUnscheduled: booleanSetting("Whether a workflow without a schedule is allowed."),
    allowNone: booleanSetting('Whether a schedule that says "never" is allowed.'),
    minMinutes: integerSetting("Minimum time between two runs, in minutes.", 1),
  },
  *conflicts({ required = true, allowUnscheduled = false, allowNone = true, minMinutes = 1 }) {
    // No cron expression has runs less than a minute apart.
    if (required || !allowUnscheduled || !allowNone || minMinutes > 1) return;
    yield 'it would check nothing: set required, allowUnscheduled: false, allowNone: false or minMinutes, or use the enforcement level "disabled"';
  },
  *find(
    { definition, args, leaves },
    { required = true, allowUnscheduled = false, allowNone = true, minMinutes },
  ): Iterable<Finding> {
    if (definition.schedule === undefined) return;
    const {
      field: path,
      paths,
      read,
      example,
      absentMeansNone = false,
      isSynced = () => true,
    } = definition.schedule;
    if (!isSynced(args)) return;
    const found = leaves.find((leaf) => leaf.unknown && paths.includes(leaf.path));
    if (found?.unknown) {
      yield { path: found.path, undecided: found.unknown };
      return;
    }
    const schedule = read(args);
    const hint = `set a schedule such as ${example}`;
    if (args[path] === undefined) {
      if (absentMeansNone && !allowUnscheduled)
        yield { path, problem: `missing, so that it runs only when something starts it; ${hint}` };
      else if (required) yield { path, problem: `missing; ${hint}` };
    } else if (schedule === "none" && !allowNone) {
      yield { path, problem: `${JSON.stringify(args[path])} is not allowed; ${hint}` };
    }
    if (schedule === undefined || schedule === "none") return;
    const minutes = minInterval(schedule.cron);
    if (minMinutes === undefined || minutes === undefined || minutes >= minMinutes) return;
    yield {
      path: schedule.path,
      problem: `runs as often as every ${minutes} minutes; leave at least ${minMinutes} minutes between runs`,
    };
  },
};

/** Requires schedules for workflows, syncs and source connections, and limits how often they run. */
export function scheduled(options: SchedulesOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(schedulesRule, options);
}
