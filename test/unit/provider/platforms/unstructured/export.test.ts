import { expect, it } from "@jest/globals";
import { generateProject } from "../../../../../provider/src/command-line/export/code";
import { inventoryObject } from "../../../../../provider/src/inventory/inventory-object";
import { sourceDefinition } from "../../../../../provider/src/platforms/unstructured/source";
import { workflowDefinition } from "../../../../../provider/src/platforms/unstructured/workflow";

const key = "PLANTEDproviderkey7";
const source = { id: "s-1", name: "docs", type: "s3", config: { remote_url: "s3://b/" }, created_at: "t" };
const workflow = {
  id: "w-1",
  name: "nightly",
  status: "active",
  workflow_type: "custom",
  sources: ["s-1"],
  destinations: ["gone"],
  schedule: { crontab_entries: [{ cron_expression: "0 0 * * *" }] },
  reprocess_all: false,
  created_at: "t",
  workflow_nodes: [
    {
      id: "n-1",
      name: "Partitioner",
      type: "partition",
      subtype: "vlm",
      settings: { model: "m", provider_api_key: key, other: "**********" },
    },
  ],
};

const inventoryOf = (definition: typeof workflowDefinition, body: { id: string }) =>
  inventoryObject(definition, { ...definition.fromResponse(body), id: body.id });

it("an inventory has a workflow without its secrets, masked or not, and without what changes by itself", () => {
  expect(inventoryOf(workflowDefinition, workflow)).toEqual({
    kind: "unstructured.Workflow",
    id: "w-1",
    fields: {
      name: "nightly",
      workflowType: "custom",
      sourceId: "s-1",
      destinationId: "gone",
      schedule: "daily",
      reprocessAll: false,
      createdAt: "t",
      workflowNodes: [{ name: "Partitioner", type: "partition", subtype: "vlm", settings: { model: "m" } }],
    },
    secrets: ["workflowNodes.0.settings.other", "workflowNodes.0.settings.provider_api_key"],
    unknown: [],
  });
});

it("an exported program refers to the source, and reads the key of a node from the stack config", async () => {
  const objects = [inventoryOf(sourceDefinition, source), inventoryOf(workflowDefinition, workflow)];
  const { files, secretCommands } = await generateProject(
    { version: 1, objects },
    { project: "test", unmanaged: false },
  );
  const text = files.get("index.ts") ?? "";
  expect(text).toContain("sourceId: docs.id");
  expect(text).toContain('destinationId: "gone"');
  expect(text).toContain("provider_api_key: config.nightly.providerApiKey");
  expect(text).toContain('schedule: "daily"');
  expect([...files.values()].join("")).not.toContain(key);
  expect(secretCommands.join("\n")).toContain("nightly.providerApiKey");
});
