import type { Samples } from "../../testing/sample";

const createdAt = "2026-01-01T00:00:00.000Z";

const inWorkspace = { workspaceId: 1, createdAt, updatedAt: createdAt };

/** What unit tests of programs get. Source: docs/contracts/aisquared.md, sections 4, 6 and 7. */
export const samples: Samples = {
  "aisquared.Connector": ({ connectorType, connectorName }, seed) => ({
    id: String(seed.integer()),
    icon: `https://example.com/icons/${String(connectorType)}/${String(connectorName)}.svg`,
    ...inWorkspace,
  }),
  "aisquared.Model": (_inputs, seed) => ({ id: String(seed.integer()), ...inWorkspace }),
  "aisquared.Sync": ({ enabled }, seed) => ({
    id: String(seed.integer()),
    status: enabled === false ? "disabled" : "pending",
    ...inWorkspace,
  }),
};
