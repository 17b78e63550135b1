import { PolicyPack } from "@pulumi/policy";
import { recommendedPolicies } from "./recommended";

/** Serves the ready pack to the engine; its version is that of the package.json in the working folder. */
export function servePack(): PolicyPack {
  return new PolicyPack("pulumi-connectors-recommended", { policies: recommendedPolicies() });
}
