import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { CatalogProperty } from "../../catalog/entry";
import type { ConnectorResource } from "../connector";
import { isCredential, means } from "../facts";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";
import { exceptionProblem } from "../settings/setting";
import { isTypeIn, otherTypesSetting, typesSetting } from "../settings/types";

/** Options of {@link noAnonymousAccess}. */
export interface AnonymousAccessOptions extends RuleOptions {
  /**
   * Connector types that may be used without credentials, such as `"s3"` or `"unstructured/opensearch"`. `*` matches any characters.
   * Default: none.
   */
  exceptTypes?: readonly string[];
  /** Types newer than the catalog, which `exceptTypes` may name. Default: none. */
  otherTypes?: readonly string[];
}

export const anonymousAccessRule: ResourceRule<AnonymousAccessOptions> = {
  name: "connector-anonymous-access",
  description: "Connectors must not use anonymous access if their type supports credentials.",
  settings: {
    exceptTypes: typesSetting(
      "Connector types that may be used without credentials.",
      undefined,
      exceptionProblem,
    ),
    otherTypes: otherTypesSetting,
  },
  *find(connector, { exceptTypes = [] }): Iterable<Finding> {
    const { leaves, type, definition } = connector;
    if (isTypeIn(exceptTypes, connector.platform, type ?? "")) return;
    let isAnonymous = false;
    for (const leaf of leaves) {
      const { path, value, unknown } = leaf;
      if (unknown && (means("anonymous", leaf, type) || leaf.isUnknownObject))
        yield { path, undecided: unknown };
      if (!means("anonymous", leaf, type) || value !== true) continue;
      isAnonymous = true;
      yield { path, problem: "anonymous access is enabled; remove it and set credentials" };
    }
    if (isAnonymous || !lacksCredentials(connector)) return;
    yield {
      path: definition.config?.field ?? "",
      problem: "credentials are missing; see the reference page of this connector type",
    };
  },
};

/** Not if credentials are outside the configuration: then the check of the arguments, and the platform, insist on them. */
function lacksCredentials({ definition, entry, leaves, type }: ConnectorResource): boolean {
  if (definition.vendorObjects !== undefined) return false;
  if (!hasCredentials(Object.entries(entry?.properties ?? {}))) return false;
  return !leaves.some(
    (leaf) =>
      leaf.isUnknownObject ||
      (means("login", leaf, type) && leaf.value !== false) ||
      (leaf.isVendorKey && leaf.property?.writeOnly === true && leaf.value !== ""),
  );
}

function hasCredentials(properties: readonly [string, CatalogProperty][]): boolean {
  return properties.some(
    ([key, { writeOnly, properties: below = {} }]) =>
      (writeOnly === true && isCredential(key)) || hasCredentials(Object.entries(below)),
  );
}

/** Requires credentials: no option for anonymous access is enabled, and a connector type that supports credentials has them. */
export function noAnonymousAccess(options: AnonymousAccessOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(anonymousAccessRule, options);
}
