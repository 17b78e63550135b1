import { provider } from "../../lifecycle/provider";
import { connectorDefinition } from "./connector";

/** Loaded by the dynamic provider host. Every state refers to this export by name: never rename it. */
export const connector = provider(connectorDefinition);
