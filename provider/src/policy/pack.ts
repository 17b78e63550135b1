import { PolicyPack } from "@pulumi/policy";
import { recommendedPolicies } from "./recommended";

/** The name of the ready pack, which messages of the engine have. */
export const packName = "pulumi-connectors-recommended";

/** Serves the ready pack to the engine; its version is that of the package.json in the working folder. */
export function servePack(): PolicyPack {
  return new PolicyPack(packName, { policies: recommendedPolicies() });
}
