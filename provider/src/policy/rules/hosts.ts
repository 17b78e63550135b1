import type { ResourceValidationPolicy } from "@pulumi/policy";
import { hostsOf } from "../hosts";
import { resourcePolicy, type RuleOptions } from "../rule";
import { allowListRule } from "./allow-list";

export interface AllowedHostsOptions extends RuleOptions {
  /** The hosts that connectors may reach, without port; `*` is any run of characters: `*.example.com`. Default: all. */
  hosts?: readonly string[];
}

const rule = allowListRule({
  name: "connector-hosts",
  description: "Connectors reach hosts that are allowed.",
  option: "hosts",
  optionText: "The hosts that connectors may reach; left out, all.",
  meaning: "address",
  namesIn: hostsOf,
  show: (hosts) => hosts.join(", "),
  hidden: "its host",
  ignoreCase: true,
});

/** Connectors reach hosts that are allowed, with the address in a secret included. */
export function allowedHosts(options: AllowedHostsOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(rule, options);
}
