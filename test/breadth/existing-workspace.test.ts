import { execFile } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "@jest/globals";
import { diffLines } from "diff";
import { readWorkspace } from "../../provider/src/command-line/export/read-workspace";
import type { Inventory } from "../../provider/src/inventory/inventory";
import { kinds } from "../../provider/src/kinds";
import { startPlatforms } from "../../sandbox/src/serving/start-platforms";
import { describeOnEngines, repository } from "../harness";
import {
  declarationsOf,
  exportTo,
  manifestOf,
  secretConfig,
  textsOf,
  useProgram,
} from "../harness/exported-project";
import { objectCount, Workspace, type MadeObject, type Platforms } from "../harness/handmade-workspace";

const run = promisify(execFile);

/** A change that somebody makes in the platform's own interface, and the lines that it changes in the code. */
interface Change {
  readonly object: MadeObject;
  readonly make: () => Promise<unknown>;
  /** Without indentation, `+` or `-` first. */
  readonly lines: readonly string[];
}

const collections: Readonly<Record<string, string>> = {
  "unstructured.Source": "sources",
  "unstructured.Destination": "destinations",
  "unstructured.Workflow": "workflows",
  "aisquared.Connector": "connectors",
  "aisquared.Model": "models",
  "aisquared.Sync": "syncs",
};

const keyOf = ({ kind, id }: MadeObject): string => `${kind} ${id}`;

const itemPath = ({ kind, id }: MadeObject): string => `/api/v1/${collections[kind] ?? ""}/${id}`;

/** 13 of them: two objects are deleted, two are made, nine are changed. */
function changesOf(
  workspace: Workspace,
  { unstructured, aisquared, airweave }: Platforms,
): readonly (Change | "made")[] {
  const find = (kind: string, type: string, index = 0): MadeObject => {
    const found = workspace.objects.filter((each) => each.kind === kind && each.type === type)[index];
    if (found === undefined) throw new Error(`${kind} ${type}`);
    return found;
  };
  const buckets = [0, 1, 2].map((index) => find("unstructured.Source", "s3", index));
  const [bucket = find("", ""), moved = bucket, gone = bucket] = buckets;
  const astra = find("unstructured.Destination", "astradb");
  const slack = find("aisquared.Connector", "Anthropic");
  const collection = find("airweave.Collection", "");
  const connection = find("airweave.SourceConnection", "apollo");
  const workflow = find("unstructured.Workflow", "custom");
  const model = find("aisquared.Model", "raw_sql");
  const sync = find("aisquared.Sync", "interval");
  const goneConnection = find("airweave.SourceConnection", "apollo", 1);
  const put = (object: MadeObject, body: object): Promise<unknown> =>
    unstructured.ask("PUT", itemPath(object), body);
  const patch = (path: string, body: object): Promise<unknown> => airweave.ask("PATCH", path, body);
  return [
    {
      object: bucket,
      make: () => put(bucket, { name: "renamed bucket", config: urlOf(0) }),
      lines: ['-name: "public bucket 0",', '+name: "renamed bucket",'],
    },
    {
      object: moved,
      make: () => put(moved, { name: moved.name, config: { remote_url: "s3://moved/", anonymous: true } }),
      lines: ['-remote_url: "s3://public-1/",', '+remote_url: "s3://moved/",'],
    },
    { object: gone, make: () => unstructured.ask("DELETE", itemPath(gone)), lines: [] },
    {
      object: astra,
      make: async () => {
        const { body } = await unstructured.ask("GET", itemPath(astra));
        const { config } = body as { config: object };
        return put(astra, { name: astra.name, config: { ...config, ...secretsOf(astra), batch_size: 21 } });
      },
      lines: ["-batch_size: 20,", "+batch_size: 21,"],
    },
    {
      object: slack,
      make: async () => {
        const path = `/api/v1/connectors/${slack.id}`;
        const { body } = await aisquared.ask("GET", path);
        const { attributes } = (body as { data: { attributes: Record<string, unknown> } }).data;
        const { name, connector_type, connector_name, configuration } = attributes;
        const connector = { name, connector_type, connector_name, description: "edited by hand" };
        const whole = { ...(configuration as object), ...secretsOf(slack) };
        return aisquared.ask("PUT", path, { connector: { ...connector, configuration: whole } });
      },
      lines: ['+description: "edited by hand",'],
    },
    {
      object: collection,
      make: () => patch(`/collections/${collection.id}`, { name: "Renamed collection" }),
      lines: [`-name: ${JSON.stringify(collection.name)},`, '+name: "Renamed collection",'],
    },
    {
      object: connection,
      make: () => patch(`/source-connections/${connection.id}`, { schedule: { cron: "30 4 * * *" } }),
      lines: ['-schedule: { cron: "0 3 * * *" },', '+schedule: { cron: "30 4 * * *" },'],
    },
    {
      object: workflow,
      make: () => put(workflow, { schedule: "every 2 hours" }),
      lines: ['+schedule: "every 2 hours",'],
    },
    {
      object: model,
      make: () => aisquared.ask("PATCH", itemPath(model), { model: { query: "select id, note from t" } }),
      lines: ['-query: "select id from t\\n",', '+query: "select id, note from t",'],
    },
    {
      object: sync,
      make: () => aisquared.ask("PATCH", itemPath(sync), { sync: { sync_interval: 3 } }),
      lines: ["-syncInterval: 2,", "+syncInterval: 3,"],
    },
    {
      object: goneConnection,
      make: () => airweave.ask("DELETE", `/source-connections/${goneConnection.id}`),
      lines: [],
    },
    "made",
    "made",
  ];
}

const urlOf = (index: number): object => ({ remote_url: `s3://public-${index}/`, anonymous: true });

/** The secrets of an object by their keys. */
function secretsOf({ secrets }: MadeObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(secrets).map(([path, value]) => [path.slice(path.indexOf(".") + 1), value]),
  );
}

function changedLines(before: string, after: string): string[] {
  return diffLines(before, after).flatMap(({ value, added, removed }) =>
    added || removed
      ? value
          .trimEnd()
          .split("\n")
          .map((line) => (added ? "+" : "-") + line.trim())
      : [],
  );
}

describeOnEngines(
  `a workspace of ${objectCount} objects, made by hand`,
  (world) => {
    let workspace: Workspace;
    const folder = (): string => join(world().project.folder, "exported");
    const made = (): ReadonlyMap<string, MadeObject> =>
      new Map(workspace.objects.map((each) => [keyOf(each), each]));

    it("becomes code that is formatted and compiles", async () => {
      const { platforms, project } = world();
      workspace = new Workspace(platforms);
      await workspace.fill();
      expect(workspace.objects).toHaveLength(objectCount);
      for (const each of Object.values(platforms)) each.take();
      const printed = await exportTo(folder(), platforms);
      const requests = Object.values(platforms).flatMap((each) => each.take());
      expect(requests.filter((line) => !line.startsWith("GET ") && !line.endsWith("/login"))).toEqual([]);
      const secrets = workspace.objects.flatMap((each) => Object.values(each.secrets));
      const texts = textsOf(folder());
      const written = printed + Object.values(texts).join("\n");
      expect(secrets.filter((secret) => written.includes(secret))).toEqual([]);
      expect(Object.keys(manifestOf(folder()).entries).sort()).toEqual([...made().keys()].sort());
      const prettier = join(repository, "node_modules", "prettier", "bin", "prettier.cjs");
      const formatted = await printedBy(run(process.execPath, [prettier, "--check", folder()]));
      expect(formatted).toContain("All matched files use Prettier code style!");
      const types = join(project.folder, "node_modules", "@types");
      symlinkSync(join(repository, "node_modules", "@types"), types);
      const compiler = join(repository, "node_modules", "typescript", "bin", "tsc");
      const options = ["--noEmit", "--strict", "-p", folder()];
      expect(await printedBy(run(process.execPath, [compiler, ...options]))).toBe("");
    });

    it("is held by a sandbox as it is: exported again, it is the same", async () => {
      const { platforms, project } = world();
      const inventory = await inventoryOf(Object.values(platforms).map(({ env }) => env));
      const held = await startPlatforms(join(project.folder, "held"), {
        objects: [{ path: "inventory.json", inventory }],
      });
      try {
        expect(await inventoryOf([held.env])).toEqual(inventory);
      } finally {
        await held.stop();
      }
    });

    it("is taken over with one write for each object with masked secrets, and is protected", async () => {
      const { platforms, project, stack } = world();
      useProgram(project, folder());
      const missing = await stack.preview();
      expect([missing.succeeded, missing.output]).toEqual([false, expect.stringContaining("astradb")]);
      const manifest = manifestOf(folder());
      const config = secretConfig(manifest, (object, path) => made().get(object)?.secrets[path]);
      await stack.configure({}, config);
      for (const each of Object.values(platforms)) each.take();
      const up = await stack.up();
      expect([up.succeeded, up.succeeded ? "" : up.output]).toEqual([true, ""]);
      expect(up.changes).toEqual({ create: objectCount + 1 });
      const written = Object.values(platforms).flatMap((each) =>
        each.takeWrites().map((line) => line.slice(line.lastIndexOf("/") + 1)),
      );
      const masked = await maskedObjects(platforms, workspace.objects);
      expect(written.toSorted()).toEqual(masked.map(({ id }) => id).toSorted());
      expect(await stack.preview()).toMatchObject({ succeeded: true, changes: { same: objectCount + 1 } });
      const destroyed = await stack.destroy();
      expect([destroyed.succeeded, destroyed.output]).toEqual([false, expect.stringContaining("protected")]);
    });

    it("shows exactly what people change in the platforms' interfaces", async () => {
      const { platforms } = world();
      const before = textsOf(folder());
      const entries = manifestOf(folder()).entries;
      const changes = changesOf(workspace, platforms).filter((change) => change !== "made");
      for (const { make } of changes) {
        const answered = (await make()) as { status: number };
        expect(answered.status).toBeLessThan(300);
      }
      const type = { type: "s3", config: urlOf(9) };
      const post = async (path: string, body: object): Promise<string> => {
        const answered = await platforms.unstructured.ask("POST", path, body);
        return (answered.body as { id: string }).id;
      };
      // One has the new name of another object, whose resource keeps its name.
      const ids = [
        await post("/api/v1/sources/", { name: "made by hand", ...type }),
        await post("/api/v1/sources/", { name: "production", ...type }),
      ].map((id) => `unstructured.Source ${id}`);
      await exportTo(folder(), platforms, "--replace");
      const [old, now] = [declarationsOf(before), declarationsOf(textsOf(folder()))];
      const changed = new Map(
        [...old.keys(), ...ids]
          .filter((id) => old.get(id) !== now.get(id))
          .map((id) => [id, changedLines(old.get(id) ?? "", now.get(id) ?? "")]),
      );
      expect([...changed.keys()].toSorted()).toEqual(
        [...changes.map(({ object }) => keyOf(object)), ...ids].toSorted(),
      );
      for (const { object, lines } of changes.filter((each) => each.lines.length > 0))
        expect([object.name, changed.get(keyOf(object))]).toEqual([object.name, lines]);
      const after = manifestOf(folder()).entries;
      const kept = Object.keys(entries).filter((key) => key in after);
      expect(kept).toHaveLength(objectCount - 2);
      expect(kept.filter((key) => after[key]?.resource !== entries[key]?.resource)).toEqual([]);
      const again = textsOf(folder());
      await exportTo(folder(), platforms, "--replace");
      expect(textsOf(folder())).toEqual(again);
    });
  },
  { beside: ["aisquared", "airweave"] },
);

/** What `export --json` writes. @param settings Of the platforms. */
async function inventoryOf(settings: readonly NodeJS.ProcessEnv[]): Promise<Inventory> {
  const before = process.env;
  process.env = Object.assign({ ...before }, ...settings) as NodeJS.ProcessEnv;
  try {
    return await readWorkspace({ definitions: kinds }, { config: () => undefined });
  } finally {
    process.env = before;
  }
}

/** What a command printed, whether it succeeded or not. */
async function printedBy(running: Promise<{ readonly stdout: string }>): Promise<string> {
  const { stdout } = await running.catch((error: unknown) => error as { readonly stdout: string });
  return stdout;
}

/**
 * The objects whose platform masks a secret, or does not show what the program has to declare: the credentials at Airweave, the id of a
 * template at Unstructured.
 */
async function maskedObjects(
  { unstructured, aisquared }: Platforms,
  objects: readonly MadeObject[],
): Promise<MadeObject[]> {
  const masked: MadeObject[] = [];
  for (const object of objects) {
    if (object.kind.startsWith("airweave.") || "templateId" in object.secrets) {
      if (Object.keys(object.secrets).length > 0) masked.push(object);
      continue;
    }
    const platform = object.kind.startsWith("unstructured.") ? unstructured : aisquared;
    const { body } = await platform.ask("GET", itemPath(object));
    // A model and a sync are shown with the connectors that they refer to.
    const own = object.kind.startsWith("unstructured.") ? body : ownConfiguration(body);
    if (/"\*{3,}"/.test(JSON.stringify(own ?? null))) masked.push(object);
  }
  return masked;
}

function ownConfiguration(body: unknown): unknown {
  return (body as { data: { attributes: { configuration?: unknown } } }).data.attributes.configuration;
}
