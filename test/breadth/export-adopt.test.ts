import { join } from "node:path";
import { expect, it } from "@jest/globals";
import type { Manifest } from "../../provider/src/command-line/export/manifest";
import { isFields, type Fields } from "../../provider/src/values/fields";
import { parseSecretPath } from "../../provider/src/values/secret-paths";
import { valueAt } from "../../provider/src/values/tree";
import { describeOnEngines, type World } from "../harness";
import { examples } from "../harness/examples";
import { exportTo, manifestOf, secretConfig, textsOf, useProgram } from "../harness/exported-project";

const all = examples();

/** An object that somebody made by hand, and the arguments that it was made with. */
interface Made {
  readonly id: string;
  readonly args: Fields;
}

const values = new Map<string, unknown>();
for (const example of all) {
  for (const [name, value] of example.stackConfig((isSecret) => (isSecret ? "PLANTED" : "client"))) {
    if (!values.has(name)) values.set(name, value);
  }
}

/** Makes an object of each type, as other clients do. */
async function makeByHand({ platforms }: World): Promise<Map<string, Made>> {
  const made = new Map<string, Made>();
  const make = async (kind: string, path: string, body: object, args: Fields): Promise<void> => {
    const answer = await platforms[kind.split(".")[0] as keyof typeof platforms].ask("POST", path, body);
    const object = (answer.body ?? {}) as Fields;
    const data = isFields(object.data) ? object.data : object;
    const id = String(kind === "airweave.Collection" ? data.readable_id : data.id);
    expect([answer.status, answer.body]).toEqual([expect.any(Number), expect.anything()]);
    if (answer.status >= 300) throw new Error(`${kind}: ${JSON.stringify(answer)}`);
    made.set(`${kind} ${id}`, { id, args });
  };
  await make("airweave.Collection", "/collections", { name: "Support" }, {});
  const [collection] = [...made.values()];
  for (const example of all) {
    const { platform, role, type } = example.entry;
    const name = `${type} (${role}) by hand`.slice(0, 40);
    const args = example.args((key) => values.get(key));
    const body = { name, ...example.body(values) };
    switch (platform) {
      case "unstructured":
        await make(
          `unstructured.${role === "source" ? "Source" : "Destination"}`,
          `/api/v1/${role}s/`,
          body,
          args,
        );
        break;
      case "aisquared":
        await make("aisquared.Connector", "/api/v1/connectors", { connector: body }, args);
        break;
      case "airweave":
        await make(
          "airweave.SourceConnection",
          "/source-connections",
          { ...body, readable_collection_id: collection?.id },
          args,
        );
    }
  }
  await makePipelines(made, platforms, make);
  return made;
}

/** Makes a workflow, a model and a sync of the objects that there are, with all that can be secret in them. */
async function makePipelines(
  made: ReadonlyMap<string, Made>,
  { aisquared }: World["platforms"],
  make: (kind: string, path: string, body: object, args: Fields) => Promise<void>,
): Promise<void> {
  const last = (kind: string, isIt: (args: Fields) => boolean = () => true): string =>
    [...made].filter(([key, { args }]) => key.startsWith(`${kind} `) && isIt(args)).at(-1)?.[1].id ?? "";
  const [sourceId, destinationId] = [last("unstructured.Source"), last("unstructured.Destination")];
  const workflowNodes = [
    { name: "Partitioner", type: "partition", subtype: "vlm", settings: { provider_api_key: "PLANTED" } },
    { name: "Chunker", type: "chunk", subtype: "chunk_by_title", settings: { max_characters: 900 } },
  ];
  await make(
    "unstructured.Workflow",
    "/api/v1/workflows/",
    {
      ...{ name: "nightly", source_id: sourceId, destination_id: destinationId, workflow_type: "custom" },
      ...{ workflow_nodes: workflowNodes, schedule: "daily" },
    },
    { workflowNodes },
  );
  const from = last("aisquared.Connector", ({ connectorName }) => connectorName === "MariaDB");
  const to = last("aisquared.Connector", ({ connectorName }) => connectorName === "Http");
  const configuration = {
    harvesters: [{ type: "file" }],
    embedding_config: { model: "small", api_key: "PLANTED" },
    chunk_config: { chunk_size: 400, chunk_overlap: 0 },
  };
  await make(
    "aisquared.Model",
    "/api/v1/models",
    { model: { name: "files", connector_id: Number(from), query_type: "unstructured", configuration } },
    { configuration },
  );
  await aisquared.ask("GET", `/api/v1/connectors/${to}/discover`);
  const mappings = [
    { from: "id", to: "key", mapping_type: "standard" },
    { from: "note", to: "v", mapping_type: "vector", embedding_config: { mode: "m", api_key: "PLANTED" } },
  ];
  await make(
    "aisquared.Sync",
    "/api/v1/syncs",
    {
      sync: {
        ...{ source_id: Number(from), model_id: Number(last("aisquared.Model")), destination_id: Number(to) },
        ...{
          stream_name: "customers",
          sync_mode: "incremental",
          cursor_field: "id",
          configuration: mappings,
        },
        ...{ schedule_type: "interval", sync_interval: 2, sync_interval_unit: "hours" },
      },
    },
    { configuration: mappings },
  );
}

/** The stack config with the secrets that the objects were made with. */
function secretsOf(manifest: Manifest, made: ReadonlyMap<string, Made>): Record<string, string> {
  return secretConfig(
    manifest,
    (object, path) => valueAt(made.get(object)?.args, parseSecretPath(path)) ?? "not shown",
  );
}

function platformOf(kind: string): "unstructured" | "aisquared" {
  return kind.startsWith("unstructured.") ? "unstructured" : "aisquared";
}

/** `/api/v1/syncs/3` */
function pathOf(kind: string, id: string): string {
  return `/api/v1/${kind.split(".")[1]?.toLowerCase()}s/${id}`;
}

function lastPart(line: string): string {
  return line.slice(line.lastIndexOf("/") + 1);
}

function isFixedLogin(path: string): boolean {
  return path.startsWith("authentication.") && !path.startsWith("authentication.credentials");
}

describeOnEngines(
  "a workspace with every type of the catalog",
  (world) => {
    it("is adopted as it is: one write for each object with masked secrets, none for others", async () => {
      const { platforms, project, stack } = world();
      const made = await makeByHand(world());
      const folder = join(project.folder, "exported");
      const printed = await exportTo(folder, platforms);
      expect(printed).not.toContain("PLANTED");
      const manifest = manifestOf(folder);
      expect(Object.keys(manifest.entries).sort()).toEqual([...made.keys()].sort());
      useProgram(project, folder);
      await stack.configure({}, secretsOf(manifest, made));
      for (const each of Object.values(platforms)) each.take();
      const up = await stack.up();
      expect([up.succeeded, up.changes, up.succeeded ? "" : up.output]).toEqual([
        true,
        { create: made.size + 1 },
        "",
      ]);
      const written = Object.values(platforms).flatMap((each) => each.takeWrites().map(lastPart));
      expect(new Set(written).size).toBe(written.length);
      // No platform takes another login than credentials for an object that exists.
      const withSecrets = Object.entries(manifest.entries)
        .filter(([, { configKeys }]) => Object.keys(configKeys).some((path) => !isFixedLogin(path)))
        .map(([object]) => object.split(" ") as [kind: string, id: string]);
      expect(withSecrets.map(([, id]) => id)).toEqual(expect.arrayContaining(written));
      // Not every secret is masked: those that are shown are there already.
      for (const [kind, id] of withSecrets.filter(([, each]) => !written.includes(each))) {
        const { body } = await platforms[platformOf(kind)].ask("GET", pathOf(kind, id));
        expect([kind, JSON.stringify(body)]).toEqual([kind, expect.stringContaining("PLANTED")]);
      }
      expect(await stack.preview()).toMatchObject({ succeeded: true, changes: { same: made.size + 1 } });
      const destroyed = await stack.destroy();
      expect([destroyed.succeeded, destroyed.output]).toEqual([false, expect.stringContaining("protected")]);
      const before = textsOf(folder);
      await exportTo(folder, platforms, "--replace");
      expect(textsOf(folder)).toEqual(before);
    });
  },
  { beside: ["aisquared", "airweave"] },
);
