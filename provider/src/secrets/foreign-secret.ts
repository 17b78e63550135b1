import { visitLeaves } from "../values/tree";

/**
 * What inputs and outputs have in place of a secret that the platform has and the program does not: nobody here knows it. It must reach no
 * platform.
 */
export const foreignSecret = "[a secret that the platform has and the program does not]";

/** Whether it is in a value, at any depth. */
export function holdsForeignSecret(value: unknown): boolean {
  let found = false;
  visitLeaves(value, (leaf) => {
    found ||= leaf === foreignSecret;
  });
  return found;
}
