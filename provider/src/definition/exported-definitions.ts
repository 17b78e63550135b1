import type { ResourceDefinition } from "./definition";

/** The definitions of the resource classes among a module's exports. */
export function exportedDefinitions(exports: object): ResourceDefinition[] {
  return Object.values(exports).flatMap((value: unknown) => {
    const { definition } = (typeof value === "function" ? value : {}) as { definition?: ResourceDefinition };
    return definition === undefined ? [] : [definition];
  });
}
