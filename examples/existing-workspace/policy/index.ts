import { PolicyPack } from "@pulumi/policy";
import { noAnonymousAccess, protectedIn, recommendedPolicies } from "pulumi-connectors/policy";

/** The rules of this project. They replace the recommended ones of the same name. */
const own = [
  // What was taken over is protected on the sandbox, too.
  protectedIn({ enforcementLevel: "mandatory", stacks: ["dev", "prod"] }),
  // The workspace has a source that reads a public bucket. Make this mandatory once it is gone.
  noAnonymousAccess({ enforcementLevel: "advisory" }),
];

const names = new Set(own.map(({ name }) => name));
const others = recommendedPolicies().filter(({ name }) => !names.has(name));
new PolicyPack("existing-workspace-rules", { policies: [...others, ...own] });
