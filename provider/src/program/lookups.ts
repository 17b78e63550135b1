import { output, type Output } from "@pulumi/pulumi";
import type { ResourceDefinition } from "../definition/definition";

const load = () => import("../lookups/look-up.js");

/** Adds the lookups that a platform's exports declare. */
export function addLookups(platform: object): void {
  for (const { definition } of Object.values(platform) as { readonly definition?: ResourceDefinition }[]) {
    if (definition === undefined) continue;
    const [, kind] = definition.kind.split(".");
    for (const name of [`get${kind}`, `list${kind}s`]) {
      Object.assign(platform, {
        [name]: async (...given: unknown[]): Promise<unknown> =>
          (await load()).lookUp(definition, name, ...given),
        [`${name}Output`]: (...given: unknown[]): Output<unknown> =>
          // An output of the promise would be secret as a whole.
          output(0).apply(async () => (await load()).lookUpOutput(definition, name, ...given)),
      });
    }
  }
}
