import type {
  EnforcementLevel,
  PolicyPackIdentity,
  PolicyReference,
  PolicySeverity,
} from "../events/policy-events";
import type { ResourceState } from "../state/resource-state";
import type { PropertyMap } from "../values/property";
import type { Urn } from "../values/urn";

/** A resource to be analyzed. */
export interface AnalyzedResource {
  readonly state: ResourceState;
  /** Its inputs; in the analysis of the stack its outputs. */
  readonly properties: PropertyMap;
  readonly provider: ResourceState | undefined;
  readonly deleteBeforeReplace: boolean | undefined;
}

/** A finding of a policy. */
export interface PolicyDiagnostic extends PolicyReference {
  readonly level: EnforcementLevel;
  readonly severity: PolicySeverity;
  readonly message: string;
  /** The resource that a stack policy reports; else empty. */
  readonly urn: Urn;
}

/** The new inputs of a resource, or the reason why the policy could not remediate it. */
export type Remediation = PolicyReference &
  ({ readonly properties: PropertyMap } | { readonly diagnostic: string });

/** A running policy pack. Source: pulumi/pulumi, `proto/pulumi/analyzer.proto`. */
export interface Analyzer {
  readonly identity: PolicyPackIdentity;
  remediate(resource: AnalyzedResource): Promise<readonly Remediation[]>;
  analyze(resource: AnalyzedResource): Promise<readonly PolicyDiagnostic[]>;
  analyzeStack(resources: readonly AnalyzedResource[]): Promise<readonly PolicyDiagnostic[]>;
  stop(): Promise<void>;
}
