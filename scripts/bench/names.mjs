/** The programs that are compared: files of `programs/`. The first one is this package's. */
export const programs = ["ours", "noop", "byvalue"];

/** The verbs of the provider that are measured. */
export const verbNames = ["check", "diff", "create", "read", "update", "delete"];
