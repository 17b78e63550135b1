import type { PropertyMap } from "../values/property";
import type { Urn } from "../values/urn";

/** The consequence of a violation. */
export type EnforcementLevel = "advisory" | "mandatory" | "remediate" | "disabled";

/** The severity of a violation; empty if the policy does not declare it. */
export type PolicySeverity = "" | "low" | "medium" | "high" | "critical";

/** A loaded policy pack. */
export interface PolicyPackIdentity {
  readonly name: string;
  readonly version: string;
  /** As given by the user. */
  readonly path: string;
}

/** A policy of a pack. */
export interface PolicyReference {
  readonly policy: string;
  readonly pack: string;
  readonly version: string;
}

export interface PolicyViolation extends PolicyReference {
  readonly kind: "policy-violation";
  readonly urn: Urn;
  readonly level: Extract<EnforcementLevel, "advisory" | "mandatory">;
  readonly severity: PolicySeverity;
  readonly message: string;
}

/** A change that a policy made to the inputs of a resource. */
export interface PolicyRemediation extends PolicyReference {
  readonly kind: "policy-remediation";
  readonly urn: Urn;
  readonly before: PropertyMap;
  readonly after: PropertyMap;
}
