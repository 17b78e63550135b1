import type { ResourceValidationPolicy } from "@pulumi/policy";
import { isUnknownWhole } from "../connector";
import { means } from "../facts";
import { hostsOf, isPrivateHost } from "../hosts";
import { isNamed, texts } from "../patterns";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";

export interface PrivateAddressesOptions extends RuleOptions {
  /** The stacks that may have them; `*` is any run of characters. Default: `dev`, `dev-*`, `*-dev`, `local`. */
  devStacks?: readonly string[];
  /** Hosts that all stacks may have, for a platform that runs in the same network; `*` is any run of characters. Default: none. */
  exceptHosts?: readonly string[];
}

export const privateAddressesRule: ResourceRule<PrivateAddressesOptions> = {
  name: "connector-private-addresses",
  description: "Outside dev, no connector reaches a private or loopback address.",
  properties: {
    devStacks: texts("The stacks that may have private addresses."),
    exceptHosts: texts("Private hosts that all stacks may have."),
  },
  applies: ({ devStacks = [] }, { stack }) => !isNamed(stack, devStacks),
  *find({ leaves, type }, { exceptHosts = [] }): Iterable<Finding> {
    for (const leaf of leaves) {
      const { path, value, unknown } = leaf;
      const isAddress = means("address", leaf, type);
      if (unknown && (isAddress || isUnknownWhole(leaf))) yield { path, undecided: unknown };
      if (!isAddress || typeof value !== "string") continue;
      const hosts = hostsOf(value).filter((host) => !isNamed(host, exceptHosts, { ignoreCase: true }));
      if (!hosts.some(isPrivateHost)) continue;
      yield {
        path,
        problem: "is a private or loopback address; write the public host, or keep it to a dev stack",
      };
    }
  },
};

/** Outside dev, no connector reaches a private or loopback address, nor a host without a domain. */
export function noPrivateAddresses({
  devStacks = ["dev", "dev-*", "*-dev", "local"],
  ...options
}: PrivateAddressesOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(privateAddressesRule, { ...options, devStacks });
}
