import type { Sample, Samples } from "../../testing/sample";

const createdAt = "2026-01-01T00:00:00.000000Z";

/** Source: docs/contracts/unstructured.md, section 2. */
const connector: Sample = (_inputs, seed) => ({ id: seed.uuid(), createdAt });

/** What unit tests of programs get. */
export const samples: Samples = {
  "unstructured.Source": connector,
  "unstructured.Destination": connector,
  // Source: docs/contracts/unstructured.md, section 6.
  "unstructured.Workflow": ({ reprocessAll = false }, seed) => ({
    id: seed.uuid(),
    reprocessAll,
    status: "active",
    createdAt,
  }),
};
