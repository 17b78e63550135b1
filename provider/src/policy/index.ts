export { connectorTypes, type ConnectorTypesOptions } from "./rules/types";
export { connectorNames, type ConnectorNamesOptions } from "./rules/names";
export { httpsEndpoints, type HttpsEndpointsOptions } from "./rules/https";
export { allowedHosts, type AllowedHostsOptions } from "./rules/hosts";
export { noPrivateAddresses, type PrivateAddressesOptions } from "./rules/private-addresses";
export { noAnonymousAccess, type AnonymousAccessOptions } from "./rules/anonymous";
export { noExposedCredentials, type ExposedCredentialsOptions } from "./rules/credentials";
export { tlsOn, type TlsOptions } from "./rules/tls";
export { scheduled, type SchedulesOptions } from "./rules/schedules";
export { allowedRegions, type AllowedRegionsOptions } from "./rules/regions";
export { allowedBuckets, type AllowedBucketsOptions } from "./rules/buckets";
export { described, type DescriptionsOptions } from "./rules/descriptions";
export { protectedIn, type ProtectionOptions } from "./rules/protection";
export { distinctTargets, type TargetsOptions } from "./rules/targets";
export { connectorCount, type ConnectorCountOptions } from "./rules/count";
export { usedConnectors, type UsesOptions } from "./rules/uses";
export { forbiddenFlows, type FlowsOptions } from "./rules/flows";
export {
  personalColumnPatterns,
  personalColumns,
  type PersonalColumnsOptions,
} from "./rules/personal-columns";
export { secretReferences, type SecretReferencesOptions } from "./rules/secret-references";
export { recommendedPolicies } from "./recommended";
export { policyConfigProblems } from "./policy-config";
export type { RuleOptions } from "./rule";
export type { FlowEnd, FlowPattern } from "./settings/flows";
