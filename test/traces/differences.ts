/**
 * Scenarios in which the embedded engine is not equal to the recording, by name, and why. They are expected to fail there: one that
 * does not any more has to be taken out. The real CLI has to be equal in all of them.
 */
export const differences: Readonly<Record<string, string>> = {};
