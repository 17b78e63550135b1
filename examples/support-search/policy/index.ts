import { PolicyPack } from "@pulumi/policy";
import { connectorTypes, scheduled, recommendedPolicies } from "pulumi-connectors/policy";

/** The rules of this project. They replace the recommended ones of the same name. */
const own = [
  connectorTypes({ enforcementLevel: "mandatory", allowedSources: ["airweave/freshdesk", "airweave/slite"] }),
  scheduled({ enforcementLevel: "mandatory", required: true, minMinutes: 60 }),
];

const names = new Set(own.map(({ name }) => name));
const others = recommendedPolicies().filter(({ name }) => !names.has(name));
new PolicyPack("support-search-rules", { policies: [...others, ...own] });
