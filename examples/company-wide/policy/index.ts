import { PolicyPack } from "@pulumi/policy";
import {
  allowedBuckets,
  connectorCount,
  connectorNames,
  recommendedPolicies,
  scheduled,
  usedConnectors,
} from "pulumi-connectors/policy";

/** The rules of this project. They replace the recommended ones of the same name. */
const own = [
  allowedBuckets({ enforcementLevel: "mandatory", buckets: ["acme-*"] }),
  connectorNames({ enforcementLevel: "mandatory", pattern: "[a-z0-9-]+" }),
  scheduled({ enforcementLevel: "mandatory", minMinutes: 60 }),
  usedConnectors({ enforcementLevel: "mandatory" }),
  connectorCount({ enforcementLevel: "advisory", max: 60 }),
];

const names = new Set(own.map(({ name }) => name));
const others = recommendedPolicies().filter(({ name }) => !names.has(name));
new PolicyPack("company-wide-rules", { policies: [...others, ...own] });
