/**
 * Scenarios in which the embedded engine is not equal to the recording, and why. They are expected to fail there: one that does not
 * any more has to be taken out. The real CLI has to be equal in all of them.
 */
export const differences: Readonly<Record<string, string>> = {
  "25-up-alias": "the option `aliases` is refused",
  "26-destroy": "destroys what the scenario before has renamed",
};
