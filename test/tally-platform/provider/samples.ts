import type { Samples } from "../../../provider/src/testing/sample";

const createdAt = "2026-01-01T00:00:00Z";

/** What unit tests of programs get. */
export const samples: Samples = {
  "tally.Ledger": (_inputs, seed) => ({ id: String(seed.integer()), createdAt }),
  "tally.Entry": (_inputs, seed) => ({ id: String(seed.integer()), createdAt }),
};
