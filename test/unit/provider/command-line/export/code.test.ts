import { describe, expect, it } from "@jest/globals";
import { generateProject, type CodeOptions } from "../../../../../provider/src/command-line/export/code";
import type { Inventory, InventoryObject } from "../../../../../provider/src/inventory/inventory";
import { declaredBy, other, secretOf, unformatted } from "../../../../harness/generated-program";

const options: CodeOptions = { project: "demo", unmanaged: false };

function source(id: string, fields: Readonly<Record<string, unknown>> = {}): InventoryObject {
  return {
    kind: "unstructured.Source",
    id,
    fields: { name: "Invoices", type: "s3", config: { remote_url: "s3://in/", recursive: true }, ...fields },
    secrets: ["config.key", "config.secret"],
    unknown: [],
  };
}

function connection(id: string, fields: Readonly<Record<string, unknown>> = {}): InventoryObject {
  return {
    kind: "airweave.SourceConnection",
    id,
    fields: {
      name: "Issues",
      shortName: "github",
      readableCollectionId: "support-1",
      config: { repo_name: "a/b", branch: "" },
      schedule: { cron: "0 6 * * *" },
      authMethod: "direct",
      ...fields,
    },
    secrets: [],
    unknown: [],
  };
}

const collection: InventoryObject = {
  kind: "airweave.Collection",
  id: "support-1",
  fields: { name: "support", readableId: "support-1" },
  secrets: [],
  unknown: [],
};

function inventory(...objects: readonly InventoryObject[]): Inventory {
  return { version: 1, objects };
}

describe("a generated project", () => {
  it("declares models and syncs after what they refer to, with the secrets in their mappings", async () => {
    const connector = (id: string, connectorType: string): InventoryObject => ({
      ...{ kind: "aisquared.Connector", id, secrets: [], unknown: [] },
      fields: {
        ...{ name: connectorType, connectorType, connectorName: "Http" },
        configuration: { destination_url: "https://hooks.example.com/records" },
      },
    });
    const sync: InventoryObject = {
      ...{ kind: "aisquared.Sync", id: "9", unknown: [] },
      fields: {
        ...{
          sourceId: "1",
          modelId: "5",
          destinationId: "2",
          streamName: "orders",
          syncMode: "full_refresh",
        },
        ...{ scheduleType: "manual", enabled: false },
        configuration: [
          { from: "id", to: "id", mapping_type: "standard" },
          { from: "text", to: "vector", mapping_type: "vector", embedding_config: { model: "small" } },
        ],
      },
      secrets: ["configuration.1.embedding_config.api_key"],
    };
    const model: InventoryObject = {
      ...{ kind: "aisquared.Model", id: "5", secrets: [], unknown: [] },
      fields: {
        ...{ name: "orders", connectorId: "1", queryType: "raw_sql", query: "select 1", primaryKey: "id" },
      },
    };
    const given = inventory(sync, model, connector("1", "source"), connector("2", "destination"));
    const { files } = await generateProject(given, options);
    const text = files.get("index.ts") ?? "";
    expect(text).toContain("connectorId: source.id,");
    expect(text).toContain("sourceId: source.id,");
    expect(text).toContain("modelId: orders.id,");
    expect(text).toContain("destinationId: destination.id,");
    // One that somebody has disabled has a schedule nevertheless.
    expect(text).toContain('scheduleType: "manual",');
    expect(text).toContain("enabled: false,");
    expect(text).toContain("sync: z.object({ apiKey: secret(z.string()) })");
    expect(text).toMatch(/embedding_config: \{\s*model: "small",\s*api_key: config\.sync\.apiKey,?\s*\}/);
    expect(text).toMatch(/new aisquared\.Model\([\s\S]*new aisquared\.Sync\(/);
  });

  it("declares the objects as they are, with secrets of the stack config and references", async () => {
    const given = inventory(connection("c1"), collection, source("s1"));
    const project = await generateProject(given, options);
    expect(project.files.get("index.ts")).toMatchInlineSnapshot(`
     "import { airweave, unstructured } from "pulumi-connectors";
     import { loadStackConfig, secret, z } from "pulumi-connectors/stack-config";

     const config = loadStackConfig(
       z.object({
         issues: z.object({ personalAccessToken: secret(z.string()) }),
         invoices: z.object({ key: secret(z.string()), secret: secret(z.string()) }),
       }),
     );

     const support = new airweave.Collection(
       "support",
       { readableId: "support-1" },
       { adopt: "support-1", protect: true },
     );

     new airweave.SourceConnection(
       "issues",
       {
         name: "Issues",
         shortName: "github",
         readableCollectionId: support.readableId,
         config: {
           repo_name: "a/b",
           branch: "",
         },
         schedule: { cron: "0 6 * * *" },
         authentication: {
           credentials: { personal_access_token: config.issues.personalAccessToken },
         },
       },
       { adopt: "c1", protect: true },
     );

     new unstructured.Source(
       "invoices",
       {
         name: "Invoices",
         type: "s3",
         config: {
           remote_url: "s3://in/",
           key: config.invoices.key,
           secret: config.invoices.secret,
           recursive: true,
         },
       },
       { adopt: "s1", protect: true },
     );
     "
    `);
    expect(declaredBy(project.files, given)).toMatchObject([
      { kind: "airweave.Collection", name: "support", args: { readableId: "support-1" } },
      { kind: "airweave.SourceConnection", args: { readableCollectionId: "support-1" } },
      { kind: "unstructured.Source", name: "invoices", options: { adopt: "s1", protect: true } },
    ]);
    expect(await unformatted(project.files)).toEqual([]);
    expect([...project.files.keys()]).toEqual([
      "Pulumi.yaml",
      "package.json",
      "tsconfig.json",
      ".gitignore",
      "index.ts",
    ]);
    expect(project.secretCommands).toEqual([
      "pulumi config set --secret --path 'issues.personalAccessToken'",
      "pulumi config set --secret --path 'invoices.key'",
      "pulumi config set --secret --path 'invoices.secret'",
    ]);
    expect(project.notes).toEqual([]);
  });

  it("keeps the names of an earlier export, whatever is renamed, added or removed", async () => {
    const before = await generateProject(inventory(source("s1"), source("s2"), source("s3")), options);
    const entries = before.manifest;
    expect(Object.values(entries).map(({ resource }) => resource)).toEqual([
      "invoices",
      "invoices-2",
      "invoices-3",
    ]);
    const after = inventory(
      source("s0", { name: "Invoices 2" }),
      source("s3"),
      source("s2", { name: "Receipts" }),
    );
    const { files, manifest } = await generateProject(after, {
      ...options,
      manifest: { version: 1, entries, files: {} },
    });
    expect(
      declaredBy(files, after).map(({ name, args, options: { adopt } }) => [adopt, name, args?.name]),
    ).toEqual([
      ["s2", "invoices-2", "Receipts"],
      ["s0", "invoices-2-2", "Invoices 2"],
      ["s3", "invoices-3", "Invoices"],
    ]);
    expect(manifest["unstructured.Source s2"]).toEqual(entries["unstructured.Source s2"]);
    expect(Object.keys(manifest)).not.toContain("unstructured.Source s1");
  });

  it("uses of a manifest only what is usable", async () => {
    const entry = (resource: unknown, key: unknown): unknown => ({
      resource,
      configKeys: { "config.key": key },
    });
    const entries = {
      "unstructured.Source s1": entry("kept", "__proto__.key"),
      "unstructured.Source s2": entry("kept", "a.b'; rm -rf ~; '"),
      "unstructured.Source s3": entry(7, "own.key"),
      "unstructured.Source s4": null,
    };
    const given = inventory(...["s1", "s2", "s3", "s4"].map((id) => source(id)));
    const { files, secretCommands } = await generateProject(given, {
      ...options,
      manifest: { version: 1, entries: entries as never, files: {} },
    });
    const declared = declaredBy(files, given);
    expect(declared.map(({ name }) => name)).toEqual(["invoices", "invoices-2", "invoices-3", "kept"]);
    for (const command of secretCommands)
      expect(command).toMatch(/^pulumi config set --secret --path '[\w.]+'$/);
    expect(new Set(secretCommands).size).toBe(8);
  });

  it("spreads more than 30 objects over one file a platform, which share one stack config", async () => {
    const sources = Array.from({ length: 30 }, (_, index) => source(`s${index}`));
    const given = inventory(...sources, collection, connection("c1"));
    const { files } = await generateProject(given, options);
    expect([...files.keys()].filter((path) => path.endsWith(".ts"))).toEqual([
      "config.ts",
      "airweave.ts",
      "unstructured.ts",
      "index.ts",
    ]);
    expect(files.get("index.ts")).toBe('import "./airweave";\nimport "./unstructured";\n');
    expect(declaredBy(files, given)).toHaveLength(32);
    expect(await unformatted(files)).toEqual([]);
  });

  it("reads the objects only, on demand, and needs no secrets for it", async () => {
    const given = inventory(source("s1"), collection, connection("c1"));
    const { files, secretCommands } = await generateProject(given, {
      ...options,
      unmanaged: true,
      account: "eu",
    });
    expect(declaredBy(files, given)).toEqual([
      { kind: "airweave.Collection", name: "support", options: { id: "support-1", account: "eu" } },
      { kind: "airweave.SourceConnection", name: "issues", options: { id: "c1", account: "eu" } },
      { kind: "unstructured.Source", name: "invoices", options: { id: "s1", account: "eu" } },
    ]);
    expect(secretCommands).toEqual([]);
    expect(await unformatted(files)).toEqual([]);
  });

  it("names the account in every resource, and in the manifest", async () => {
    const given = inventory(source("s1"));
    const { files, manifest } = await generateProject(given, { ...options, account: "eu" });
    expect(declaredBy(files, given)[0]?.options).toEqual({ account: "eu", adopt: "s1", protect: true });
    expect(Object.keys(manifest)).toEqual(["unstructured.Source s1 eu"]);
  });

  it("declares a type that the catalog lacks by otherType, with every key a secret", async () => {
    const given = inventory({
      ...source("s1", { type: "brand_new", config: {} }),
      secrets: ["config.constructor", "config.__proto__", "config.a\\.b", "config.$(rm)"],
      isOtherType: true,
    });
    const { files, secretCommands, notes } = await generateProject(given, options);
    const { args = {} } = declaredBy(files, given)[0] ?? {};
    expect(args.type).toBe(other("brand_new"));
    expect(Object.entries(args.config as object)).toEqual([
      ["constructor", secretOf("invoices.constructor2")],
      ["__proto__", secretOf("invoices.proto")],
      ["a.b", secretOf("invoices.aB")],
      ["$(rm)", secretOf("invoices.rm")],
    ]);
    expect(secretCommands).toContain("pulumi config set --secret --path 'invoices.rm'");
    expect(notes).toEqual([]);
  });

  it("leaves keys out that the catalog lacks, and says so without showing what could steer a terminal", async () => {
    const given = inventory({ ...source("s1"), unknown: ["config.new\u001b[2J"] });
    const { files, notes } = await generateProject(given, options);
    expect(declaredBy(files, given)[0]?.args?.config).not.toHaveProperty("new");
    expect(notes).toEqual([
      'unstructured.Source "invoices": config.new\\u001b[2J is not in the catalog and left out: an update of the object removes it from the platform',
    ]);
  });

  it("declares what the catalog refuses by otherType, with its public keys public", async () => {
    const given = inventory({
      ...source("s1", {
        type: "zendesk",
        config: { subdomain: "a", email: "a@example.com", item_type: "chats" },
      }),
      secrets: ["config.api_token"],
    });
    const { files, notes } = await generateProject(given, options);
    expect(declaredBy(files, given)).toMatchObject([
      {
        args: {
          type: other("zendesk"),
          config: {
            subdomain: "a",
            email: "a@example.com",
            item_type: "chats",
            api_token: secretOf("invoices.apiToken"),
          },
        },
        options: { publicKeys: ["subdomain", "email", "item_type"] },
      },
    ]);
    expect(notes.join("\n")).toContain("declared with otherType, because of config.item_type");
  });

  it("writes values in the types of the catalog where the platform takes both for the same", async () => {
    const config = { remote_url: "s3://in/", recursive: "true" };
    const given = inventory(source("s1", { config }));
    const { files } = await generateProject(given, options);
    expect(declaredBy(files, given)[0]?.args).toMatchObject({ type: "s3", config: { recursive: true } });
  });

  it("asks for a secret that must be there though the platform shows none", async () => {
    const given = inventory({
      kind: "aisquared.Connector",
      id: "4",
      fields: {
        name: "warehouse",
        connectorType: "source",
        connectorName: "Snowflake",
        configuration: {
          host: "h",
          role: "r",
          warehouse: "w",
          database: "d",
          credentials: { auth_type: "username/password", username: "u" },
        },
      },
      secrets: [],
      unknown: [],
    });
    const { secretCommands, notes } = await generateProject(given, options);
    expect(secretCommands).toEqual(["pulumi config set --secret --path 'warehouse.password'"]);
    expect(notes).toEqual([
      'aisquared.Connector "warehouse": configuration.credentials.password is needed, though the platform shows none',
    ]);
  });

  it("leaves a schedule as it is that this release would refuse", async () => {
    const given = inventory(connection("c1", { schedule: { cron: "@hourly" } }));
    const { files, notes } = await generateProject(given, options);
    expect(declaredBy(files, given)[0]?.args).not.toHaveProperty("schedule");
    expect(notes).toEqual([
      'airweave.SourceConnection "issues": schedule is left out and stays as it is, for this release refuses its value',
    ]);
  });

  it("keeps secrets that are no single value in a key of their own", async () => {
    const given = inventory({
      ...connection("c1", { shortName: "brand_new", config: {} }),
      isOtherType: true,
    });
    const { files, secretCommands } = await generateProject(given, options);
    expect(declaredBy(files, given)[0]?.args).toMatchObject({
      authentication: { credentials: secretOf("issuesCredentials") },
    });
    expect(secretCommands).toEqual(["pulumi config set --secret issuesCredentials"]);
  });
});
