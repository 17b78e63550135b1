import type { ResourceValidationPolicy } from "@pulumi/policy";
import { isUnknownWhole, type Leaf } from "../connector";
import { means } from "../facts";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";

export type TlsOptions = RuleOptions;

/** Schemes without TLS, and what to write in their place. */
const schemes: Readonly<Record<string, string>> = {
  bolt: "bolt+s",
  couchbase: "couchbases",
  ldap: "ldaps",
  neo4j: "neo4j+s",
  redis: "rediss",
  ws: "wss",
};

const parameters =
  /(?:^|[?&;\s])((?:ssl|tls|useSSL|encrypt|verify)=(?:false|0|no|off)|sslmode=(?:disable|allow|prefer)|(?:tlsInsecure|tlsAllowInvalid\w+|ssl_?insecure|insecureMode|trustServerCertificate)=(?:true|1|yes)|DefaultEndpointsProtocol=http)(?=$|[&;\s])/i;

export const tlsRule: ResourceRule<TlsOptions> = {
  name: "connector-tls",
  description: "No option switches TLS, or its checks, off.",
  properties: {},
  *find({ leaves, type }): Iterable<Finding> {
    for (const leaf of leaves) {
      const { path, unknown } = leaf;
      const isAbout = (["tls", "parameters", "address"] as const).some((fact) => means(fact, leaf, type));
      if (unknown && (isAbout || isUnknownWhole(leaf))) yield { path, undecided: unknown };
      const problem = isAbout ? problemOf(leaf, means("tls", leaf, type)) : undefined;
      if (problem !== undefined) yield { path, problem };
    }
  },
};

function problemOf({ value }: Leaf, isSwitch: boolean): string | undefined {
  if (isSwitch) return value === false ? "TLS is off; write true" : undefined;
  if (typeof value !== "string") return undefined;
  const scheme = /^\s*([a-z0-9]+):\/\//i.exec(value)?.[1]?.toLowerCase() ?? "";
  const better = Object.hasOwn(schemes, scheme) ? schemes[scheme] : undefined;
  if (better !== undefined) return `is without TLS; write ${better}:// in place of ${scheme}://`;
  const option = parameters.exec(value)?.[1];
  return option === undefined ? undefined : `${option} switches TLS or its checks off; take it out`;
}

/** No option of a connector, nor of its address, switches TLS or the check of certificates off. */
export function tlsOn(options: TlsOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(tlsRule, options);
}
