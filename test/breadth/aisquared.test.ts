import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterAll, expect, it } from "@jest/globals";
import { describeOnEngines, type World } from "../harness";

interface Connector {
  readonly name?: string;
  readonly description?: string;
  readonly connectorType: string;
  readonly connectorName: string;
  readonly configuration: Readonly<Record<string, unknown>>;
}
type Connectors = Readonly<Record<string, Connector>>;

const postgres: Connector = {
  connectorType: "source",
  connectorName: "Postgresql",
  configuration: {
    data_type: "structured",
    credentials: { auth_type: "username/password", username: "loader", password: "PLANTEDfirst7" },
    host: "db.example.com",
    port: "5432",
    database: "shop",
    schema: "public",
  },
};
const maria: Connector = {
  connectorType: "source",
  connectorName: "MariaDB",
  configuration: {
    host: "maria.example.com",
    port: "3306",
    username: "loader",
    password: "PLANTEDfirst7",
    database: "shop",
  },
};

const changed = (connector: Connector, configuration: Connector["configuration"]): Connector => ({
  ...connector,
  configuration: { ...connector.configuration, ...configuration },
});

/** @param options Resource options by name. */
function programOf(connectors: Connectors, options: Readonly<Record<string, object>> = {}): string {
  return Object.entries(connectors)
    .map(
      ([name, args]) =>
        `exports[${JSON.stringify(name)}] = new aisquared.Connector(${JSON.stringify(name)}, ${JSON.stringify(args)}, ${JSON.stringify(options[name] ?? {})}).id;\n`,
    )
    .join("");
}

/** The request body of a connector, as on the vendor's page. */
function bodyOf(name: string, args: Connector, more: object = {}): object {
  const { connectorType, connectorName, configuration } = args;
  return {
    connector: {
      name: args.name ?? name,
      connector_type: connectorType,
      connector_name: connectorName,
      configuration,
      ...more,
    },
  };
}

/** The write requests, without logins. */
function writes({ platform }: World, since: number): { line: string; body: unknown }[] {
  return platform.requests
    .slice(since)
    .filter(({ method, path }) => method !== "GET" && !path.endsWith("/login"))
    .map(({ method, path, body }) => ({ line: `${method} ${path}`, body }));
}

const byJson = (a: unknown, b: unknown): number => JSON.stringify(a).localeCompare(JSON.stringify(b));

async function idOf({ stack }: World, name: string): Promise<string> {
  const { [name]: resource } = await stack.resources();
  return String(resource?.id);
}

const folder = mkdtempSync(join(tmpdir(), "aisquared-"));
const dataPath = join(folder, "platform.json");
afterAll(() => rmSync(folder, { recursive: true }));

/** The connector as the platform stores it, secrets in plain text. */
function stored(id: string): Record<string, unknown> | undefined {
  const { connectors } = JSON.parse(readFileSync(dataPath, "utf8")) as {
    connectors: Record<string, unknown>[];
  };
  return connectors.find((connector) => connector.id === id);
}

const described: Connector = { ...postgres, description: "What the shop sells" };
const first: Connectors = {
  renamed: postgres,
  described: postgres,
  undescribed: described,
  tuned: maria,
  rotated: described,
};
const second = {
  renamed: { ...postgres, name: "another name" },
  described,
  undescribed: postgres,
  tuned: changed(maria, { host: "other.example.com" }),
  rotated: changed(described, {
    credentials: { auth_type: "username/password", username: "loader", password: "PLANTEDsecond7" },
  }),
} as const satisfies Connectors;

describeOnEngines(
  "the lifecycle of AI Squared connectors",
  (world) => {
    // Each engine starts with an empty platform.
    afterAll(() => rmSync(dataPath, { force: true }));

    it("previews without requests", async () => {
      const { platform, project, stack } = world();
      project.program(programOf(first));
      expect(await stack.preview()).toMatchObject({ succeeded: true, changes: { create: 6 } });
      expect(platform.take()).toEqual([]);
    });

    it("creates each with one POST, after one login and one request for the workspaces", async () => {
      const { platform, stack } = world();
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 6 } });
      expect(platform.take().sort()).toEqual([
        "GET /api/v1/workspaces",
        ...Array<string>(5).fill("POST /api/v1/connectors"),
        "POST /api/v1/login",
      ]);
      const sent = writes(world(), 0);
      expect(sent.map(({ body }) => body).sort(byJson)).toEqual(
        Object.entries(first)
          .map(([name, args]) =>
            bodyOf(name, args, args.description === undefined ? {} : { description: args.description }),
          )
          .sort(byJson),
      );
      expect(platform.requests.at(-1)?.headers).toMatchObject({
        authorization: expect.stringMatching(/^Bearer \S+$/),
        "workspace-id": "1",
        "content-type": "application/json",
      });
    });

    it("records what was applied, with secrets encrypted", async () => {
      const { stack } = world();
      const { rotated } = await stack.resources();
      expect(rotated?.outputs).toMatchObject({
        ...described,
        name: "rotated",
        configuration: {
          ...described.configuration,
          credentials: { username: "loader", password: { ciphertext: expect.any(String) } },
        },
        workspaceId: 1,
        icon: expect.any(String),
        createdAt: expect.stringMatching(/^20/),
        updatedAt: expect.stringMatching(/^20/),
      });
      expect(await stack.stateText()).not.toContain("PLANTED");
    });

    it("sends nothing when nothing has changed", async () => {
      const { platform, stack } = world();
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 6 } });
      expect(platform.take()).toEqual([]);
    });

    it("makes each change with one PUT, as on the vendor's page", async () => {
      const { platform, project, stack } = world();
      const since = platform.requests.length;
      project.program(programOf(second));
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { update: 5, same: 1 } });
      const { description } = described;
      const { renamed, undescribed, tuned, rotated } = second;
      const expected = {
        renamed: bodyOf("renamed", renamed),
        described: bodyOf("described", second.described, { description }),
        undescribed: bodyOf("undescribed", undescribed, { description: null }),
        tuned: bodyOf("tuned", tuned),
        rotated: bodyOf("rotated", rotated, { description }),
      };
      const ids = await stack.outputs();
      expect(writes(world(), since).sort(byJson)).toEqual(
        Object.entries(expected)
          .map(([name, body]) => ({ line: `PUT /api/v1/connectors/${String(ids[name])}`, body }))
          .sort(byJson),
      );
      expect(platform.take().filter((line) => line.endsWith("/login"))).toHaveLength(1);
    });

    it("applies the changes on the platform, including a rotated secret", async () => {
      const ids = await world().stack.outputs();
      expect(stored(String(ids.rotated))).toMatchObject({ configuration: second.rotated.configuration });
      expect(stored(String(ids.undescribed))).toMatchObject({ description: null });
      expect(stored(String(ids.renamed))).toMatchObject({ name: "another name" });
    });

    it("finds no drift in masked secrets, and keeps masks out of the state", async () => {
      const { platform, stack } = world();
      const read = await platform.ask("GET", `/api/v1/connectors/${await idOf(world(), "rotated")}`);
      expect(JSON.stringify(read.body)).toContain('"password":"*************"');
      expect(await stack.refresh()).toMatchObject({ succeeded: true, changes: { same: 6 } });
      expect(await stack.stateText()).not.toMatch(/\*\*\*|PLANTED/);
      expect(platform.takeWrites()).toEqual([]);
    });

    it("detects drift, and repairs it with the real secret", async () => {
      const { platform, stack } = world();
      const id = await idOf(world(), "rotated");
      const theirs = { ...second.rotated.configuration, host: "theirs.example.com" };
      const connector = { description: "theirs", configuration: theirs };
      expect(await platform.ask("PUT", `/api/v1/connectors/${id}`, { connector })).toMatchObject({
        status: 200,
      });
      expect(await stack.refresh()).toMatchObject({ succeeded: true, changes: { update: 1, same: 5 } });
      const { rotated } = await stack.resources();
      expect(rotated?.inputs).toMatchObject({
        description: "theirs",
        configuration: { host: "theirs.example.com" },
      });
      expect(await stack.stateText()).not.toMatch(/\*\*\*|PLANTED/);
      const since = platform.requests.length;
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { update: 1, same: 5 } });
      const { description, configuration } = second.rotated;
      expect(writes(world(), since)).toEqual([
        {
          line: `PUT /api/v1/connectors/${id}`,
          body: bodyOf("rotated", second.rotated, { description }),
        },
      ]);
      expect(stored(id)).toMatchObject({ description, configuration });
    });

    it("replaces for another system or role, deleting first because names are unique", async () => {
      const { platform, project, stack } = world();
      const [renamed, tuned, got] = [
        await idOf(world(), "renamed"),
        await idOf(world(), "tuned"),
        await idOf(world(), "described"),
      ];
      const third = {
        ...second,
        renamed: { ...maria, name: "another name" },
        tuned: { ...second.tuned, connectorType: "destination" },
      };
      const since = platform.requests.length;
      project.program(`${programOf(third)}
        const got = aisquared.Connector.get("got", "${got}");
        for (const name of ["name", "connectorType", "connectorName", "description", "workspaceId"])
          exports["got " + name] = got[name];`);
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { replace: 2 } });
      const sent = writes(world(), since);
      const lines = sent.map(({ line }) => line);
      expect([...lines].sort()).toEqual(
        [
          `DELETE /api/v1/connectors/${renamed}`,
          `DELETE /api/v1/connectors/${tuned}`,
          "POST /api/v1/connectors",
          "POST /api/v1/connectors",
        ].sort(),
      );
      for (const [id, name, args] of [
        [renamed, "renamed", third.renamed],
        [tuned, "tuned", third.tuned],
      ] as const) {
        const made = sent.findIndex(({ body }) => isDeepStrictEqual(body, bodyOf(name, args)));
        expect(made).toBeGreaterThan(lines.indexOf(`DELETE /api/v1/connectors/${id}`));
        expect(await idOf(world(), name)).not.toBe(id);
      }
    });

    it("reads a connector with `get`, without its configuration", async () => {
      const { stack } = world();
      expect(await stack.outputs()).toMatchObject({
        "got name": "described",
        "got connectorType": "source",
        "got connectorName": "Postgresql",
        "got description": described.description,
        "got workspaceId": 1,
      });
      const { got } = await stack.resources();
      expect(got).toMatchObject({ external: true });
      expect(JSON.stringify(got)).not.toMatch(/configuration|db\.example|\*\*\*/);
    });

    it("deletes each with one DELETE, and counts one that is already gone as deleted", async () => {
      const { platform, project, stack } = world();
      const { got: _got, ...managed } = await stack.resources();
      const gone = await idOf(world(), "rotated");
      expect(await platform.ask("DELETE", `/api/v1/connectors/${gone}`)).toMatchObject({ status: 204 });
      platform.take();
      project.program("");
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { delete: 5 } });
      expect(platform.takeWrites().sort()).toEqual(
        Object.values(managed)
          .map(({ id }) => `DELETE /api/v1/connectors/${id}`)
          .sort(),
      );
      expect(await stack.resources()).toEqual({});
    });
  },
  { platform: "aisquared", platformOptions: { dataPath } },
);

describeOnEngines(
  "AI Squared connectors that are in use",
  (world) => {
    const connectors: Connectors = {
      from: postgres,
      to: {
        connectorType: "destination",
        connectorName: "Postgresql",
        configuration: Object.fromEntries(
          Object.entries(postgres.configuration).filter(([key]) => key !== "data_type"),
        ),
      },
    };
    const replaced: Connectors = { ...connectors, from: maria };

    /** Creates a model on the source and a sync to the destination. */
    async function use(): Promise<{ readonly model: string; readonly sync: string }> {
      const { platform } = world();
      const [source_id, destination_id] = [
        Number(await idOf(world(), "from")),
        Number(await idOf(world(), "to")),
      ];
      const make = async (path: string, body: object): Promise<string> => {
        const response = await platform.ask("POST", path, body);
        expect(response).toMatchObject({ status: 201 });
        return (response.body as { data: { id: string } }).data.id;
      };
      await platform.ask("GET", `/api/v1/connectors/${destination_id}/discover`);
      const model = await make("/api/v1/models", {
        model: {
          ...{ connector_id: source_id, name: "orders", query_type: "raw_sql", query: "select 1" },
          primary_key: "id",
        },
      });
      const sync = await make("/api/v1/syncs", {
        sync: {
          ...{ source_id, destination_id, model_id: Number(model), stream_name: "orders" },
          ...{ sync_mode: "full_refresh", schedule_type: "manual" },
          configuration: [{ from: "id", to: "id", mapping_type: "standard" }],
        },
      });
      platform.take();
      return { model, sync };
    }

    it("are not deleted, and the error names the models and syncs that would be deleted along with them", async () => {
      const { platform, project, stack } = world();
      project.program(programOf(connectors));
      expect(await stack.up()).toMatchObject({ succeeded: true });
      const { model, sync } = await use();
      const outcome = await stack.destroy();
      expect(outcome.succeeded).toBe(false);
      expect(outcome.output).toContain(
        `"from": delete refused: the platform would delete models ${model} and syncs ${sync}`,
      );
      expect(outcome.output).toContain(`"to": delete refused: the platform would delete syncs ${sync}`);
      expect(platform.takeWrites()).toEqual([]);
      expect(Object.keys(await stack.resources()).sort()).toEqual(["from", "to"]);
    });

    it("are not replaced, and stay in the state", async () => {
      const { platform, project, stack } = world();
      const before = await idOf(world(), "from");
      project.program(programOf(replaced));
      const outcome = await stack.up();
      expect(outcome.succeeded).toBe(false);
      expect(outcome.output).toContain("[PC_DELETE_REFUSED]");
      expect(outcome.output).toContain("set the resource option `forceDelete: true`");
      expect(platform.takeWrites()).toEqual([]);
      const { from } = await stack.resources();
      expect(from).toMatchObject({ id: before, outputs: { connectorName: "Postgresql" } });
      expect(await platform.ask("GET", `/api/v1/connectors/${before}`)).toMatchObject({ status: 200 });
    });

    it("are replaced in the same up that sets `forceDelete`, which itself sends no request", async () => {
      const { platform, project, stack } = world();
      const before = await idOf(world(), "from");
      project.program(programOf(replaced, { from: { forceDelete: true }, to: { forceDelete: true } }));
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { replace: 1, update: 1 } });
      expect(platform.takeWrites()).toEqual([
        `DELETE /api/v1/connectors/${before}`,
        "POST /api/v1/connectors",
      ]);
    });

    it("are deleted along with their models and syncs by a later destroy", async () => {
      const { platform, stack } = world();
      const { model, sync } = await use();
      const ids = [await idOf(world(), "from"), await idOf(world(), "to")];
      expect(await stack.destroy()).toMatchObject({ succeeded: true });
      expect(platform.takeWrites().sort()).toEqual(ids.map((id) => `DELETE /api/v1/connectors/${id}`).sort());
      expect(await platform.ask("GET", `/api/v1/models/${model}`)).toMatchObject({ status: 404 });
      expect(await platform.ask("GET", `/api/v1/syncs/${sync}`)).toMatchObject({ status: 404 });
    });
  },
  { platform: "aisquared" },
);
