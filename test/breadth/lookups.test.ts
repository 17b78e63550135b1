import { expect, it } from "@jest/globals";
import { describeOnEngines } from "../harness";

const logins: number[] = [];

describeOnEngines(
  "lookups beside creates at AI Squared, in two processes that log in as the same user",
  (world) => {
    it("all succeed, with fewer than five logins in 20 s", async () => {
      const { project, platform, stack } = world();
      const { body } = await platform.ask("POST", "/api/v1/connectors", {
        connector: {
          name: "grown",
          connector_type: "destination",
          connector_name: "Http",
          configuration: { destination_url: "https://hooks.example.com/" },
        },
      });
      const { id } = (body as { data: { id: string } }).data;
      project.program(`
        const args = { connectorType: "destination", connectorName: "Http", configuration: { destination_url: "https://h.example.com/" } };
        const made = Array.from({ length: 20 }, (_, index) => new aisquared.Connector("c" + index, args));
        // Each waits for a create, while others go on.
        exports.found = made.map(({ id }) => aisquared.getConnectorOutput({ id }).name);
        exports.grown = Array.from({ length: 20 }, () => aisquared.getConnectorOutput({ name: "grown" }).id);
      `);
      logins.length = 0;
      const outcome = await stack.up();
      expect(outcome).toMatchObject({ succeeded: true, changes: { create: 21 } });
      expect(await stack.outputs()).toMatchObject({
        found: Array.from({ length: 20 }, (_, index) => `c${index}`),
        grown: Array<string>(20).fill(id),
      });
      expect(logins.length).toBeGreaterThan(1);
      const within = logins.map((at) => logins.filter((other) => other >= at && other < at + 20_000).length);
      expect(Math.max(...within)).toBeLessThan(5);
    });
  },
  {
    platform: "aisquared",
    platformOptions: {
      now: Date.now,
      log: ({ path }) => {
        if (path.endsWith("/login")) logins.push(Date.now());
      },
    },
  },
);
