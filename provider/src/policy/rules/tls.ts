import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { Leaf } from "../connector";
import { means } from "../facts";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";

/** Options of {@link tlsOn}: those of every rule. */
export type TlsOptions = RuleOptions;

/** Schemes without TLS, and their replacements. */
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
  description: "Connectors must not disable TLS or certificate verification.",
  settings: {},
  *find({ leaves, type }): Iterable<Finding> {
    for (const leaf of leaves) {
      const { path, unknown } = leaf;
      const isAbout = (["tls", "parameters", "address"] as const).some((fact) => means(fact, leaf, type));
      if (unknown && (isAbout || leaf.isUnknownObject)) yield { path, undecided: unknown };
      const problem = isAbout ? problemOf(leaf, means("tls", leaf, type)) : undefined;
      if (problem !== undefined) yield { path, problem };
    }
  },
};

function problemOf({ value }: Leaf, isFlag: boolean): string | undefined {
  if (isFlag) return value === false ? "disables TLS; set it to true" : undefined;
  if (typeof value !== "string") return undefined;
  const scheme = /^\s*([a-z0-9]+):\/\//i.exec(value)?.[1]?.toLowerCase() ?? "";
  const secure = Object.hasOwn(schemes, scheme) ? schemes[scheme] : undefined;
  if (secure !== undefined) return `does not use TLS; replace ${scheme}:// with ${secure}://`;
  const option = parameters.exec(value)?.[1];
  return option === undefined ? undefined : `${option} disables TLS or certificate verification; remove it`;
}

/** Rejects options of a connector or its address that disable TLS or certificate verification. */
export function tlsOn(options: TlsOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(tlsRule, options);
}
