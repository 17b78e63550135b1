import type { StackValidationPolicy } from "@pulumi/policy";
import { stackPolicy, type RuleOptions, type StackFinding, type StackRule } from "../rule";

export interface ConnectorCountOptions extends RuleOptions {
  /** How many connectors a stack may have; collections do not count. Default: 100. */
  max?: number;
}

export const connectorCountRule: StackRule<ConnectorCountOptions> = {
  name: "connector-count",
  description: "A stack has no more connectors than allowed.",
  properties: { max: { type: "integer", minimum: 0, description: "How many connectors a stack may have." } },
  *find(connectors, { max = Infinity }): Iterable<StackFinding> {
    const count = connectors.filter(({ connector }) => connector.definition.config !== undefined).length;
    if (count <= max) return;
    yield { path: "", problem: `the stack has ${count} connectors, of ${max}; split it into several stacks` };
  },
};

/** A stack has no more connectors than allowed. */
export function connectorCount({ max = 100, ...options }: ConnectorCountOptions = {}): StackValidationPolicy {
  return stackPolicy(connectorCountRule, { ...options, max });
}
