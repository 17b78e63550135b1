import type { Samples } from "../../testing/sample";

const createdAt = "2026-01-01T00:00:00.000Z";

/** What unit tests of programs get. Source: docs/contracts/aisquared.md, section 4. */
export const samples: Samples = {
  "aisquared.Connector": ({ connectorType, connectorName }, seed) => ({
    id: String(seed.integer()),
    workspaceId: 1,
    icon: `https://example.com/icons/${String(connectorType)}/${String(connectorName)}.svg`,
    createdAt,
    updatedAt: createdAt,
  }),
};
