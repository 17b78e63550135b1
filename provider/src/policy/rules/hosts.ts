import type { ResourceValidationPolicy } from "@pulumi/policy";
import { hostsOf } from "../hosts";
import { resourcePolicy, type RuleOptions } from "../rule";
import { hostsSetting } from "../settings/hosts";
import { allowListRule } from "./allow-list";

/** Options of {@link allowedHosts}. */
export interface AllowedHostsOptions extends RuleOptions {
  /** Hosts that connectors may connect to, without a port. `*` matches any characters: `"*.example.com"`. Default: all. */
  hosts?: readonly string[];
}

const rule = allowListRule({
  name: "connector-hosts",
  description: "Connectors must use allowed hosts.",
  option: "hosts",
  setting: hostsSetting("Hosts that connectors may connect to, without a port. Default: all."),
  meaning: "address",
  namesIn: hostsOf,
  noun: "host",
  ignoreCase: true,
});

/** Restricts connectors to a list of hosts. Addresses in secrets are checked too. */
export function allowedHosts(options: AllowedHostsOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(rule, options);
}
