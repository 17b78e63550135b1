import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { ConnectorResource, Leaf } from "../connector";
import { means } from "../facts";
import { hostsOf } from "../hosts";
import { matchesAny } from "../patterns";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";
import { exceptHostsSetting } from "../settings/hosts";

/** Options of {@link httpsEndpoints}. */
export interface HttpsEndpointsOptions extends RuleOptions {
  /** Hosts that may be used over http. `*` matches any characters. Default: none. */
  exceptHosts?: readonly string[];
}

const insecure = /^(\s*)http:(?=\/\/)/i;

export const httpsEndpointsRule: ResourceRule<HttpsEndpointsOptions> = {
  name: "connector-https",
  description: "Connectors must use https instead of http.",
  settings: { exceptHosts: exceptHostsSetting("Hosts that may be used over http.") },
  *find(connector, options): Iterable<Finding> {
    for (const leaf of connector.leaves) {
      const { path, unknown } = leaf;
      if (unknown && (isAddress(connector, leaf) || leaf.isUnknownObject)) yield { path, undecided: unknown };
      if (insecureAddress(connector, leaf, options) !== undefined) {
        yield { path, problem: "must use https; replace http:// with https://" };
      }
    }
  },
  remediate: (connector, options) =>
    connector.leaves.flatMap((leaf) => {
      const address = insecureAddress(connector, leaf, options);
      return address === undefined ? [] : [{ leaf, value: address.replace(insecure, "$1https:") }];
    }),
};

/** Includes any value of a type or key that the catalog does not know. */
function isAddress({ type }: ConnectorResource, leaf: Leaf): boolean {
  return means("address", leaf, type) || (leaf.isVendorKey && leaf.property === undefined);
}

function insecureAddress(
  connector: ConnectorResource,
  leaf: Leaf,
  { exceptHosts = [] }: HttpsEndpointsOptions,
): string | undefined {
  const { value } = leaf;
  if (!isAddress(connector, leaf) || typeof value !== "string" || !insecure.test(value)) return undefined;
  return hostsOf(value).every((host) => matchesAny(host, exceptHosts, { ignoreCase: true }))
    ? undefined
    : value;
}

/** Requires https for the addresses that a connector uses. Remediation: replaces http with https. */
export function httpsEndpoints(options: HttpsEndpointsOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(httpsEndpointsRule, options);
}
