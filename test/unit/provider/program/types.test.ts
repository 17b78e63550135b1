import { beforeAll, describe, expect, it } from "@jest/globals";
import { referenceEntries } from "../../../harness/reference-pages";
import { typeProblems } from "../../../harness/type-check";
import { acceptedArguments, argumentPrograms, refusedArguments } from "./argument-programs";
import {
  acceptedStackConfigs,
  refusedStackConfigs,
  stackConfigPrograms,
} from "../stack-config/type-programs";

const config = '{ remote_url: "s3://b/", access_key_id: "AKIA", secret_access_key: "wJal" }';

/** Programs by the case that they cover; each is the body of a module with `pulumi`, the platforms and an output `text`. */
const programs = {
  typed: `new unstructured.Source("a", { type: "s3", config: ${config} });`,
  withOutputs: `new unstructured.Source("a", { name: text, type: "s3", config: { remote_url: text, recursive: pulumi.secret(true) } });`,
  asOutput: `new unstructured.Destination("a", { type: "s3", config: text.apply((url) => ({ remote_url: url })) });`,
  asTypedOutput: `
    declare const given: pulumi.Output<unstructured.SourceConfigs["s3"]>;
    new unstructured.Source("a", { type: "s3", config: given });
    new unstructured.Source("b", { type: "s3", config: pulumi.output(Promise.resolve({ remote_url: "s3://b/", recursive: true })) });`,
  otherTypes: `
    new unstructured.Source("a", { type: "zendesk", config: { subdomain: text, email: "a@b.example", "api-token": text } });
    new unstructured.Source("b", { type: "google_drive", config: { drive_id: "d", service_account_key: { id: text } } });
    new unstructured.Destination("c", { type: "qdrant-cloud", config: { url: text, collection_name: "c", api_key: text, batch_size: 10 } });`,
  outputs: `
    const source = new unstructured.Source("a", { type: "s3", config: ${config} });
    export const created: pulumi.Output<string | null> = source.createdAt;
    export const name: pulumi.Output<string> = source.name;`,
  options: `new unstructured.Source("a", { type: "s3", config: ${config} }, { adopt: text, onRename: "replace", protect: true });`,
  adoptByName: `
    new unstructured.Source("a", { type: "s3", config: ${config} }, { adopt: { name: text } });
    new unstructured.Destination("b", { type: "s3", config: { remote_url: text } }, { adopt: { name: "by hand", type: "s3" } });
    new aisquared.Connector("c", { connectorType: "destination", connectorName: "Slack", configuration: { api_token: text, channel_id: "C0" } }, { adopt: { name: text, connectorType: "destination", connectorName: text } });
    new airweave.Collection("d", { name: "Documents" }, { adopt: { readableId: text } });
    new airweave.Collection("e", { name: "Documents" }, { adopt: { name: text } });
    new airweave.SourceConnection("f", { readableCollectionId: text, shortName: "notion" }, { adopt: { name: text, shortName: "notion", readableCollectionId: text } });
    new unstructured.Source("g", { type: "s3", config: ${config} }, { adopt: pulumi.output({ name: "by hand" }) });
    const options: unstructured.SourceOptions = { adopt: { name: text } };
    new unstructured.Source("h", { type: "s3", config: ${config} }, options);`,
  adoptByType: `
    declare const type: unstructured.SourceType;
    new unstructured.Source("a", { type: "s3", config: ${config} }, { adopt: { name: text, type } });
    new unstructured.Source("b", { type: "s3", config: ${config} }, { adopt: { name: text, type: text } });
    new unstructured.Source("c", { type: otherType("new"), config: {} }, { adopt: { name: text, type: otherType("new") } });
    new airweave.SourceConnection("d", { readableCollectionId: text, shortName: "notion" }, { adopt: { name: text, shortName: Promise.resolve("notion") } });`,
  adoptByUnknownType: `new unstructured.Source("a", { type: "s3", config: ${config} }, { adopt: { name: "by hand", type: "s33" } });`,
  adoptByUnknownName: `new airweave.SourceConnection("a", { readableCollectionId: text, shortName: "notion" }, { adopt: { name: text, shortName: "notoin" } });`,
  adoptByUnknownRole: `new aisquared.Connector("a", { connectorType: "destination", connectorName: "Slack", configuration: { api_token: text, channel_id: "C0" } }, { adopt: { name: text, connectorType: "sink" } });`,
  adoptWithoutName: `new unstructured.Source("a", { type: "s3", config: ${config} }, { adopt: { type: "s3" } });`,
  adoptByAnotherKey: `new unstructured.Source("a", { type: "s3", config: ${config} }, { adopt: { name: "by hand", shortName: "s3" } });`,
  verify: `
    const options: unstructured.DestinationOptions = { verify: "fail" };
    const test = new unstructured.Destination("a", { type: "s3", config: ${config} }, options).connectionTest;
    export const status: pulumi.Output<"succeeded" | "failed" | "unknown" | undefined> = test.apply((each) => each?.status);
    export const message: pulumi.Output<string | null> = unstructured.Source.get("b", text).connectionTest.apply((each) => each?.message ?? null);
    new aisquared.Connector("c", { connectorType: "destination", connectorName: "Slack", configuration: { api_token: text, channel_id: "C0" } }, { verify: "warn" });`,
  runs: `
    const options: unstructured.WorkflowOptions = { run: "onChange", triggers: [text, { version: 1 }, pulumi.secret("s")], waitFor: "finished" };
    const nodes = { workflowType: "custom" as const, workflowNodes: [{ name: "P", type: "partition" as const, subtype: "vlm" as const, settings: {} }] };
    const { lastRun } = new unstructured.Workflow("a", nodes, options);
    export const status: pulumi.Output<"scheduled" | "running" | "succeeded" | "failed" | "stopped" | undefined> = lastRun.apply((each) => each?.status);
    const parts = { sourceId: text, modelId: text, destinationId: text, streamName: text, syncMode: "full_refresh" as const };
    new aisquared.Sync("b", { ...parts, scheduleType: "manual", configuration: { id: "id" } }, { run: "onCreate", waitFor: "started" });
    new airweave.SourceConnection("c", { readableCollectionId: text, shortName: "notion" }, { run: "never", triggers: pulumi.output([1]) });`,
  get: `export const { type } = unstructured.Source.get("a", text, { account: "eu" });`,
  references: `
    new unstructured.Source("a", { type: "s3", config: { remote_url: "s3://b/", key: text, secret: fromEnv("SECRET") } }, { account: "eu" });
    const credentials = { personal_access_token: fromEnv("TOKEN") };
    new airweave.SourceConnection("b", { readableCollectionId: "c", shortName: "github", config: { repo_name: "a/b" }, authentication: { credentials } });`,
  misspelledKey: `new unstructured.Source("a", { type: "s3", config: { remote_ulr: "s3://b/" } });`,
  missingKey: `new unstructured.Source("a", { type: "s3", config: { recursive: true } });`,
  wrongKind: `new unstructured.Source("a", { type: "s3", config: { remote_url: "s3://b/", recursive: "yes" } });`,
  keyOfTheOtherRole: `new unstructured.Destination("a", { type: "s3", config: { remote_url: "s3://b/", recursive: true } });`,
  unknownType: `new unstructured.Source("a", { type: "s4", config: {} });`,
  missingConfig: `new unstructured.Source("a", { type: "s3" });`,
  configIsNoOutput: `new unstructured.Source("a", { type: "s3", config: ${config} }).config;`,
  connectors: `
    const connectorType = "source", connectorName = "Snowflake";
    const credentials = { auth_type: "username/password" as const, username: "u", password: pulumi.secret("p") };
    const configuration = { host: text, role: "r", warehouse: "w", database: "d", credentials };
    const connector = new aisquared.Connector("a", { connectorType, connectorName, configuration, description: text }, { forceDelete: true });
    new aisquared.Connector("b", { connectorType: "destination", connectorName: "Slack", configuration: { api_token: text, channel_id: "C0" } });
    export const at: pulumi.Output<string | null> = connector.updatedAt;`,
  connections: `
    const { readableId } = new airweave.Collection("c");
    const at = { readableCollectionId: readableId };
    new airweave.SourceConnection("a", { ...at, shortName: "github", config: { repo_name: text }, authentication: { credentials: { personal_access_token: text } }, schedule: { cron: text } });
    new airweave.SourceConnection("b", { ...at, shortName: "stripe", authentication: { credentials: { api_key: text } }, schedule: "none" });
    const notion = new airweave.SourceConnection("d", { ...at, shortName: "notion" });
    new airweave.SourceConnection("e", { ...at, shortName: "slack", authentication: { accessToken: text } });
    new airweave.SourceConnection("f", { ...at, shortName: "gmail", authentication: { clientId: "i", clientSecret: text }, config: { included_labels: ["inbox", text] } });
    new airweave.SourceConnection("g", { ...at, shortName: "zoom", authentication: { providerReadableId: "p" }, config: { anything: 1 } });
    export const url: pulumi.Output<string | null> = notion.authUrl;`,
  models: `
    const connectorId = text;
    const embedding_config = { api_key: pulumi.secret("k"), model: text };
    new aisquared.Model("a", { connectorId, queryType: "raw_sql", query: text, primaryKey: "id", description: text });
    new aisquared.Model("b", { connectorId, queryType: "ai_ml", primaryKey: text, configuration: { harvesters: [{ value: text }] } });
    new aisquared.Model("c", { connectorId, queryType: "unstructured", configuration: { harvesters: [], embedding_config, chunk_config: { chunk_size: 512, chunk_overlap: 0 } } });
    const model = new aisquared.Model("d", { connectorId, queryType: "vector_search", primaryKey: "id", configuration: { harvesters: [], json_schema: {}, embedding_config } }, { adopt: { name: text, connectorId }, forceDelete: true, onRename: "replace" });
    export const queryType: pulumi.Output<aisquared.QueryType> = model.queryType;
    export const found: Promise<string[]> = aisquared.listModels({ queryType: "dbt" }).then((all) => all.map(({ id }) => id));`,
  syncs: `
    const parts = { sourceId: text, modelId: text, destinationId: text, streamName: text, syncMode: "full_refresh" as const };
    const embedding_config = { mode: "open_ai", model: text, api_key: pulumi.secret("k") };
    new aisquared.Sync("a", { ...parts, scheduleType: "manual", configuration: [{ from: text, to: "id", mapping_type: "standard" }, { from: "t", to: "v", mapping_type: "vector", embedding_config }] });
    new aisquared.Sync("b", { ...parts, scheduleType: "interval", syncInterval: 1, syncIntervalUnit: "hours", configuration: { id: "properties.id", email: text } });
    const sync = new aisquared.Sync("c", { ...parts, scheduleType: "cron_expression", cronExpression: text, configuration: { id: "id" }, cursorField: "at", enabled: false }, { adopt: { modelId: text, streamName: "orders" } });
    export const status: pulumi.Output<string | null> = sync.status;
    export const found: pulumi.Output<number | null> = aisquared.getSyncOutput({ destinationId: text }).syncInterval;`,
  missingQuery: `new aisquared.Model("a", { connectorId: text, queryType: "raw_sql", primaryKey: "id" });`,
  configurationOfAQuery: `new aisquared.Model("a", { connectorId: text, queryType: "raw_sql", query: "q", primaryKey: "id", configuration: { harvesters: [] } });`,
  missingHarvesters: `new aisquared.Model("a", { connectorId: text, queryType: "ai_ml", primaryKey: "id", configuration: {} });`,
  missingUnit: `new aisquared.Sync("a", { sourceId: text, modelId: text, destinationId: text, streamName: "s", syncMode: "incremental", scheduleType: "interval", syncInterval: 1, configuration: { a: "b" } });`,
  intervalOfAManualSync: `new aisquared.Sync("a", { sourceId: text, modelId: text, destinationId: text, streamName: "s", syncMode: "incremental", scheduleType: "manual", syncInterval: 1, configuration: { a: "b" } });`,
  wrongMapping: `new aisquared.Sync("a", { sourceId: text, modelId: text, destinationId: text, streamName: "s", syncMode: "incremental", scheduleType: "manual", configuration: [{ from: "a", to: "b", mapping_type: "other" }] });`,
  syncByNothing: `void aisquared.getSync({});`,
  newerTypes: `
    new unstructured.Source("a", { type: otherType("new"), config: { host: text, nested: [{ port: 1 }] } }, { publicKeys: ["host"] });
    new unstructured.Destination("b", { name: text, type: otherType("new"), config: {} });
    new aisquared.Connector("c", { connectorType: "source", connectorName: otherType("New"), configuration: { a: text } }, { forceDelete: true });
    new airweave.SourceConnection("d", { readableCollectionId: "c", shortName: otherType("new"), config: { a: 1 }, authentication: { credentials: { token: text } } });`,
  newerKeys: `
    const config = { remote_url: "s3://b/", anonymous: true, ...{ newer_key: text } };
    new unstructured.Source("a", { type: "s3", config }, { unknownKeys: "allow", publicKeys: ["newer_key"] });
    new unstructured.Source("b", { type: "s3", config: { remote_url: "s3://b/", ...{ newer_key: 1 } } }, { unknownKeys: "allow" });`,
  misspelledOtherType: `new unstructured.Source("a", { type: otherType("new"), config: "s3://b/" });`,
  misspelledNestedKey: `new aisquared.Connector("a", { connectorType: "source", connectorName: "Snowflake", configuration: { host: "h", role: "r", warehouse: "w", database: "d", credentials: { auth_type: "username/password", usrname: "u", password: "p" } } });`,
  misspelledConnectorKey: `new aisquared.Connector("a", { connectorType: "source", connectorName: "Snowflake", configuration: { host: "h", rol: "r", warehouse: "w", database: "d" } });`,
  missingConnectorKey: `new aisquared.Connector("a", { connectorType: "destination", connectorName: "Slack", configuration: { api_token: "t" } });`,
  connectorOfTheOtherRole: `new aisquared.Connector("a", { connectorType: "source", connectorName: "Slack", configuration: { api_token: "t", channel_id: "C0" } });`,
  missingConfiguration: `new airweave.SourceConnection("a", { readableCollectionId: "c", shortName: "github", authentication: { credentials: { personal_access_token: "t" } } });`,
  credentialsOfNone: `new airweave.SourceConnection("a", { readableCollectionId: "c", shortName: "notion", authentication: { credentials: { token: "t" } } });`,
  misspelledCredential: `new airweave.SourceConnection("a", { readableCollectionId: "c", shortName: "stripe", authentication: { credentials: { apikey: "t" } } });`,
  misspelledSetting: `new airweave.SourceConnection("a", { readableCollectionId: "c", shortName: "github", config: { repo_nam: "a/b" } });`,
  keyOfAnotherSource: `new unstructured.Source("a", { type: "azure", config: { remote_url: "az://c/", access_key_id: "AKIA" } });`,
  keyOfAnotherConnector: `new aisquared.Connector("a", { connectorType: "destination", connectorName: "Slack", configuration: { api_token: "t", channel_id: "C0", warehouse: "w" } });`,
  keyOfAnotherConnection: `new airweave.SourceConnection("a", { readableCollectionId: "c", shortName: "github", config: { repo_name: "a/b", included_labels: ["x"] }, authentication: { credentials: { personal_access_token: "t" } } });`,
  missingCredential: `new airweave.SourceConnection("a", { readableCollectionId: "c", shortName: "github", config: { repo_name: "a/b" }, authentication: { credentials: {} } });`,
  missingNestedKey: `new aisquared.Connector("a", { connectorType: "source", connectorName: "Snowflake", configuration: { host: "h", role: "r", warehouse: "w", database: "d", credentials: { auth_type: "username/password", username: "u" } } });`,
  wrongLiteral: `new unstructured.Source("a", { type: "confluence", config: { url: "https://a.example", cloud: "no", username: "u", token: "t" } });`,
  wrongNestedLiteral: `new aisquared.Connector("a", { connectorType: "source", connectorName: "Snowflake", configuration: { host: "h", role: "r", warehouse: "w", database: "d", credentials: { auth_type: "key", username: "u", password: "p" } } });`,
  wrongConnectorLiteral: `new aisquared.Connector("a", { connectorType: "sink", connectorName: "Slack", configuration: { api_token: "t", channel_id: "C0" } });`,
  wrongConnectionLiteral: `new airweave.SourceConnection("a", { readableCollectionId: "c", shortName: "githb" });`,
  wrongChoice: `new unstructured.Source("a", { type: "zendesk", config: { subdomain: "a", email: "a@b.example", api_token: "t", item_type: "ticket" } });`,
  wrongSchedule: `new airweave.SourceConnection("a", { readableCollectionId: "c", shortName: "notion", schedule: "never" });`,
  unknownKeysElsewhere: `new airweave.Collection("a", {}, { unknownKeys: "allow" });`,
  forceDeleteElsewhere: `new unstructured.Source("a", { type: "s3", config: ${config} }, { forceDelete: true });`,
  verifyElsewhere: `new airweave.Collection("a", {}, { verify: "fail" });`,
  verifyOfConnection: `new airweave.SourceConnection("a", { readableCollectionId: "c", shortName: "notion" }, { verify: "warn" });`,
  runOfSource: `new unstructured.Source("a", { type: "s3", config: ${config} }, { run: "onChange" });`,
  triggersOfDestination: `new unstructured.Destination("a", { type: "s3", config: ${config} }, { triggers: [1] });`,
  runOfCollection: `new airweave.Collection("a", {}, { run: "onChange" });`,
  waitForModel: `new aisquared.Model("a", { connectorId: text, queryType: "raw_sql", query: "q", primaryKey: "id" }, { waitFor: "finished" });`,
  runOfConnector: `new aisquared.Connector("a", { connectorType: "destination", connectorName: "Slack", configuration: { api_token: text, channel_id: "C0" } }, { run: "onCreate" });`,
  wrongRun: `new airweave.SourceConnection("a", { readableCollectionId: "c", shortName: "notion" }, { run: "always" });`,
  wrongWaitFor: `new airweave.SourceConnection("a", { readableCollectionId: "c", shortName: "notion" }, { waitFor: "end" });`,
  oneTrigger: `new airweave.SourceConnection("a", { readableCollectionId: "c", shortName: "notion" }, { run: "onChange", triggers: 1 });`,
  wrongVerify: `new unstructured.Source("a", { type: "s3", config: ${config} }, { verify: "on" });`,
  referenceToNoString: `new unstructured.Source("a", { type: "s3", config: { remote_url: "s3://b/", anonymous: fromEnv("ANONYMOUS") } });`,
  wrongOption: `new unstructured.Source("a", { type: "s3", config: ${config} }, { onRename: "replac" });`,
};

const header = `
  import * as pulumi from "@pulumi/pulumi";
  import { airweave, aisquared, fromEnv, otherType, unstructured, type Inputs } from "pulumi-connectors";
  declare const text: pulumi.Output<string>;
`;

/** The complete programs of the reference pages. */
const examples = Object.fromEntries(
  referenceEntries().map(({ name, programs: [program = ""] }) => [name, program]),
);

describe("the types of the package", () => {
  let problems: Map<string, string[]>;

  // One compilation, because the declarations of the packages take most of the time.
  beforeAll(() => {
    const whole = Object.entries({ ...programs, ...argumentPrograms }).map(
      ([name, body]): [string, string] => [name, header + body],
    );
    problems = typeProblems({ ...Object.fromEntries(whole), ...examples, ...stackConfigPrograms });
  });

  it.each([
    "typed",
    "withOutputs",
    "asOutput",
    "asTypedOutput",
    "otherTypes",
    "outputs",
    "options",
    "adoptByName",
    "adoptByType",
    "verify",
    "runs",
    "get",
    "references",
    "connectors",
    "connections",
    "models",
    "syncs",
    "newerTypes",
    "newerKeys",
    ...acceptedArguments,
    ...acceptedStackConfigs,
  ])("accept a program: %s", (name) => {
    expect(problems.get(name) ?? []).toEqual([]);
  });

  it.each([
    ["misspelledKey", "Did you mean to write 'remote_url'?"],
    ["missingKey", "Property 'remote_url' is missing"],
    ["wrongKind", "'Input<boolean | undefined>'.\nat: recursive"],
    ["keyOfTheOtherRole", "'recursive' does not exist in type"],
    ["unknownType", "Type '\"s4\"' is not assignable to type"],
    ["missingConfig", "Property 'config' is missing"],
    ["configIsNoOutput", "Property 'config' does not exist on type 'Source'"],
    ["misspelledNestedKey", "Did you mean to write 'username'?"],
    ["misspelledConnectorKey", "Did you mean to write 'role'?"],
    ["missingConnectorKey", "Property 'channel_id' is missing"],
    ["connectorOfTheOtherRole", "Type '\"Slack\"' is not assignable to type"],
    ["missingConfiguration", "Property 'config' is missing"],
    ["credentialsOfNone", "'credentials' does not exist in type"],
    ["misspelledCredential", "Did you mean to write 'api_key'?"],
    ["misspelledSetting", "Did you mean to write 'repo_name'?"],
    ["misspelledOtherType", "Type 'string' is not assignable to type"],
    ["keyOfAnotherSource", "'access_key_id' does not exist in type"],
    ["keyOfAnotherConnector", "'warehouse' does not exist in type"],
    ["keyOfAnotherConnection", "'included_labels' does not exist in type"],
    ["missingCredential", "Property 'personal_access_token' is missing"],
    ["missingNestedKey", "Property 'password' is missing"],
    ["wrongLiteral", "'Input<boolean | undefined>'.\nat: cloud"],
    ["wrongChoice", "Did you mean '\"tickets\"'?\nat: item_type"],
    ["wrongNestedLiteral", "'Input<\"username/password\">'.\nat: auth_type"],
    ["wrongConnectorLiteral", "Type '\"sink\"' is not assignable to type"],
    ["wrongConnectionLiteral", "Type '\"githb\"' is not assignable to type"],
    ["wrongSchedule", "Type '\"never\"' is not assignable to type"],
    ["unknownKeysElsewhere", "'unknownKeys' does not exist in type 'CollectionOptions'"],
    ["verifyElsewhere", "'verify' does not exist in type 'CollectionOptions'"],
    ["verifyOfConnection", "'verify' does not exist in type 'SourceConnectionOptions'"],
    ["runOfSource", "'run' does not exist in type 'SourceOptions'"],
    ["triggersOfDestination", "'triggers' does not exist in type 'DestinationOptions'"],
    ["runOfCollection", "'run' does not exist in type 'CollectionOptions'"],
    ["waitForModel", "'waitFor' does not exist in type 'ModelOptions'"],
    ["runOfConnector", "'run' does not exist in type 'ConnectorOptions'"],
    ["wrongRun", "Type '\"always\"' is not assignable to type"],
    ["wrongWaitFor", "Type '\"end\"' is not assignable to type"],
    ["oneTrigger", "Type 'number' is not assignable to type"],
    ["wrongVerify", "Type '\"on\"' is not assignable to type"],
    ["forceDeleteElsewhere", "'forceDelete' does not exist in type 'SourceOptions'"],
    ["missingQuery", "Property 'query' is missing"],
    ["configurationOfAQuery", "is not assignable to type 'undefined'"],
    ["missingHarvesters", "Property 'harvesters' is missing"],
    ["missingUnit", "Property 'syncIntervalUnit' is missing"],
    ["intervalOfAManualSync", "Type 'number' is not assignable to type 'undefined'"],
    ["wrongMapping", "Type '\"other\"' is not assignable to type"],
    ["syncByNothing", "is not assignable to parameter of type 'GetSyncArgs'"],
    ["referenceToNoString", "'Input<boolean | undefined>'.\nat: anonymous"],
    ["wrongOption", "Did you mean '\"replace\"'?"],
    [
      "adoptWithoutName",
      "Property 'name' is missing in type '{ type: \"s3\"; }' but required in type 'SourceCriteria'",
    ],
    ["adoptByUnknownType", "Type '\"s33\"' is not assignable to type"],
    ["adoptByUnknownName", "Type '\"notoin\"' is not assignable to type"],
    ["adoptByUnknownRole", "Type '\"sink\"' is not assignable to type"],
    [
      "adoptByAnotherKey",
      "'shortName' does not exist in type 'OutputInstance<string> | Promise<string> | SourceCriteria'",
    ],
    ...refusedArguments,
    ...refusedStackConfigs,
  ])("reject a program with a clear error: %s", (name, reason) => {
    expect(problems.get(name)?.join("\n")).toContain(reason);
  });

  it.each(Object.keys(examples))("accept the program of a reference page: %s", (name) => {
    expect(problems.get(name) ?? []).toEqual([]);
  });

  it("compile without errors", () => {
    expect(problems.get("") ?? []).toEqual([]);
  });
});
