import { expect, it } from "@jest/globals";
import { describeOnEngines } from "../harness";

const database = {
  credentials: { auth_type: "username/password", username: "loader", password: "PLANTED-password" },
  host: "db.example.com",
  port: "5432",
  database: "shop",
  schema: "public",
};

/** A pipeline on each of the two platforms that have them. `test/breadth` has their whole lives. */
const program = (bucket: string): string => `
  new unstructured.Pipeline("invoices", {
    source: { type: "s3", config: { remote_url: "s3://${bucket}/", anonymous: true } },
    destination: { type: "s3", config: { remote_url: "s3://results/", anonymous: true } },
    workflow: {
      workflowType: "custom",
      workflowNodes: [{ name: "Partitioner", type: "partition", subtype: "vlm", settings: { provider_api_key: "PLANTED-key" } }],
      schedule: "daily",
    },
  }, { workflow: { run: "onChange", triggers: ["${bucket}"], waitFor: "finished" } });
  const configuration = ${JSON.stringify(database)};
  const warehouse = new aisquared.Connector("warehouse", {
    connectorType: "source", connectorName: "Postgresql", configuration: { data_type: "structured", ...configuration },
  });
  const crm = new aisquared.Connector("crm", { connectorType: "destination", connectorName: "Postgresql", configuration });
  const orders = new aisquared.Model("orders", {
    connectorId: warehouse.id, queryType: "raw_sql", query: "select id from orders", primaryKey: "id",
  });
  new aisquared.Sync("hourly", {
    sourceId: warehouse.id, modelId: orders.id, destinationId: crm.id, streamName: "orders", syncMode: "full_refresh",
    scheduleType: "interval", syncInterval: 1, syncIntervalUnit: "hours",
    configuration: [{ from: "id", to: "id", mapping_type: "standard" }],
  });`;

describeOnEngines(
  "whole pipelines",
  (world) => {
    /** The writes that reached the platforms: `PUT sources`. */
    const takeWrites = (): string[] =>
      Object.values(world().platforms)
        .flatMap((platform) => platform.takeWrites())
        .map((line) => line.replace(/^(\w+) \/api\/v1\//, "$1 ").replace(/\/(?:[0-9a-f-]{36}|\d+|$)/, ""));

    it("are created, and run", async () => {
      const { project, stack } = world();
      project.program(program("inbox"));
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 9 } });
      expect(takeWrites().sort()).toEqual([
        "POST connectors",
        "POST connectors",
        "POST destinations",
        "POST models",
        "POST sources",
        "POST syncs",
        "POST workflows",
        "POST workflows/run",
      ]);
      expect(await stack.stateText()).not.toContain("PLANTED");
    });

    it("stay as they are", async () => {
      expect(await world().stack.up({ refresh: true })).toMatchObject({
        succeeded: true,
        changes: { same: 9 },
      });
      expect(takeWrites()).toEqual([]);
    });

    it("run again when a trigger changes with the source", async () => {
      const { project, stack } = world();
      project.program(program("outbox"));
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 7, update: 2 } });
      expect(takeWrites()).toEqual(["PUT sources", "POST workflows/run"]);
    });

    it("end with one request for each part, before those that it refers to", async () => {
      expect(await world().stack.destroy()).toMatchObject({ succeeded: true });
      const writes = takeWrites();
      expect(writes.find((line) => /workflows|sources|destinations/.test(line))).toBe("DELETE workflows");
      expect(writes.filter((line) => /syncs|models/.test(line))).toEqual(["DELETE syncs", "DELETE models"]);
      expect(writes.filter((line) => line === "DELETE connectors")).toHaveLength(2);
    });
  },
  { beside: ["aisquared"] },
);
