import { expect, it } from "@jest/globals";
import { describeOnEngines, type World } from "../harness";

const database = {
  credentials: { auth_type: "username/password", username: "loader", password: "PLANTEDfirst7" },
  host: "db.example.com",
  port: "5432",
  database: "shop",
  schema: "public",
};
const warehouse = {
  connectorType: "source",
  connectorName: "Postgresql",
  configuration: { data_type: "structured", ...database },
};
const maria = {
  connectorType: "source",
  connectorName: "MariaDB",
  configuration: {
    ...{ host: "maria.example.com", port: "3306", username: "loader", password: "PLANTEDfirst7" },
    database: "shop",
  },
};
const crm = { connectorType: "destination", connectorName: "Postgresql", configuration: database };

interface Parts {
  readonly source?: object;
  readonly model?: object;
  readonly sync?: object;
}

/** A warehouse, a model of it, and a sync to a CRM. */
function pipeline({ source = warehouse, model = {}, sync = {} }: Parts = {}): string {
  return `
    const warehouse = new aisquared.Connector("warehouse", ${JSON.stringify(source)});
    const crm = new aisquared.Connector("crm", ${JSON.stringify(crm)});
    const orders = new aisquared.Model("orders", {
      connectorId: warehouse.id,
      ...${JSON.stringify({ queryType: "raw_sql", query: "select id, total from orders", primaryKey: "id", ...model })},
    });
    const sync = new aisquared.Sync("hourly", {
      sourceId: warehouse.id,
      modelId: orders.id,
      destinationId: crm.id,
      ...${JSON.stringify({
        ...{ streamName: "orders", syncMode: "full_refresh" },
        ...{ scheduleType: "interval", syncInterval: 1, syncIntervalUnit: "hours" },
        configuration: [
          { from: "id", to: "id", mapping_type: "standard" },
          {
            ...{ from: "note", to: "vector", mapping_type: "vector" },
            embedding_config: { mode: "open_ai", model: "small", api_key: "PLANTEDembedding7" },
          },
        ],
        ...sync,
      })},
    });
    Object.assign(exports, { warehouse: warehouse.id, crm: crm.id, orders: orders.id, sync: sync.id });`;
}

type Ids = Record<"warehouse" | "crm" | "orders" | "sync", string>;

async function idsOf({ stack }: World): Promise<Ids> {
  return (await stack.outputs()) as Ids;
}

const withoutLogins = (lines: readonly string[]): string[] =>
  lines.filter((line) => !line.endsWith("/login") && !line.endsWith("/workspaces"));
const item = (path: string, id: string): string => `/api/v1/${path}/${id}`;
/** Destroys the stack: with one DELETE for each part, before those of what it refers to. */
async function destroyed({ platform, stack }: World, ids: Ids): Promise<void> {
  const since = platform.log.length;
  platform.take();
  expect(await stack.destroy()).toMatchObject({ succeeded: true });
  const lines = platform.takeWrites().filter((line) => line.startsWith("DELETE"));
  const [sync, model, from, to] = [
    `DELETE ${item("syncs", ids.sync)}`,
    `DELETE ${item("models", ids.orders)}`,
    `DELETE ${item("connectors", ids.warehouse)}`,
    `DELETE ${item("connectors", ids.crm)}`,
  ];
  expect(lines.toSorted()).toEqual([sync, model, from, to].sort());
  for (const [first, second] of [
    [sync, model],
    [model, from],
    [sync, to],
  ] as const) {
    expect(lines.indexOf(first)).toBeLessThan(lines.indexOf(second));
  }
  expect(platform.log.slice(since).filter(({ status }) => status === 404)).toEqual([]);
  expect(await stack.resources()).toEqual({});
}

/** Creates a model on a connector, as another client does. */
async function foreignModel({ platform }: World, connector: string): Promise<string> {
  const model = { name: "theirs", query_type: "raw_sql", query: "select 1", primary_key: "id" };
  const response = await platform.ask("POST", "/api/v1/models", {
    model: { ...model, connector_id: Number(connector) },
  });
  expect(response).toMatchObject({ status: 201 });
  return (response.body as { data: { id: string } }).data.id;
}

describeOnEngines(
  "a pipeline of AI Squared",
  (world) => {
    it("previews without requests", async () => {
      const { platform, project, stack } = world();
      project.program(pipeline());
      expect(await stack.preview()).toMatchObject({ succeeded: true, changes: { create: 5 } });
      expect(platform.take()).toEqual([]);
    });

    it("is created part by part, each with one POST, and the destination discovered first", async () => {
      const { platform, stack } = world();
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 5 } });
      const { crm: destination } = await idsOf(world());
      expect(withoutLogins(platform.take())).toEqual([
        "POST /api/v1/connectors",
        "POST /api/v1/connectors",
        "POST /api/v1/models",
        `GET ${item("connectors", destination)}/discover`,
        "POST /api/v1/syncs",
      ]);
      expect(await stack.stateText()).not.toContain("PLANTED");
    });

    it("stays as it is without a request, and without drift", async () => {
      const { platform, stack } = world();
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 5 } });
      expect(platform.take()).toEqual([]);
      expect(await stack.refresh()).toMatchObject({ succeeded: true, changes: { same: 5 } });
      expect(platform.takeWrites().filter((line) => !line.endsWith("/login"))).toEqual([]);
      expect(await stack.stateText()).not.toContain("PLANTED");
    });

    it("is updated in place", async () => {
      const { platform, project, stack } = world();
      const { orders, sync } = await idsOf(world());
      platform.take();
      project.program(
        pipeline({
          model: { query: "select id, total, note from orders", description: "What was ordered" },
          sync: { syncInterval: 2, enabled: false },
        }),
      );
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { update: 2, same: 3 } });
      expect(withoutLogins(platform.takeWrites())).toEqual([
        `PUT ${item("models", orders)}`,
        `PUT ${item("syncs", sync)}`,
        `PATCH ${item("syncs", sync)}/enable`,
      ]);
      expect(await platform.ask("GET", item("syncs", sync))).toMatchObject({
        body: { data: { attributes: { status: "disabled", sync_interval: 2, sync_interval_unit: "hours" } } },
      });
    });

    it("has its own again after somebody has changed it", async () => {
      const { platform, stack } = world();
      const { orders, sync } = await idsOf(world());
      await platform.ask("PUT", item("models", orders), { model: { query: "select 'theirs'" } });
      await platform.ask("PUT", item("syncs", sync), { sync: { sync_mode: "incremental" } });
      await platform.ask("PATCH", `${item("syncs", sync)}/enable`, { enable: true });
      expect(await stack.refresh()).toMatchObject({ succeeded: true, changes: { update: 2, same: 3 } });
      platform.take();
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { update: 2, same: 3 } });
      expect(withoutLogins(platform.takeWrites())).toEqual([
        `PUT ${item("models", orders)}`,
        `PUT ${item("syncs", sync)}`,
        `PATCH ${item("syncs", sync)}/enable`,
      ]);
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 5 } });
    });

    it("is not begun to be deleted for a replaced connector, as long as that has a model of somebody else", async () => {
      const { platform, project, stack } = world();
      const before = await idsOf(world());
      const theirs = await foreignModel(world(), before.warehouse);
      platform.take();
      project.program(pipeline({ source: maria }));
      const outcome = await stack.up();
      expect(outcome.succeeded).toBe(false);
      expect(outcome.output).toContain(
        `"warehouse": delete refused: the platform would delete models ${theirs} along with the connector, and this program did not create them`,
      );
      expect(withoutLogins(platform.takeWrites())).toEqual([]);
      expect(await platform.ask("GET", item("syncs", before.sync))).toMatchObject({ status: 200 });
      expect(Object.keys(await stack.resources()).length).toBe(4);
      await platform.ask("DELETE", item("models", theirs));
    });

    it("comes back once, part by part, when its connector is replaced by one of the same name", async () => {
      const { platform, project, stack } = world();
      const before = await idsOf(world());
      platform.take();
      project.program(pipeline({ source: maria }));
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { replace: 3, same: 2 } });
      const after = await idsOf(world());
      expect(withoutLogins(platform.takeWrites())).toEqual([
        `DELETE ${item("syncs", before.sync)}`,
        `DELETE ${item("models", before.orders)}`,
        `DELETE ${item("connectors", before.warehouse)}`,
        "POST /api/v1/connectors",
        "POST /api/v1/models",
        "POST /api/v1/syncs",
      ]);
      expect(await platform.ask("GET", "/api/v1/syncs")).toMatchObject({
        body: {
          data: [
            {
              id: after.sync,
              attributes: { source_id: Number(after.warehouse), model_id: Number(after.orders) },
            },
          ],
        },
      });
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 5 } });
    });

    it("loses with a replaced connector what of it is still to be deleted, each with one DELETE", async () => {
      const { platform, project, stack } = world();
      const renamed = (parts: Parts): string =>
        pipeline(parts).replace(/(new aisquared.Model.*?\})\);/s, '$1, { onRename: "replace" });');
      project.program(renamed({ source: maria }));
      expect(await stack.up()).toMatchObject({ succeeded: true });
      const before = await idsOf(world());
      const refused = { kind: "refusal", status: 403, body: { errors: [{ detail: "forbidden" }] } } as const;
      platform.setFaults([{ fault: refused, method: "DELETE", path: /\/models\// }]);
      project.program(renamed({ source: maria, model: { name: "recent orders" } }));
      // The model is replaced, and the first one stays in the state.
      expect(await stack.up()).toMatchObject({ succeeded: false });
      platform.setFaults();
      const between = await idsOf(world());
      expect(between.orders).not.toBe(before.orders);
      platform.take();
      project.program(renamed({ model: { name: "recent orders" } }));
      expect(await stack.up()).toMatchObject({ succeeded: true });
      const deletions = platform.takeWrites().filter((line) => line.startsWith("DELETE"));
      expect(deletions.toSorted()).toEqual(
        [
          `DELETE ${item("syncs", between.sync)}`,
          `DELETE ${item("models", before.orders)}`,
          `DELETE ${item("models", between.orders)}`,
          `DELETE ${item("connectors", before.warehouse)}`,
        ].sort(),
      );
      expect(deletions.at(-1)).toBe(`DELETE ${item("connectors", before.warehouse)}`);
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 5 } });
    });

    it("is destroyed from its end: sync, model, connectors, each with one DELETE", async () => {
      await destroyed(world(), await idsOf(world()));
    });
  },
  { platform: "aisquared" },
);

describeOnEngines(
  "a pipeline of AI Squared whose parts name each other by plain ids",
  (world) => {
    /** The same program, with the ids of what it has made. */
    function withPlainIds({ warehouse: from, crm: to, orders }: Ids): string {
      return pipeline()
        .replaceAll("Id: warehouse.id", `Id: "${from}"`)
        .replace("modelId: orders.id", `modelId: "${orders}"`)
        .replace("destinationId: crm.id", `destinationId: "${to}"`);
    }

    it("is the same to the platform", async () => {
      const { platform, project, stack } = world();
      project.program(pipeline());
      expect(await stack.up()).toMatchObject({ succeeded: true });
      platform.take();
      project.program(withPlainIds(await idsOf(world())));
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 5 } });
      expect(platform.take()).toEqual([]);
    });

    it("keeps a connector from being replaced, for the model would be lost", async () => {
      const { platform, project, stack } = world();
      const { orders, sync, ...rest } = await idsOf(world());
      project.program(
        withPlainIds({ orders, sync, ...rest }).replace(JSON.stringify(warehouse), JSON.stringify(maria)),
      );
      const outcome = await stack.up();
      expect(outcome.succeeded).toBe(false);
      expect(outcome.output).toContain(
        `"warehouse": delete refused: the platform would delete models ${orders} and syncs ${sync}`,
      );
      expect(withoutLogins(platform.takeWrites())).toEqual([]);
    });

    it("is destroyed from its end nevertheless, each part with one DELETE", async () => {
      await destroyed(world(), await idsOf(world()));
    });
  },
  { platform: "aisquared" },
);

describeOnEngines(
  "lookups of AI Squared models and syncs",
  (world) => {
    it("find what is there, and adopt takes it over by what it connects", async () => {
      const { platform, project, stack } = world();
      project.program(pipeline());
      expect(await stack.up()).toMatchObject({ succeeded: true });
      const ids = await idsOf(world());
      project.program(`${pipeline()}
        exports.found = Promise.all([
          aisquared.getModel({ name: "orders" }),
          aisquared.listModels({ queryType: "raw_sql", connectorId: "${ids.warehouse}" }),
          aisquared.getSync({ modelId: "${ids.orders}", streamName: "orders" }),
          aisquared.listSyncs({ destinationId: "${ids.crm}" }),
          aisquared.listSyncs({ streamName: "customers" }),
        ]);
        exports.later = aisquared.getSyncOutput({ modelId: orders.id }).apply(({ status }) => status);`);
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 5 } });
      const { found, later } = await stack.outputs();
      const model = { id: ids.orders, name: "orders", connectorId: ids.warehouse, queryType: "raw_sql" };
      const sync = { id: ids.sync, modelId: ids.orders, destinationId: ids.crm, syncInterval: 1 };
      expect(found).toMatchObject([model, [model], sync, [sync], []]);
      expect(later).toBe("pending");
      expect(JSON.stringify(found)).not.toContain("PLANTED");

      const adopting = pipeline()
        .replace(/\}\);\s*const crm/, '}, { adopt: { name: "warehouse" } });\nconst crm')
        .replace(/\}\);\s*const orders/, '}, { adopt: { name: "crm" } });\nconst orders')
        .replace(/\}\);\s*const sync/, '}, { adopt: { name: "orders" } });\nconst sync')
        .replace(/\}\);\s*Object/, '}, { adopt: { streamName: "orders" } });\nObject');
      expect(adopting.match(/adopt/g)).toHaveLength(4);
      const other = await world().otherStack("other");
      platform.take();
      project.program(adopting);
      expect(await other.up()).toMatchObject({ succeeded: true, changes: { create: 5 } });
      expect(await other.outputs()).toEqual(ids);
      // Of the masked secrets of connectors nobody knows whether they are the program's.
      expect(withoutLogins(platform.takeWrites()).filter((line) => !line.includes("/connectors/"))).toEqual(
        [],
      );
    });
  },
  { platform: "aisquared" },
);
