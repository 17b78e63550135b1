import { PolicyPack } from "@pulumi/policy";
import { allowedBuckets, connectorTypes, recommendedPolicies } from "pulumi-connectors/policy";

/** The rules of this project. They replace the recommended ones of the same name. */
const own = [
  connectorTypes({
    enforcementLevel: "mandatory",
    allowedSources: ["unstructured/s3"],
    allowedDestinations: ["unstructured/pinecone"],
  }),
  allowedBuckets({ enforcementLevel: "mandatory", buckets: ["example-*"] }),
];

const names = new Set(own.map(({ name }) => name));
const others = recommendedPolicies().filter(({ name }) => !names.has(name));
new PolicyPack("documents-to-vectors-rules", { policies: [...others, ...own] });
