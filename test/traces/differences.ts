/**
 * Scenarios in which the embedded engine differs from the recording, by name, with the reason. They must differ: remove one that no longer
 * does. The CLI must match all recordings.
 */
export const differences: Readonly<Record<string, string>> = {};
