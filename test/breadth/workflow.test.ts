import { expect, it } from "@jest/globals";
import { describeOnEngines, type World } from "../harness";

type Fields = Readonly<Record<string, unknown>>;

const s3 = { type: "s3", config: { remote_url: "s3://bucket/", anonymous: true } };
const gcs = { type: "gcs", config: { remote_url: "gs://bucket/", service_account_key: "{}" } };
const key = "PLANTEDproviderkey7";
const partitioner = {
  name: "Partitioner",
  type: "partition",
  subtype: "vlm",
  settings: { is_dynamic: true, provider_api_key: key },
};
const chunker = {
  name: "Chunker",
  type: "chunk",
  subtype: "chunk_by_title",
  settings: { max_characters: 900 },
};
const custom = { workflowType: "custom", workflowNodes: [partitioner, chunker], schedule: "daily" };

/** A source, a destination and the workflow between them. */
const programOf = (workflow: Fields, source: Fields = s3, options: Fields = {}): string => `
  const docs = new unstructured.Source("docs", ${JSON.stringify({ name: "docs", ...source })});
  const results = new unstructured.Destination("results", ${JSON.stringify({ name: "results", ...s3 })});
  const nightly = new unstructured.Workflow("nightly", {
    sourceId: docs.id, destinationId: results.id, ...${JSON.stringify({ name: "nightly", ...workflow })},
  }, ${JSON.stringify(options)});
  exports.schedule = nightly.schedule;
  exports.status = nightly.status;
`;

/** The write requests, with names in place of ids: `PUT nightly`. */
async function takeWrites({ platform, stack }: World, earlier: Fields = {}): Promise<string[]> {
  const resources = Object.entries(await stack.resources()).map(([name, { id }]) => [String(id), name]);
  const names = new Map([
    ...Object.entries(earlier).map(([name, id]) => [String(id), name]),
    ...resources,
  ] as [string, string][]);
  return platform.takeWrites().map((line) => {
    const [method = "", path = ""] = line.split(" ");
    const [, , , kind = "", id = ""] = path.split("/");
    return `${method} ${id === "" ? kind : (names.get(id) ?? path)}`;
  });
}

const idsOf = async ({ stack }: World): Promise<Record<string, string>> =>
  Object.fromEntries(Object.entries(await stack.resources()).map(([name, { id }]) => [name, String(id)]));

describeOnEngines("the life of a workflow", (world) => {
  it("begins with one POST each, the workflow's last", async () => {
    const { platform, project, stack } = world();
    project.program(programOf(custom));
    expect(await stack.preview()).toMatchObject({ succeeded: true, changes: { create: 4 } });
    expect(platform.take()).toEqual([]);
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 4 } });
    expect(await stack.outputs()).toMatchObject({ schedule: "daily", status: "active" });
    const { docs, results } = await idsOf(world());
    expect(platform.requests.at(-1)?.body).toEqual({
      name: "nightly",
      source_id: docs,
      destination_id: results,
      workflow_type: "custom",
      workflow_nodes: custom.workflowNodes,
      schedule: "daily",
      reprocess_all: false,
    });
    expect((await takeWrites(world())).at(-1)).toBe("POST workflows");
    expect(await stack.stateText()).not.toContain(key);
  });

  it("goes on without a writing request, where nothing changes", async () => {
    const { stack } = world();
    expect(await stack.refresh()).toMatchObject({ succeeded: true, changes: { same: 4 } });
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 4 } });
    expect(await takeWrites(world())).toEqual([]);
  });

  it("shows no default of the platform as something that the program gives no longer", async () => {
    const { project, stack } = world();
    const { nightly } = await stack.resources();
    expect(nightly?.outputs).toMatchObject({ reprocessAll: false });
    expect(nightly?.inputs).not.toHaveProperty("reprocessAll");
    project.program(programOf({ ...custom, name: "renamed" }));
    const { output } = await stack.preview({ diff: true });
    expect(output).toMatch(/~ name +: "nightly" => "renamed"/);
    expect(output).not.toMatch(/[-+~] reprocessAll/);
    project.program(programOf(custom));
  });

  it("is updated in place when its source is replaced, between the new and the old one", async () => {
    const { project, stack } = world();
    const before = await idsOf(world());
    project.program(programOf(custom, gcs));
    expect(await stack.up()).toMatchObject({
      succeeded: true,
      changes: { replace: 1, update: 1, same: 2 },
    });
    const after = await idsOf(world());
    expect(after.nightly).toBe(before.nightly);
    expect(await takeWrites(world(), { old: before.docs })).toEqual([
      "POST sources",
      "PUT nightly",
      "DELETE old",
    ]);
  });

  it("loses its schedule with one PUT", async () => {
    const { platform, project, stack } = world();
    const { schedule: _schedule, ...unscheduled } = custom;
    project.program(programOf(unscheduled, gcs));
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { update: 1, same: 3 } });
    const put = platform.requests.findLast(({ method }) => method === "PUT");
    expect(put?.body).toMatchObject({ schedule: null, workflow_nodes: custom.workflowNodes });
    expect(await takeWrites(world())).toEqual(["PUT nightly"]);
    expect(await stack.up()).toMatchObject({ changes: { same: 4 } });
  });

  it("is put back after a change on the platform", async () => {
    const { platform, stack } = world();
    const { nightly } = await idsOf(world());
    await platform.ask("PUT", `/api/v1/workflows/${nightly}`, {
      schedule: "weekly",
      workflow_nodes: [partitioner],
    });
    platform.take();
    expect(await stack.refresh()).toMatchObject({ succeeded: true, changes: { update: 1, same: 3 } });
    expect((await stack.resources()).nightly?.outputs).toMatchObject({ schedule: "weekly" });
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { update: 1, same: 3 } });
    expect(await takeWrites(world())).toEqual(["PUT nightly"]);
    const { body } = await platform.ask("GET", `/api/v1/workflows/${nightly}`);
    expect(body).toMatchObject({ schedule: null, workflow_nodes: [{}, { name: "Chunker" }] });
    platform.take();
  });

  it("is left on the platform, and adopted by its name without a writing request", async () => {
    const { platform, project, stack } = world();
    const { schedule: _schedule, ...unscheduled } = custom;
    const { nightly } = await idsOf(world());
    const { body } = await platform.ask("GET", `/api/v1/workflows/${nightly}`);
    project.program(programOf(unscheduled, gcs, { retainOnDelete: true }));
    await stack.up();
    project.program(programOf(unscheduled, gcs).replace(/const nightly[\s\S]*$/, ""));
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 3 } });
    expect(platform.takeWrites()).toEqual([]);
    project.program(programOf(unscheduled, gcs, { adopt: { name: "nightly" } }));
    expect(await stack.up()).toMatchObject({ succeeded: true });
    expect((await idsOf(world())).nightly).toBe(nightly);
    // Its key is a secret, which no response need show as it is.
    expect((await takeWrites(world())).filter((line) => line !== "PUT nightly")).toEqual([]);
    expect((await platform.ask("GET", `/api/v1/workflows/${nightly}`)).body).toMatchObject({
      id: (body as { id: string }).id,
      created_at: (body as { created_at: string }).created_at,
    });
    platform.take();
  });

  it("ends before its source and destination", async () => {
    const { stack } = world();
    const before = await idsOf(world());
    expect(await stack.destroy()).toMatchObject({ succeeded: true });
    const [first, ...others] = await takeWrites(world(), before);
    expect(first).toBe("DELETE nightly");
    expect(others.sort()).toEqual(["DELETE docs", "DELETE results"]);
  });
});

describeOnEngines("a pipeline", (world) => {
  const parts = {
    source: { name: "docs", ...s3 },
    destination: { name: "results", ...s3 },
    workflow: { name: "nightly", ...custom },
  };
  const aliases = (name: string): string =>
    `{ aliases: [{ name: "${name}", parent: pulumi.rootStackResource }] }`;
  const kinds = async (): Promise<string[]> =>
    (await world().stack.allResources()).map(({ urn }) => urn.replace(/^.*::dev::test::/, "")).sort();

  it("takes in resources that exist by aliases, without a writing request", async () => {
    const { platform, project, stack } = world();
    project.program(programOf(custom));
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 4 } });
    platform.take();
    project.program(`
      const pipeline = new unstructured.Pipeline("invoices", ${JSON.stringify(parts)}, {
        source: ${aliases("docs")}, destination: ${aliases("results")}, workflow: ${aliases("nightly")},
      });
      exports.id = pipeline.workflow.id;
    `);
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 1, same: 4 } });
    expect(platform.takeWrites()).toEqual([]);
    expect((await kinds()).filter((urn) => urn.includes("invoices"))).toHaveLength(4);
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 5 } });
  });

  it("is made of resources that exist and of arguments, and goes as a whole", async () => {
    const { platform, project, stack } = world();
    expect(await stack.destroy()).toMatchObject({ succeeded: true });
    project.program(`
      const shared = new unstructured.Source("shared", ${JSON.stringify(s3)});
      new unstructured.Pipeline("mixed", { source: shared, workflow: ${JSON.stringify(custom)} });
    `);
    platform.take();
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 4 } });
    expect(platform.takeWrites()).toEqual(["POST /api/v1/sources/", "POST /api/v1/workflows/"]);
    expect(platform.requests.at(-1)?.body).toMatchObject({ name: "mixed", schedule: "daily" });
    expect(await stack.destroy()).toMatchObject({ succeeded: true });
    expect(platform.takeWrites().map((line) => line.split("/")[3])).toEqual(["workflows", "sources"]);
  });

  it("refuses arguments of a source beside a workflow that exists", async () => {
    const { platform, project, stack } = world();
    platform.take();
    project.program(`
      const nightly = new unstructured.Workflow("nightly", ${JSON.stringify({ ...custom, schedule: undefined })});
      new unstructured.Pipeline("mixed", { source: ${JSON.stringify(s3)}, workflow: nightly });
    `);
    const { succeeded, output } = await stack.preview();
    expect(succeeded).toBe(false);
    expect(output).toContain(
      'unstructured.Pipeline "mixed": source: a workflow that exists has its connectors already',
    );
  });
});
