import type { ResourceValidationPolicy } from "@pulumi/policy";
import { isUnknownWhole } from "../connector";
import { credentialIn } from "../credential-forms";
import { means } from "../facts";
import { hostsOf } from "../hosts";
import { isNamed, texts } from "../patterns";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";

export interface AllowedHostsOptions extends RuleOptions {
  /** The hosts that connectors may reach, without port; `*` is any run of characters: `*.example.com`. Default: all. */
  hosts?: readonly string[];
}

export const allowedHostsRule: ResourceRule<AllowedHostsOptions> = {
  name: "connector-hosts",
  description: "Connectors reach hosts that are allowed.",
  properties: { hosts: texts("The hosts that connectors may reach; left out, all.") },
  *find({ leaves, type }, { hosts: allowed }): Iterable<Finding> {
    if (allowed === undefined) return;
    for (const leaf of leaves) {
      const { path, value, unknown, isSecret } = leaf;
      const isAddress = means("address", leaf, type);
      if (unknown && (isAddress || isUnknownWhole(leaf))) yield { path, undecided: unknown };
      if (!isAddress || typeof value !== "string") continue;
      const others = hostsOf(value).filter((host) => !isNamed(host, allowed, { ignoreCase: true }));
      if (others.length === 0) continue;
      const what = isSecret || credentialIn(value) !== undefined ? "its host" : others.join(", ");
      yield { path, problem: `${what} is not allowed; use one of: ${allowed.join(", ")}` };
    }
  },
};

/** Connectors reach hosts that are allowed, with the address in a secret included. */
export function allowedHosts(options: AllowedHostsOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(allowedHostsRule, options);
}
