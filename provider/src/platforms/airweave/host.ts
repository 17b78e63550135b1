import { provider } from "../../lifecycle/provider";
import { collectionDefinition } from "./collection";
import { sourceConnectionOfHost } from "./source-connection-problems";

/** What the dynamic-provider host loads. Every state names these exports: never rename them. */
export const collection = provider(collectionDefinition);
export const sourceConnection = provider(sourceConnectionOfHost);
