import { provider } from "../../lifecycle/provider";
import { connectorDefinition } from "./connector";

/** What the dynamic-provider host loads. Every state names these exports: never rename them. */
export const connector = provider(connectorDefinition);
