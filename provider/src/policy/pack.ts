import { PolicyPack } from "@pulumi/policy";
import { recommendedPolicies } from "./recommended";

/** Serves the recommended policy pack to the engine. Its version is that of the package.json in the working directory. */
export function servePack(): PolicyPack {
  return new PolicyPack("pulumi-connectors-recommended", { policies: recommendedPolicies() });
}
