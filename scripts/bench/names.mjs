/** The programs that are compared: files of `programs/`. The first one is this package's, and a limit is relative to the second. */
export const programs = ["ours", "noop", "request", "byvalue"];
/** How texts call them. */
export const programTitles = { ours: "ours", noop: "noop", request: "request", byvalue: "by value" };

/** The verbs of the provider that are measured. */
export const verbNames = ["check", "diff", "create", "read", "update", "delete"];
