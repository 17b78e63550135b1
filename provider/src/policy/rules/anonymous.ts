import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { CatalogProperty } from "../../catalog/entry";
import { isUnknownWhole, type ConnectorResource } from "../connector";
import { isLogin, means } from "../facts";
import { isNamed, texts } from "../patterns";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";

export interface AnonymousAccessOptions extends RuleOptions {
  /** Connector types that may be without a login: `s3`, `opensearch`; `*` is any run of characters. Default: none. */
  exceptTypes?: readonly string[];
}

export const anonymousAccessRule: ResourceRule<AnonymousAccessOptions> = {
  name: "connector-anonymous-access",
  description: "Connectors log in where their type has a way to.",
  properties: { exceptTypes: texts("Connector types that may be without a login.") },
  *find(connector, { exceptTypes = [] }): Iterable<Finding> {
    const { leaves, type, definition } = connector;
    if (isNamed(type ?? "", exceptTypes)) return;
    let isSwitched = false;
    for (const leaf of leaves) {
      const { path, value, unknown } = leaf;
      if (unknown && (means("anonymous", leaf, type) || isUnknownWhole(leaf)))
        yield { path, undecided: unknown };
      if (!means("anonymous", leaf, type) || value !== true) continue;
      isSwitched = true;
      yield { path, problem: "access without a login; take it out and give credentials" };
    }
    if (isSwitched || !lacksLogin(connector)) return;
    yield {
      path: definition.config?.field ?? "",
      problem: "has no credentials; give those of the type's reference page",
    };
  },
};

/** Airweave has logins outside the configuration, and refuses a connection without one. */
function lacksLogin({ platform, entry, leaves, type }: ConnectorResource): boolean {
  if (platform === "airweave" || !hasLogin(Object.entries(entry?.properties ?? {}))) return false;
  return !leaves.some(
    (leaf) =>
      isUnknownWhole(leaf) ||
      (means("login", leaf, type) && leaf.value !== false) ||
      (leaf.isVendorKey && leaf.property?.writeOnly === true && leaf.value !== ""),
  );
}

function hasLogin(properties: readonly [string, CatalogProperty][]): boolean {
  return properties.some(
    ([key, { writeOnly, properties: below = {} }]) =>
      (writeOnly === true && isLogin(key)) || hasLogin(Object.entries(below)),
  );
}

/** No switch for anonymous access is on, and a type that can log in is given what it needs for it. */
export function noAnonymousAccess(options: AnonymousAccessOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(anonymousAccessRule, options);
}
