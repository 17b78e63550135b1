import type { ResourceValidationPolicy } from "@pulumi/policy";
import { isUnknownWhole, type ConnectorResource, type Leaf } from "../connector";
import { means } from "../facts";
import { hostsOf } from "../hosts";
import { isNamed, texts } from "../patterns";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";

export interface HttpsEndpointsOptions extends RuleOptions {
  /** Hosts that may be reached by http; `*` is any run of characters. Default: none. */
  exceptHosts?: readonly string[];
}

const insecure = /^(\s*)http:(?=\/\/)/i;

export const httpsEndpointsRule: ResourceRule<HttpsEndpointsOptions> = {
  name: "connector-https",
  description: "Addresses that a connector reaches begin with https, not http.",
  properties: { exceptHosts: texts("Hosts that may be reached by http.") },
  *find(connector, options): Iterable<Finding> {
    for (const leaf of connector.leaves) {
      const { path, unknown } = leaf;
      if (unknown && (isAddress(connector, leaf) || isUnknownWhole(leaf))) yield { path, undecided: unknown };
      if (insecureAddress(connector, leaf, options) !== undefined) {
        yield { path, problem: "expected https; write https:// in place of http://" };
      }
    }
  },
  mend: (connector, options) =>
    connector.leaves.flatMap((leaf) => {
      const address = insecureAddress(connector, leaf, options);
      return address === undefined ? [] : [{ leaf, value: address.replace(insecure, "$1https:") }];
    }),
};

/** Of a type or key that the catalog does not know, whatever is written like one. */
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
  return hostsOf(value).every((host) => isNamed(host, exceptHosts, { ignoreCase: true })) ? undefined : value;
}

/** Addresses begin with https. The remediation writes https in place of http. */
export function httpsEndpoints(options: HttpsEndpointsOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(httpsEndpointsRule, options);
}
