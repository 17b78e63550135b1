import { provider } from "../../lifecycle/provider";
import { destinationDefinition } from "./destination";
import { sourceDefinition } from "./source";

/** What the dynamic-provider host loads. Every state names these exports: never rename them. */
export const source = provider(sourceDefinition);
export const destination = provider(destinationDefinition);
