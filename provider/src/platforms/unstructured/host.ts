import { provider } from "../../lifecycle/provider";
import { destinationDefinition } from "./destination";
import { sourceDefinition } from "./source";

/** Loaded by the dynamic provider host. Every state refers to these exports by name: never rename them. */
export const source = provider(sourceDefinition);
export const destination = provider(destinationDefinition);
