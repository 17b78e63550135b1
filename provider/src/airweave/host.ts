import { provider } from "../lifecycle/provider";
import { collectionDefinition } from "./collection";
import { sourceConnectionDefinition } from "./source-connection";
import { sourceConnectionProblems } from "./source-connection-problems";

/** What the dynamic-provider host loads. Every state names these exports: never rename them. */
export const collection = provider(collectionDefinition);
export const sourceConnection = provider({
  ...sourceConnectionDefinition,
  problems: sourceConnectionProblems,
});
