import type {
  EnforcementLevel,
  PolicyPackIdentity,
  PolicyReference,
  PolicySeverity,
} from "../events/policy-events";
import type { ResourceState } from "../state/resource-state";
import type { PropertyMap } from "../values/property";
import type { Urn } from "../values/urn";

/** A resource as policies see it. */
export interface AnalyzedResource {
  readonly state: ResourceState;
  /** Its inputs before anything is done with it; its outputs at the end. */
  readonly properties: PropertyMap;
  readonly provider: ResourceState | undefined;
  readonly deleteBeforeReplace: boolean | undefined;
}

/** What a policy has found. */
export interface PolicyDiagnostic extends PolicyReference {
  readonly level: EnforcementLevel;
  readonly severity: PolicySeverity;
  readonly message: string;
  /** The resource that a policy for the whole stack names; else empty. */
  readonly urn: Urn;
}

/** What a policy has made of a resource's inputs, or why it could not. */
export type Remediation = PolicyReference &
  ({ readonly properties: PropertyMap } | { readonly diagnostic: string });

/** A policy pack that runs. Source: pulumi/pulumi, `proto/pulumi/analyzer.proto`. */
export interface Analyzer {
  readonly identity: PolicyPackIdentity;
  remediate(resource: AnalyzedResource): Promise<readonly Remediation[]>;
  analyze(resource: AnalyzedResource): Promise<readonly PolicyDiagnostic[]>;
  analyzeStack(resources: readonly AnalyzedResource[]): Promise<readonly PolicyDiagnostic[]>;
  stop(): Promise<void>;
}
