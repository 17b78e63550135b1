import type { PropertyMap } from "../values/property";
import type { Urn } from "../values/urn";

/** What becomes of a violation. */
export type EnforcementLevel = "advisory" | "mandatory" | "remediate" | "disabled";

/** How grave a violation is; empty if the policy does not say. */
export type PolicySeverity = "" | "low" | "medium" | "high" | "critical";

/** A policy pack that was loaded. */
export interface PolicyPackIdentity {
  readonly name: string;
  readonly version: string;
  /** As the user gave it. */
  readonly path: string;
}

/** Which policy something comes from. */
export interface PolicyReference {
  readonly policy: string;
  readonly pack: string;
  readonly version: string;
}

/** A policy is violated. */
export interface PolicyViolation extends PolicyReference {
  readonly kind: "policy-violation";
  readonly urn: Urn;
  readonly level: Extract<EnforcementLevel, "advisory" | "mandatory">;
  readonly severity: PolicySeverity;
  readonly message: string;
}

/** A policy has changed the inputs of a resource. */
export interface PolicyRemediation extends PolicyReference {
  readonly kind: "policy-remediation";
  readonly urn: Urn;
  readonly before: PropertyMap;
  readonly after: PropertyMap;
}
