import { runOutput } from "./runs";
import { testOutput } from "./verification";

/** The outputs that say what an operation has done. No read shows them, and states of earlier releases lack them. */
export const unreadOutputs: readonly string[] = [testOutput, runOutput];
