import { PolicyPack } from "@pulumi/policy";
import { allowedHosts, connectorTypes, personalColumns, recommendedPolicies } from "pulumi-connectors/policy";

/** The rules of this project. They replace the recommended ones of the same name. */
const own = [
  connectorTypes({
    enforcementLevel: "mandatory",
    allowedSources: ["aisquared/Snowflake"],
    allowedDestinations: ["aisquared/Hubspot"],
  }),
  allowedHosts({ enforcementLevel: "mandatory", hosts: ["*.snowflakecomputing.com"] }),
  // Of all personal data, the CRM gets the e-mail address.
  personalColumns({ enforcementLevel: "mandatory", exceptColumns: ["email"] }),
];

const names = new Set(own.map(({ name }) => name));
const others = recommendedPolicies().filter(({ name }) => !names.has(name));
new PolicyPack("warehouse-to-crm-rules", { policies: [...others, ...own] });
