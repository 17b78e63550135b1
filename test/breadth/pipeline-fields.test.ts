import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { kinds } from "../../provider/src/kinds";
import { isEqual, isFields, omit, own, type Fields } from "../../provider/src/values/fields";
import { parseSecretPath } from "../../provider/src/values/secret-paths";
import { descend, mapTree, valueAt } from "../../provider/src/values/tree";
import {
  describeOnEngines,
  type TestPlatform,
  type TestStack,
  type World,
  type WorldOptions,
} from "../harness";
import {
  declarationsOf,
  exportTo,
  manifestOf,
  secretConfig,
  textsOf,
  useProgram,
} from "../harness/exported-project";
import { fieldRows, replacement, type FieldRow, type PipelineKind } from "./pipeline-fields";

/** Each field of workflows, models and syncs through its whole life: all rows of the table at once, one resource each. */

/** How a kind is spelled on its platform. Source: docs/contracts/unstructured.md, section 6; docs/contracts/aisquared.md, sections 6 and 7. */
interface Wire {
  readonly path: string;
  /** What bodies wrap the object in. */
  readonly wrapper?: string;
  /** The keys of requests by our arguments. */
  readonly keys: Readonly<Record<string, string>>;
  /** What a create and a full update have besides what is given. */
  readonly always?: Fields;
}

const wires: Readonly<Record<PipelineKind, Wire>> = {
  "unstructured.Workflow": {
    path: "/api/v1/workflows/",
    keys: {
      ...{ name: "name", sourceId: "source_id", destinationId: "destination_id" },
      ...{ workflowType: "workflow_type", workflowNodes: "workflow_nodes", templateId: "template_id" },
      ...{ schedule: "schedule", reprocessAll: "reprocess_all" },
    },
    always: { reprocess_all: false },
  },
  "aisquared.Model": {
    path: "/api/v1/models",
    wrapper: "model",
    keys: {
      ...{ name: "name", connectorId: "connector_id", queryType: "query_type", query: "query" },
      ...{ primaryKey: "primary_key", configuration: "configuration", description: "description" },
    },
  },
  "aisquared.Sync": {
    path: "/api/v1/syncs",
    wrapper: "sync",
    keys: {
      ...{ sourceId: "source_id", modelId: "model_id", destinationId: "destination_id" },
      ...{ streamName: "stream_name", syncMode: "sync_mode", scheduleType: "schedule_type" },
      ...{ syncInterval: "sync_interval", syncIntervalUnit: "sync_interval_unit" },
      ...{ cronExpression: "cron_expression", configuration: "configuration", cursorField: "cursor_field" },
    },
  },
};

/** The name of a row's resource. */
const nameOf = ({ kind, field, change }: FieldRow): string =>
  `${kind.replace(/^.*\./, "")}-${field}-${change.replaceAll(" ", "-")}`.toLowerCase();

/** The model that the sync of a row has to itself. */
const modelOf = (row: FieldRow): string => `model-of-${nameOf(row)}`;

const mariaPassword = "PLANTEDmaria7";

const isReplaced = ({ sent }: FieldRow): boolean => sent === undefined;
const writesOf = (row: FieldRow): readonly string[] =>
  row.writes ?? (isReplaced(row) ? replacement : ["PUT"]);

/** The fixtures and the resources of one stack. */
class Matrix {
  /** Ids of the fixtures by name. */
  readonly #ids: Record<string, string> = {};

  constructor(
    private readonly world: World,
    readonly rows: readonly FieldRow[],
  ) {}

  /** Makes what the rows refer to, as another client does. */
  async makeFixtures(): Promise<void> {
    const { unstructured, aisquared } = this.world.platforms;
    const make = async (platform: TestPlatform, name: string, path: string, body: object): Promise<void> => {
      const made = await platform.ask("POST", path, body);
      if (made.status >= 300) throw new Error(`${path}: ${JSON.stringify(made.body)}`);
      const { id, data } = made.body as { id?: string; data?: { id: string } };
      this.#ids[name] = data?.id ?? id ?? "";
    };
    const s3 = { type: "s3", config: { remote_url: "s3://bucket/", anonymous: true } };
    for (const name of ["docs", "other-docs"])
      await make(unstructured, name, "/api/v1/sources/", { name, ...s3 });
    for (const name of ["results", "other-results"])
      await make(unstructured, name, "/api/v1/destinations/", { name, ...s3 });
    if (!this.rows.some(({ kind }) => kind.startsWith("aisquared."))) return;
    const host = {
      host: "maria.example.com",
      port: "3306",
      username: "u",
      password: mariaPassword,
      database: "d",
    };
    for (const name of ["warehouse", "other-warehouse"]) {
      const connector = { connector_type: "source", connector_name: "MariaDB", configuration: host };
      await make(aisquared, name, "/api/v1/connectors", { connector: { name, ...connector } });
    }
    for (const name of ["crm", "other-crm"]) {
      const configuration = { destination_url: "https://hooks.example.com/" };
      const connector = { connector_type: "destination", connector_name: "Http", configuration };
      await make(aisquared, name, "/api/v1/connectors", { connector: { name, ...connector } });
    }
    const query = { query_type: "raw_sql", query: "select 1", primary_key: "id" };
    const ofSyncs = this.rows.filter(({ kind }) => kind === "aisquared.Sync").map(modelOf);
    for (const name of ["orders", "other-orders", ...ofSyncs]) {
      const of = { name, connector_id: Number(this.#ids.warehouse), ...query };
      await make(aisquared, name, "/api/v1/models", { model: of });
    }
  }

  /** The arguments of a row's resource. */
  args(row: FieldRow, stage: "before" | "after"): Fields {
    const own = row.kind === "aisquared.Sync" ? { modelId: `$${modelOf(row)}` } : {};
    return this.#resolved({ ...own, ...row[stage] }) as Fields;
  }

  /** A program with all resources. */
  program(stage: "before" | "after", optionsOf: (row: FieldRow) => object = () => ({})): string {
    return this.rows
      .map((row) => {
        const parts = [nameOf(row), this.args(row, stage), optionsOf(row)];
        return `new ${row.kind}(${parts.map((part) => JSON.stringify(part)).join(", ")});`;
      })
      .join("\n");
  }

  /** The body of the request that creates a row's object. */
  created(row: FieldRow, stage: "before" | "after"): unknown {
    const { keys, always, wrapper } = wires[row.kind];
    const args = this.args(row, stage);
    const values = Object.entries(args).flatMap(([name, value]) => {
      const key = keys[name];
      return key === undefined ? [] : [[key, this.#onWire(row, key, value)] as const];
    });
    const named = row.kind === "aisquared.Sync" ? {} : { name: nameOf(row) };
    const object = { ...named, ...always, ...Object.fromEntries(values) };
    return wrapper === undefined ? object : { [wrapper]: object };
  }

  /** The body of the request that updates it. A workflow is sent as a whole. */
  updated(row: FieldRow): unknown {
    const sent = this.wire(row, row.sent ?? {});
    const { wrapper } = wires[row.kind];
    if (row.sent !== undefined && "enable" in row.sent) return sent;
    return wrapper === undefined
      ? { ...(this.created(row, "after") as Fields), ...sent }
      : { [wrapper]: sent };
  }

  /** Values under the platform's keys, with the ids of the fixtures. */
  wire(row: FieldRow, values: Fields): Fields {
    const entries = Object.entries(values).map(([key, value]) => [
      key,
      this.#onWire(row, key, this.#resolved(value)),
    ]);
    return Object.fromEntries(entries) as Fields;
  }

  /** AI Squared has numbers as ids. */
  #onWire({ kind }: FieldRow, key: string, value: unknown): unknown {
    return kind.startsWith("aisquared.") && key.endsWith("_id") ? Number(value) : value;
  }

  #resolved(value: unknown): unknown {
    return mapTree(value, (leaf) => {
      if (typeof leaf !== "string" || !leaf.startsWith("$")) return descend;
      const id = this.#ids[leaf.slice(1)];
      if (id === undefined) throw new Error(`no fixture ${leaf}`);
      return id;
    });
  }
}

/** The writing requests of a row's object: the method, and what follows its path. */
interface Write {
  readonly what: string;
  readonly body: unknown;
}

type ByRow<Value> = Readonly<Record<string, Value>>;

function byRow<Value>(rows: readonly FieldRow[], valueOf: (row: FieldRow) => Value): ByRow<Value> {
  return Object.fromEntries(rows.map((row) => [nameOf(row), valueOf(row)]));
}

const platformOf = ({ platforms }: World, { kind }: FieldRow): TestPlatform =>
  kind.startsWith("aisquared.") ? platforms.aisquared : platforms.unstructured;

async function idsIn(stack: TestStack): Promise<ByRow<string>> {
  const resources = Object.entries(await stack.resources());
  return Object.fromEntries(resources.map(([name, { id }]) => [name, id ?? ""]));
}

const item = ({ kind }: FieldRow, id: string | undefined): string =>
  `${wires[kind].path.replace(/\/$/, "")}/${id ?? ""}`;

/** The object as the platform shows it, without times and what the platform makes anew. */
async function shown(world: World, row: FieldRow, id: string | undefined): Promise<unknown> {
  const { status, body } = await platformOf(world, row).ask("GET", item(row, id));
  expect([nameOf(row), status]).toEqual([nameOf(row), 200]);
  const { data } = body as { data?: { attributes: Fields } };
  const { status: state, connector, ...fields } = data?.attributes ?? (body as Fields);
  const apart = ["id", "created_at", "updated_at", "model", "source", "destination"];
  return {
    ...omit(fields, apart),
    connector: (connector as Fields | undefined)?.id,
    isDisabled: state === "disabled",
    workflow_nodes: (fields.workflow_nodes as readonly Fields[] | undefined)?.map((node) =>
      omit(node, ["id"]),
    ),
  };
}

/** The inputs in the state, in the clear. */
async function inputsIn(stack: TestStack): Promise<ByRow<Fields>> {
  const { deployment } = JSON.parse(await stack.exportState({ showSecrets: true })) as {
    readonly deployment: {
      readonly resources: readonly { readonly urn: string; readonly inputs?: Fields }[];
    };
  };
  return Object.fromEntries(
    deployment.resources.map(({ urn, inputs = {} }) => {
      const clear = mapTree(inputs, (value) =>
        isFields(value) && typeof value.plaintext === "string" ? JSON.parse(value.plaintext) : descend,
      ) as Fields;
      return [urn.split("::").at(-1) ?? "", omit(clear, ["__provider", "__options"])];
    }),
  );
}

function lifeOf(
  title: string,
  rows: readonly FieldRow[],
  options: WorldOptions & { readonly showsAll: boolean },
): void {
  const { showsAll, ...worldOptions } = options;
  describeOnEngines(
    title,
    (world) => {
      let matrix: Matrix;
      const drifting = rows.filter(({ isHidden = false }) => showsAll || !isHidden);
      /** The arguments that a refresh reports for each row. */
      const reported = byRow(rows, (row) => (drifting.includes(row) ? (row.reported ?? [row.field]) : []));
      const resourceCount = rows.length + 1;

      /**
       * The writing requests since the last call, by the row whose object they are about.
       *
       * @param ids Those of the objects before and after.
       */
      const takeWrites = (
        stage: "before" | "after",
        ...ids: readonly ByRow<string>[]
      ): ByRow<readonly Write[]> => {
        const found: Record<string, Write[]> = byRow(rows, () => []);
        for (const { method, path, body } of Object.values(world().platforms).flatMap(takeRequests)) {
          const about = rows.find((row) =>
            method === "POST"
              ? path === wires[row.kind].path && isEqual(body, matrix.created(row, stage))
              : ids.some((each) => `${path}/`.startsWith(`${item(row, each[nameOf(row)])}/`)),
          );
          if (about === undefined) throw new Error(`unexpected: ${method} ${path} ${JSON.stringify(body)}`);
          const id = ids
            .map((each) => own(each, nameOf(about)))
            .find((each) => each !== undefined && path.includes(each));
          const suffix = method === "POST" ? "" : path.slice(item(about, id).length);
          found[nameOf(about)]?.push({ what: [method, suffix].join(" ").trim(), body });
        }
        return found;
      };
      const whatOf = (writes: ByRow<readonly Write[]>): ByRow<readonly string[]> =>
        byRow(rows, (row) => {
          const whats = (writes[nameOf(row)] ?? []).map(({ what }) => what);
          // Which of the two comes first depends on whether both objects can be there at once.
          return whats.includes("POST") && whats.includes("DELETE") ? whats.toSorted() : whats;
        });
      const none = byRow(rows, () => []);
      /** What a response does not show is sent once, for nobody knows whether it is there. */
      const adopting = byRow(rows, ({ isHidden }) => (isHidden === true && !showsAll ? ["PUT"] : []));

      it("begins with one POST of its arguments", async () => {
        matrix = new Matrix(world(), rows);
        await matrix.makeFixtures();
        const { project, stack } = world();
        project.program(matrix.program("before"));
        const { succeeded, changes, output } = await stack.up();
        expect([succeeded, changes, succeeded ? "" : output]).toEqual([true, { create: resourceCount }, ""]);
        expect(whatOf(takeWrites("before", await idsIn(stack)))).toEqual(
          byRow(rows, ({ before }) => (before.enabled === false ? ["POST", "PATCH /enable"] : ["POST"])),
        );
        expect(await stack.stateText()).not.toContain("PLANTED");
      });

      it("stays as it is, without a writing request", async () => {
        const { stack } = world();
        expect(await stack.up({ refresh: true })).toMatchObject({
          succeeded: true,
          changes: { same: resourceCount },
        });
        expect(takeWrites("before", await idsIn(stack))).toEqual(none);
      });

      it("is updated with what has changed, or replaced", async () => {
        const { project, stack } = world();
        const before = await idsIn(stack);
        project.program(matrix.program("after"));
        const { succeeded, changes, output } = await stack.up();
        const replaced = rows.filter(isReplaced);
        expect([succeeded, succeeded ? "" : output]).toEqual([true, ""]);
        expect(changes).toEqual({
          same: 1,
          update: rows.length - replaced.length,
          ...(replaced.length > 0 ? { replace: replaced.length } : {}),
        });
        const after = await idsIn(stack);
        const writes = takeWrites("after", before, after);
        expect(whatOf(writes)).toEqual(byRow(rows, writesOf));
        for (const row of rows) {
          const name = nameOf(row);
          expect([name, after[name] !== before[name]]).toEqual([name, isReplaced(row)]);
          if (isReplaced(row)) continue;
          const update = row.sent !== undefined && "enable" in row.sent ? "PATCH /enable" : "PUT";
          const body = writes[name]?.find(({ what }) => what === update)?.body;
          expect([name, body]).toEqual([name, matrix.updated(row)]);
        }
        expect(await stack.stateText()).not.toContain("PLANTED");
      });

      const kept: Record<string, unknown> = {};

      it("is found changed by another client: that field, and no other", async () => {
        const { stack } = world();
        const ids = await idsIn(stack);
        const declared = await inputsIn(stack);
        for (const row of rows) kept[nameOf(row)] = await shown(world(), row, ids[nameOf(row)]);
        for (const row of drifting) {
          const id = ids[nameOf(row)];
          const { wrapper } = wires[row.kind];
          const change = matrix.wire(row, row.drift);
          const method = row.driftAt === undefined ? "PUT" : "PATCH";
          const isWrapped = wrapper !== undefined && row.driftAt === undefined;
          const body = isWrapped ? { [wrapper]: change } : change;
          const made = await platformOf(world(), row).ask(method, item(row, id) + (row.driftAt ?? ""), body);
          expect([nameOf(row), made.status, made.status < 300 ? "" : made.body]).toEqual([
            nameOf(row),
            200,
            "",
          ]);
        }
        const refresh = await stack.refresh();
        const changed = rows.filter((row) => reported[nameOf(row)]?.length !== 0).length;
        expect(refresh).toMatchObject({
          succeeded: true,
          changes: { update: changed, same: resourceCount - changed },
        });
        const found = await inputsIn(stack);
        const differences = (name: string): string[] => {
          const [left = {}, right = {}] = [declared[name], found[name]];
          const keys = Object.keys({ ...left, ...right });
          return keys.filter((key) => !isEqual(left[key], right[key])).sort();
        };
        expect(byRow(rows, (row) => differences(nameOf(row)))).toEqual(reported);
        expect(takeWrites("after", ids)).toEqual(none);
      });

      it("is restored by the next up, which shows that field and no other", async () => {
        const { stack } = world();
        const before = await idsIn(stack);
        const { succeeded, output } = await stack.up();
        expect([succeeded, succeeded ? "" : output]).toEqual([true, ""]);
        expect(byRow(rows, (row) => diffIn(output, nameOf(row)))).toEqual(
          byRow(rows, (row) => (row.isSecret === true ? [] : reported[nameOf(row)])),
        );
        const after = await idsIn(stack);
        expect(whatOf(takeWrites("after", before, after))).toEqual(
          byRow(rows, (row) => (reported[nameOf(row)]?.length === 0 ? [] : (row.restored ?? writesOf(row)))),
        );
        for (const row of rows) {
          const name = nameOf(row);
          expect([name, await shown(world(), row, after[name])]).toEqual([name, kept[name]]);
        }
      });

      it("is adopted by another stack, without a writing request", async () => {
        const { project, stack, otherStack } = world();
        const other = await otherStack("adopting");
        project.program(
          matrix.program("after", (row) => {
            const { name = nameOf(row), streamName } = row.after;
            return { adopt: row.kind === "aisquared.Sync" ? { streamName } : { name } };
          }),
        );
        const { succeeded, changes, output } = await other.up();
        expect([succeeded, changes, succeeded ? "" : output]).toEqual([true, { create: resourceCount }, ""]);
        const ids = await idsIn(stack);
        expect(await idsIn(other)).toEqual(ids);
        expect(whatOf(takeWrites("after", ids))).toEqual(adopting);
      });

      it("is exported with its value, and the exported program adopts it as it is", async () => {
        const { platforms, project, stack, otherStack } = world();
        const ids = await idsIn(stack);
        const folder = join(project.folder, "exported");
        await exportTo(folder, platforms);
        const texts = textsOf(folder);
        expect(JSON.stringify(texts)).not.toContain("PLANTED");
        const declarations = declarationsOf(texts);
        const wrong = rows.filter((row) => {
          const { exported, field, isHidden, kind } = row;
          const text = declarations.get(`${kind} ${ids[nameOf(row)]}`)?.replace(/\s+/g, " ") ?? "";
          const expected = isHidden === true && !showsAll ? `${field}: config.` : exported;
          return (
            text === "" || (expected === undefined ? text.includes(`${field}:`) : !text.includes(expected))
          );
        });
        expect(
          wrong.map((row) => [row.exported, declarations.get(`${row.kind} ${ids[nameOf(row)]}`)]),
        ).toEqual([]);
        const byObject = new Map(
          rows.map((row) => [`${row.kind} ${ids[nameOf(row)]}`, matrix.args(row, "after")]),
        );
        const config = secretConfig(manifestOf(folder), (object, path) => {
          const args = byObject.get(object);
          return args === undefined ? mariaPassword : valueAt(args, parseSecretPath(path));
        });
        const other = await otherStack("exported");
        await other.configure({}, config);
        useProgram(project, folder);
        const { succeeded, output } = await other.up();
        expect([succeeded, succeeded ? "" : output]).toEqual([true, ""]);
        expect(whatOf(takeWrites("after", ids))).toEqual(adopting);
      });

      it("ends with one DELETE", async () => {
        const { platforms, stack } = world();
        const ids = await idsIn(stack);
        const since = Object.values(platforms).map((platform) => [platform, platform.log.length] as const);
        expect(await stack.destroy()).toMatchObject({ succeeded: true, changes: { delete: resourceCount } });
        expect(whatOf(takeWrites("after", ids))).toEqual(byRow(rows, () => ["DELETE"]));
        const missed = since
          .flatMap(([{ log }, start]) => log.slice(start))
          .filter(({ status }) => status === 404);
        expect(missed).toEqual([]);
      });
    },
    worldOptions,
  );
}

const taken = new WeakMap<TestPlatform, number>();

/** Only an exported program has connectors, whose passwords nobody can read: they are sent once. */
const isMasked = (path: string): boolean => path.startsWith("/api/v1/connectors/");

/** The writing requests since the last call, but for logins. */
function takeRequests(platform: TestPlatform): TestPlatform["requests"] {
  const fresh = platform.requests.slice(taken.get(platform) ?? 0);
  taken.set(platform, platform.requests.length);
  return fresh.filter(({ method, path }) => method !== "GET" && !path.endsWith("/login") && !isMasked(path));
}

/** The arguments that the display of an operation names behind a resource: `[diff: +schedule~name]`. */
function diffIn(output: string, name: string): string[] {
  const line = output.split("\n").findLast((each) => new RegExp(`\\s${name}\\s.*\\[diff: `).test(each));
  return line === undefined
    ? []
    : (/\[diff: ([^\]]*)\]/.exec(line)?.[1] ?? "")
        .split(/[+~,-]/)
        .filter(Boolean)
        .sort();
}

const ofWorkflows = fieldRows.filter(({ kind }) => kind === "unstructured.Workflow");

lifeOf("each field of a workflow, a model and a sync", fieldRows, { showsAll: false, beside: ["aisquared"] });

lifeOf("each field of a workflow, in the newer form of the platform's responses", ofWorkflows, {
  showsAll: true,
  platformOptions: { newerWorkflows: true },
});

describe("the table of the fields", () => {
  it("has a row for each argument of each kind without a configuration of the catalog", () => {
    const declared = kinds
      .filter(({ kind }) => kind in wires)
      .flatMap(({ kind, arguments: all }) => Object.keys(all).map((field) => `${kind} ${field}`));
    const rows = fieldRows.map(({ kind, field }) => `${kind} ${field}`);
    expect([...new Set(rows)].sort()).toEqual(declared.sort());
  });

  it("changes in each row the field that it names", () => {
    const unchanged = fieldRows.filter(({ field, before, after }) => isEqual(before[field], after[field]));
    expect(unchanged.map(nameOf)).toEqual([]);
    expect(new Set(fieldRows.map(nameOf)).size).toBe(fieldRows.length);
  });
});
