import type { StackValidationPolicy } from "@pulumi/policy";
import { stackPolicy, type RuleOptions, type StackFinding, type StackRule } from "../rule";
import { integerSetting } from "../settings/setting";

/** Options of {@link connectorCount}. */
export interface ConnectorCountOptions extends RuleOptions {
  /** Maximum number of connectors in a stack. Collections do not count. Default: 100. */
  max?: number;
}

export const connectorCountRule: StackRule<ConnectorCountOptions> = {
  name: "connector-count",
  description: "A stack must not have more connectors than allowed.",
  settings: { max: integerSetting("Maximum number of connectors in a stack.", 0) },
  *find(connectors, { max = Infinity }): Iterable<StackFinding> {
    const count = connectors.filter(({ connector }) => connector.definition.config !== undefined).length;
    if (count <= max) return;
    yield {
      path: "",
      problem: `the stack has ${count} connectors, but at most ${max} are allowed; split it into several stacks`,
    };
  },
};

/** Limits the number of connectors in a stack. */
export function connectorCount({ max = 100, ...options }: ConnectorCountOptions = {}): StackValidationPolicy {
  return stackPolicy(connectorCountRule, { ...options, max });
}
