import type { ResourceValidationPolicy } from "@pulumi/policy";
import { means } from "../facts";
import { hostsOf, isPrivateHost } from "../hosts";
import { matchesAny } from "../patterns";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";
import { exceptHostsSetting } from "../settings/hosts";
import { exceptStacksSetting } from "../settings/stacks";

/** Options of {@link noPrivateAddresses}. */
export interface PrivateAddressesOptions extends RuleOptions {
  /**
   * Stacks in which private addresses are allowed. `*` matches any characters.
   * Default: `["dev", "dev-*", "*-dev", "local"]`.
   */
  devStacks?: readonly string[];
  /**
   * Private hosts that are allowed in every stack, for a platform in the same network. `*` matches any characters.
   * Default: none.
   */
  exceptHosts?: readonly string[];
}

export const privateAddressesRule: ResourceRule<PrivateAddressesOptions> = {
  name: "connector-private-addresses",
  description: "Connectors must not use private or loopback addresses outside dev stacks.",
  settings: {
    devStacks: exceptStacksSetting("Stacks in which private addresses are allowed."),
    exceptHosts: exceptHostsSetting("Private hosts that are allowed in every stack."),
  },
  applies: ({ devStacks = [] }, { stack }) => !matchesAny(stack, devStacks),
  *find({ leaves, type }, { exceptHosts = [] }): Iterable<Finding> {
    for (const leaf of leaves) {
      const { path, value, unknown } = leaf;
      const isAddress = means("address", leaf, type);
      if (unknown && (isAddress || leaf.isUnknownObject)) yield { path, undecided: unknown };
      if (!isAddress || typeof value !== "string") continue;
      const hosts = hostsOf(value).filter((host) => !matchesAny(host, exceptHosts, { ignoreCase: true }));
      if (!hosts.some(isPrivateHost)) continue;
      yield {
        path,
        problem: "is a private or loopback address; use a public host, or deploy it to a dev stack only",
      };
    }
  },
};

/** Rejects private and loopback addresses, and hosts without a domain, outside dev stacks. */
export function noPrivateAddresses({
  devStacks = ["dev", "dev-*", "*-dev", "local"],
  ...options
}: PrivateAddressesOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(privateAddressesRule, { ...options, devStacks });
}
