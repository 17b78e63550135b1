import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { noAnonymousAccess } from "./rules/anonymous";
import { allowedBuckets } from "./rules/buckets";
import { connectorCount } from "./rules/count";
import { noExposedCredentials } from "./rules/credentials";
import { described } from "./rules/descriptions";
import { forbiddenFlows } from "./rules/flows";
import { allowedHosts } from "./rules/hosts";
import { httpsEndpoints } from "./rules/https";
import { connectorNames } from "./rules/names";
import { personalColumns } from "./rules/personal-columns";
import { noPrivateAddresses } from "./rules/private-addresses";
import { protectedIn } from "./rules/protection";
import { allowedRegions } from "./rules/regions";
import { secretReferences } from "./rules/secret-references";
import { scheduled } from "./rules/schedules";
import { distinctTargets } from "./rules/targets";
import { tlsOn } from "./rules/tls";
import { connectorTypes } from "./rules/types";
import { usedConnectors } from "./rules/uses";

/**
 * Returns all rules with the defaults of the recommended pack. Rules that protect secrets and data are mandatory; conventions are
 * advisory. The lists of what is allowed or forbidden are not set, so those rules pass until the policy pack's configuration sets them. The rules about
 * descriptions and secret references are disabled.
 */
export function recommendedPolicies(): (ResourceValidationPolicy | StackValidationPolicy)[] {
  return [
    connectorTypes({ enforcementLevel: "mandatory" }),
    connectorNames({ enforcementLevel: "advisory" }),
    httpsEndpoints({ enforcementLevel: "mandatory" }),
    allowedHosts({ enforcementLevel: "mandatory" }),
    noPrivateAddresses({ enforcementLevel: "mandatory" }),
    noAnonymousAccess({ enforcementLevel: "mandatory" }),
    noExposedCredentials({ enforcementLevel: "mandatory" }),
    tlsOn({ enforcementLevel: "mandatory" }),
    scheduled({ enforcementLevel: "advisory", required: false, minMinutes: 15 }),
    allowedRegions({ enforcementLevel: "mandatory" }),
    allowedBuckets({ enforcementLevel: "mandatory" }),
    described({ enforcementLevel: "disabled" }),
    protectedIn({ enforcementLevel: "mandatory" }),
    distinctTargets({ enforcementLevel: "advisory" }),
    connectorCount({ enforcementLevel: "advisory" }),
    usedConnectors({ enforcementLevel: "advisory" }),
    forbiddenFlows({ enforcementLevel: "mandatory" }),
    personalColumns({ enforcementLevel: "advisory" }),
    secretReferences({ enforcementLevel: "disabled" }),
  ];
}
