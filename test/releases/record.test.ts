import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "@jest/globals";
import { kinds } from "../../provider/src/kinds";
import { loadProject } from "../../sandbox/src/engine/stack/load-project";
import { Stack } from "../../sandbox/src/stacks/stack";
import { embeddedEngine, makeProject, repository, startTestPlatform } from "../harness";
import { secretMark, type Fields } from "../harness/verbs";
import { publicNames } from "./public-names";
import type { ReleaseResource } from "./release";

/** One resource of each kind, and of each variation in states: options, references, masks, logins, normalized values. */
const program = `
const s3 = { remote_url: "s3://bucket/in/", access_key_id: "AKIAIOSFODNN7EXAMPLE", secret_access_key: "not-a-real-key" };
new unstructured.Source("s3", { type: "s3", config: s3 });
new unstructured.Source("named", { name: "Invoices 2026", type: "s3", config: { ...s3, recursive: true } }, { onRename: "replace" });
new unstructured.Source("older-spelling", { type: "s3", config: { remote_url: "s3://b/", key: "AKIAIOSFODNN7EXAMPLE", secret: "not-a-real-key" } });
new unstructured.Source("from-environment", { type: "s3", config: { ...s3, secret_access_key: fromEnv("RELEASE_SECRET") } });
new unstructured.Source("newer-key", { type: "s3", config: { ...s3, newer: 1, shown: "x" } }, { unknownKeys: "allow", publicKeys: ["shown"] });
new unstructured.Source("of-an-account", { type: "s3", config: s3 }, { account: "eu" });
new unstructured.Destination("postgres", { type: "postgres", config: { host: "db.example.com", database: "d", port: 5432, username: "u", password: "not-a-real-password", table_name: "t", batch_size: 10 } });
const credentials = { auth_type: "username/password", username: "u", password: "not-a-real-password" };
new aisquared.Connector("snowflake", { connectorType: "source", connectorName: "Snowflake", configuration: { host: "h.example.com", role: "r", warehouse: "w", database: "d", credentials }, description: "orders" }, { forceDelete: true });
new aisquared.Connector("slack", { connectorType: "destination", connectorName: "Slack", configuration: { api_token: "not-a-real-token", channel_id: "C0" } });
const { readableId } = new airweave.Collection("support");
const at = { readableCollectionId: readableId };
const token = { credentials: { personal_access_token: "not-a-real-token" } };
new airweave.SourceConnection("github", { ...at, shortName: "github", config: { repo_name: "a/b", branch: "main" }, authentication: token, schedule: { cron: "0 6 * * *" } });
new airweave.SourceConnection("unscheduled", { ...at, shortName: "github", config: { repo_name: "a/b" }, authentication: token, schedule: "none" });
new airweave.SourceConnection("by-login", { ...at, shortName: "notion", description: "waits" });
const s3Id = new unstructured.Source("read", { type: "s3", config: s3 }).id;
const resultsId = new unstructured.Destination("written", { type: "s3", config: s3 }).id;
new unstructured.Workflow("index", { sourceId: s3Id, destinationId: resultsId, workflowType: "template", templateId: "hi_res_and_enrichment", schedule: "daily" });
const warehouse = new aisquared.Connector("warehouse", { connectorType: "source", connectorName: "Snowflake", configuration: { host: "h.example.com", role: "r", warehouse: "w", database: "d", credentials } });
const crm = new aisquared.Connector("crm", { connectorType: "destination", connectorName: "Http", configuration: { destination_url: "https://crm.example.com" } });
const model = new aisquared.Model("orders", { connectorId: warehouse.id, queryType: "raw_sql", query: "select id from orders", primaryKey: "id" });
new aisquared.Sync("hourly", { sourceId: warehouse.id, modelId: model.id, destinationId: crm.id, streamName: "orders", syncMode: "full_refresh", scheduleType: "interval", syncInterval: 1, syncIntervalUnit: "hours", configuration: [{ from: "id", to: "id", mapping_type: "standard" }] });
`;

const { version } = JSON.parse(readFileSync(join(repository, "provider", "package.json"), "utf8")) as {
  readonly version: string;
};

/** Writes a recording of this release, in a folder of test/fixtures. Users have that release, so a recording is never replaced. */
function record(folder: string, recording: object): void {
  const file = join(repository, "test", "fixtures", folder, `${version}.json`);
  if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(recording, null, 2)}\n`);
}

/** `npm run test:releases`: records the names that this version of the packages has, for `released-names.test.ts` to look for. */
it("records the names of this release", () => {
  record("released-names", publicNames());
});

const platformNames = ["unstructured", "aisquared", "airweave"];

/** `npm run test:releases`: records the state that this version of the package writes, for `releases.test.ts` to read. */
it("records the state of this release", async () => {
  const platforms = [
    await startTestPlatform(),
    await startTestPlatform({}, "aisquared"),
    await startTestPlatform({}, "airweave"),
  ] as const;
  const [{ env, url, apiKey }] = platforms;
  process.env.RELEASE_SECRET = "not-a-real-key";
  const project = makeProject();
  const all = Object.assign({}, ...platforms.map((platform) => platform.env)) as Record<string, string>;
  const stack = await embeddedEngine(project, all);
  const accounts = { eu: { apiUrl: env.UNSTRUCTURED_API_URL ?? url, apiKey } };
  await stack.configure({}, { "unstructured:accounts": JSON.stringify(accounts) });
  project.program(program);
  expect(await stack.up()).toMatchObject({ succeeded: true });
  const recorded: ReleaseResource[] = [];
  for (const resource of deployed(new Stack(loadProject(project.folder), "dev").exportDeployment(true))) {
    const [name = ""] = resource.kind.split(".");
    const path = pathOf(resource);
    // Sequential, because each login to AI Squared ends the previous session.
    const response = await platforms[platformNames.indexOf(name)]?.ask("GET", path);
    expect([path, response?.status]).toEqual([path, 200]);
    recorded.push({ ...resource, path, answer: response?.body });
  }
  expect([...new Set(recorded.map(({ kind }) => kind))].sort()).toEqual(kinds.map(({ kind }) => kind).sort());
  expect(recorded).toHaveLength(20);
  record("releases", { resources: recorded });
  project.remove();
  await Promise.all(platforms.map((platform) => platform.stop()));
});

function pathOf({ kind, id }: Omit<ReleaseResource, "path" | "answer">): string {
  const folders: Readonly<Record<string, string>> = {
    "unstructured.Source": "/api/v1/sources",
    "unstructured.Destination": "/api/v1/destinations",
    "unstructured.Workflow": "/api/v1/workflows",
    "aisquared.Connector": "/api/v1/connectors",
    "aisquared.Model": "/api/v1/models",
    "aisquared.Sync": "/api/v1/syncs",
    "airweave.Collection": "/collections",
    "airweave.SourceConnection": "/source-connections",
  };
  return `${folders[kind]}/${id}`;
}

/** The resources of a deployment with decrypted secrets. */
function deployed(text: string): Omit<ReleaseResource, "path" | "answer">[] {
  interface Stored {
    readonly type: string;
    readonly id: string;
    readonly inputs: Fields;
    readonly outputs: Fields;
  }
  const { deployment } = JSON.parse(text) as { deployment: { resources: readonly Stored[] } };
  return deployment.resources
    .filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/"))
    .map(({ type, id, inputs, outputs }) => ({
      kind: type.slice("pulumi-nodejs:dynamic/".length).replace(":", "."),
      id,
      inputs: plain(inputs) as Fields,
      outputs: plain(outputs) as Fields,
    }));
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const [signature = ""] = Object.keys(secretMark);
  if (signature in value) return JSON.parse((value as { plaintext: string }).plaintext);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
