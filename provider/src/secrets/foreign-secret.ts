import { someInTree } from "../values/some-in-tree";

/**
 * What inputs and outputs have in place of a secret that the platform has and the program does not: nobody here knows it. It must reach no
 * platform.
 */
export const foreignSecret = "[a secret that the platform has and the program does not]";

/** Whether it is in a value, at any depth. */
export function holdsForeignSecret(value: unknown): boolean {
  return someInTree(value, (each) => each === foreignSecret);
}
