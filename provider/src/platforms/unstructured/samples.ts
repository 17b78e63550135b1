import type { Sample, Samples } from "../../testing/sample";

/** Source: docs/contracts/unstructured.md, section 2. */
const connector: Sample = (_inputs, seed) => ({ id: seed.uuid(), createdAt: "2026-01-01T00:00:00.000000Z" });

/** What unit tests of programs get. */
export const samples: Samples = {
  "unstructured.Source": connector,
  "unstructured.Destination": connector,
};
