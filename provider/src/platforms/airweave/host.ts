import { provider } from "../../lifecycle/provider";
import { collectionDefinition } from "./collection";
import { sourceConnectionOfHost } from "./source-connection-problems";

/** Loaded by the dynamic provider host. Every state refers to these exports by name: never rename them. */
export const collection = provider(collectionDefinition);
export const sourceConnection = provider(sourceConnectionOfHost);
