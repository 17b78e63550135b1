import { AirweaveSDKClient } from "@airweave/sdk";
import { isFields, type Fields } from "../../provider/src/values/fields";
import { descend, formatPath, visitTree } from "../../provider/src/values/tree";
import { described, type Schema } from "./catalog-schemas";
import type { PlatformName, TestPlatform } from "./platform";

/** An object that somebody has made by hand. */
export interface MadeObject {
  /** `platform.Kind`. */
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** Of a connector that is one of the two: `source` or `destination`. */
  readonly role?: string;
  /** What nobody can read on the platform, by its path in the arguments: `config.secret`. */
  readonly secrets: Readonly<Record<string, string>>;
}

export type Platforms = Readonly<Record<PlatformName, TestPlatform>>;

/** How many objects the workspace has, and of how many types of connectors. */
export const objectCount = 200;
export const typeCount = 40;

const perType = 4;
/** Sources without secrets, workflows, models and syncs. */
const otherCount = 4;
/** How many collections have connections. */
const filledCount = 5;
const collectionCount = objectCount - perType * (typeCount + otherCount);

/** A part of a pipeline, as a request has it and with its secrets as the arguments have them. */
interface Part {
  readonly body: Fields;
  readonly secrets: Readonly<Record<string, string>>;
}

/** Names as people give them, and as they should not. */
const names = [
  (type: string, index: number) => `${type} of team ${index}`,
  (type: string) => `The "best" ${type}, don't touch */ \`\${process.exit(1)}\` $(rm -rf ~)`,
  (type: string, index: number) => `../../${type}\nsecond line ${index}`,
  // Several have this one.
  () => "production",
  (type: string, index: number) => `Données 日本 😀 ${type} ${index}`,
];

const folders = {
  "unstructured.Source": "provider/catalog/unstructured/source",
  "unstructured.Destination": "provider/catalog/unstructured/destination",
  "aisquared source": "provider/catalog/aisquared/source",
  "aisquared destination": "provider/catalog/aisquared/destination",
  "airweave.SourceConnection": "provider/catalog/airweave/source",
} as const;

/** The first types of a folder with an example that is complete on its own. */
function typesOf(
  folder: keyof typeof folders,
  count: number,
  isFit: (schema: Schema) => boolean = () => true,
): [name: string, schema: Schema][] {
  return described(folders[folder])
    .filter(([, schema]) => schema.examples?.[0] !== undefined && isFit(schema))
    .slice(0, count);
}

/** Makes the objects through the vendors' own SDKs, and by POST where a vendor has none for it. */
export class Workspace {
  readonly objects: MadeObject[] = [];
  readonly #airweave: AirweaveSDKClient;
  #secrets = 0;

  constructor(private readonly platforms: Platforms) {
    const { url, apiKey } = platforms.airweave;
    this.#airweave = new AirweaveSDKClient({ apiKey, baseUrl: url });
  }

  async fill(): Promise<void> {
    for (const [type, schema] of typesOf("unstructured.Source", 12))
      await this.#several((index) => this.#unstructured("source", type, schema, index));
    for (const [type, schema] of typesOf("unstructured.Destination", 8))
      await this.#several((index) => this.#unstructured("destination", type, schema, index));
    await this.#several((index) => this.#anonymous(index));
    for (const role of ["source", "destination"] as const)
      for (const [type, schema] of typesOf(`aisquared ${role}`, 6))
        await this.#several((index) => this.#connector(role, type, schema, index));
    await this.#several((index) => this.#workflow(index));
    await this.#several((index) => this.#model(index));
    await this.#several((index) => this.#sync(index));
    const collections: string[] = [];
    for (let index = 0; index < collectionCount; index++) collections.push(await this.#collection(index));
    const isDirect = (schema: Schema): boolean =>
      (schema["x-source"] as Fields).direct_credentials === true &&
      (schema["x-source"] as Fields).feature_flag === null;
    for (const [type, schema] of typesOf("airweave.SourceConnection", 8, isDirect))
      await this.#several((index) => this.#connection(type, schema, index, collections));
  }

  async #several(make: (index: number) => Promise<void>): Promise<void> {
    for (let index = 0; index < perType; index++) await make(index);
  }

  #name(type: string, index: number): string {
    const name = names[(this.objects.length + index) % names.length];
    return name?.(type, index) ?? "";
  }

  async #unstructured(
    role: "source" | "destination",
    type: string,
    schema: Schema,
    index: number,
  ): Promise<void> {
    const { config, secrets } = this.#filled(schema, "config");
    const name = this.#name(type, index);
    const id = await this.#post("unstructured", `/api/v1/${role}s/`, { name, type, config }, ({ id }) => id);
    const kind = role === "source" ? "unstructured.Source" : "unstructured.Destination";
    this.objects.push({ kind, id, name, type, secrets });
  }

  /** One that has no secrets. */
  async #anonymous(index: number): Promise<void> {
    const [name, type] = [`public bucket ${index}`, "s3"];
    const config = { remote_url: `s3://public-${index}/`, anonymous: true };
    const id = await this.#post("unstructured", "/api/v1/sources/", { name, type, config }, ({ id }) => id);
    this.objects.push({ kind: "unstructured.Source", id, name, type, secrets: {} });
  }

  async #connector(role: string, type: string, schema: Schema, index: number): Promise<void> {
    const { config: configuration, secrets } = this.#filled(schema, "configuration");
    // Names are unique among the connectors of a type.
    const name = `${this.#name(type, index)} ${this.objects.length}`;
    const connector = { name, connector_type: role, connector_name: type, configuration };
    const id = await this.#post("aisquared", "/api/v1/connectors", { connector }, idInData);
    this.objects.push({ kind: "aisquared.Connector", id, name, type, role, secrets });
  }

  /** One of each form: custom with a node that this release does not know, of a template, without a source, and of the oldest type. */
  async #workflow(index: number): Promise<void> {
    const { id: source_id } = this.#first("unstructured.Source", "s3");
    const { id: destination_id } = this.#first("unstructured.Destination", "astradb");
    const key = `PLANTEDnode${this.#secrets++}`;
    const nodes = [
      { name: "Partitioner", type: "partition", subtype: "vlm", settings: { provider_api_key: key } },
      { name: "Chunker", type: "chunk", subtype: "chunk_by_title", settings: { max_characters: 900 } },
      { name: "New", type: "redact", subtype: "brand_new", settings: { level: 3, parts: [{ of: "all" }] } },
      { name: "Newer", type: "chunk", subtype: "chunk_by_page", settings: { brand_new: true } },
    ];
    const secrets = { "workflowNodes.0.settings.provider_api_key": key };
    const parts: readonly Part[] = [
      { body: { workflow_type: "custom", workflow_nodes: nodes, source_id, destination_id }, secrets },
      {
        body: { workflow_type: "template", template_id: "hi_res_partition", source_id },
        secrets: { templateId: "hi_res_partition" },
      },
      { body: { workflow_type: "custom", workflow_nodes: nodes.slice(1) }, secrets: {} },
      { body: { workflow_type: "basic", source_id, destination_id, schedule: "daily" }, secrets: {} },
    ];
    const { body, secrets: own } = parts[index % parts.length] ?? { body: {}, secrets: {} };
    const type = String(body.workflow_type);
    const name = this.#name(`${type} workflow`, index);
    const id = await this.#post("unstructured", "/api/v1/workflows/", { name, ...body }, ({ id }) => id);
    this.objects.push({ kind: "unstructured.Workflow", id, name, type, secrets: own });
  }

  async #model(index: number): Promise<void> {
    const { id: connector_id } = this.#first("aisquared.Connector", "AwsAthena");
    const api_key = `PLANTEDembedding${this.#secrets++}`;
    const harvesters = [{ type: "file", value: "docs", preprocess: null }];
    const embedding_config = { api_key, model: "text-embedding-3-small" };
    const chunk_config = { chunk_size: 400, chunk_overlap: 0 };
    const secrets = { "configuration.embedding_config.api_key": api_key };
    const json_schema = { type: "object", properties: { id: { type: "integer" } } };
    const parts: readonly Part[] = [
      { body: { query_type: "raw_sql", query: "select id from t\n", primary_key: "id" }, secrets: {} },
      {
        body: { query_type: "unstructured", configuration: { harvesters, embedding_config, chunk_config } },
        secrets,
      },
      {
        body: { query_type: "dynamic_sql", configuration: { harvesters, json_schema }, primary_key: "id" },
        secrets: {},
      },
      { body: { query_type: "table_selector", query: "orders", primary_key: "id" }, secrets: {} },
    ];
    const { body, secrets: own } = parts[index % parts.length] ?? { body: {}, secrets: {} };
    const type = String(body.query_type);
    const name = this.#name(`${type} model`, index);
    const model = { name, connector_id: Number(connector_id), ...body };
    const id = await this.#post("aisquared", "/api/v1/models", { model }, idInData);
    this.objects.push({ kind: "aisquared.Model", id, name, type, secrets: own });
  }

  /** One of each type of schedule, and one with the older form of mappings. */
  async #sync(index: number): Promise<void> {
    const { id: source } = this.#first("aisquared.Connector", "AwsAthena");
    const { id: destination } = this.#first("aisquared.Connector", "AmazonS3", "destination");
    const model = this.#first("aisquared.Model", "raw_sql");
    await this.platforms.aisquared.ask("GET", `/api/v1/connectors/${destination}/discover`);
    const api_key = `PLANTEDmapping${this.#secrets++}`;
    const mappings = [
      { from: "id", to: "key", mapping_type: "standard" },
      {
        from: "note",
        to: "v",
        mapping_type: "vector",
        template: null,
        embedding_config: { mode: "open_ai", model: null, api_key },
      },
    ];
    const secrets = { "configuration.1.embedding_config.api_key": api_key };
    const parts: readonly Part[] = [
      { body: { schedule_type: "manual", configuration: mappings }, secrets },
      {
        body: {
          ...{ schedule_type: "interval", sync_interval: 2, sync_interval_unit: "hours" },
          configuration: mappings.slice(0, 1),
        },
        secrets: {},
      },
      {
        body: {
          ...{ schedule_type: "cron_expression", cron_expression: "0 3 * * *", cursor_field: "updated_at" },
          ...{ sync_mode: "incremental", configuration: { id: "key", "a b": "x.y" } },
        },
        secrets: {},
      },
      { body: { schedule_type: "manual", configuration: mappings.slice(0, 1) }, secrets: {} },
    ];
    const { body, secrets: own } = parts[index % parts.length] ?? { body: {}, secrets: {} };
    const sync = {
      ...{ source_id: Number(source), destination_id: Number(destination), model_id: Number(model.id) },
      ...{ stream_name: "customers", sync_mode: "full_refresh", ...body },
    };
    const id = await this.#post("aisquared", "/api/v1/syncs", { sync }, idInData);
    this.objects.push({
      kind: "aisquared.Sync",
      id,
      name: "",
      type: String(body.schedule_type),
      secrets: own,
    });
  }

  /** The first object of a kind and type, of the connectors with a role. */
  #first(kind: string, type: string, role?: string): MadeObject {
    const found = this.objects.find(
      (each) => each.kind === kind && each.type === type && (role === undefined || each.role === role),
    );
    if (found === undefined) throw new Error(`no ${kind} ${type}`);
    return found;
  }

  async #collection(index: number): Promise<string> {
    const name = this.#name("collection", index).slice(0, 60);
    const { readable_id: id } = await this.#airweave.collections.create({ name });
    this.objects.push({ kind: "airweave.Collection", id, name, type: "", secrets: {} });
    return id;
  }

  async #connection(
    type: string,
    schema: Schema,
    index: number,
    collections: readonly string[],
  ): Promise<void> {
    const name = this.#name(type, index).slice(0, 40);
    const { credentials } = schema.$defs as { credentials: Schema };
    const { config: filled, secrets } = this.#filled(credentials, "authentication.credentials");
    const { id } = await this.#airweave.sourceConnections.create({
      name,
      short_name: type,
      readable_collection_id: collections[this.objects.length % filledCount] ?? "",
      config: { ...schema.examples?.[0] },
      authentication: { credentials: filled },
      sync_immediately: false,
      ...((schema["x-source"] as Fields).federated_search === true
        ? {}
        : { schedule: { cron: `${index} 3 * * *` } }),
    });
    this.objects.push({ kind: "airweave.SourceConnection", id, name, type, secrets });
  }

  async #post(
    platform: PlatformName,
    path: string,
    body: object,
    idOf: (body: Fields) => unknown,
  ): Promise<string> {
    const response = await this.platforms[platform].ask("POST", path, body);
    const id = isFields(response.body) ? idOf(response.body) : undefined;
    if (typeof id !== "string") throw new Error(`${path}: ${JSON.stringify([body, response])}`);
    return id;
  }

  /** The example of a schema, each of whose secrets is another one. @param at Where it stands in the arguments. */
  #filled(schema: Schema, at: string): { readonly config: Fields; readonly secrets: Record<string, string> } {
    const config = structuredClone(schema.examples?.[0] ?? {}) as Record<string, unknown>;
    const secrets: Record<string, string> = {};
    visitTree(config, (value, path) => {
      if (schemaAt(schema, path)?.writeOnly !== true) return descend;
      const secret = `${String(value)}${this.#secrets++}`;
      let parent = config;
      for (const key of path.slice(0, -1)) parent = parent[key] as Record<string, unknown>;
      parent[path.at(-1) ?? ""] = secret;
      secrets[`${at}.${formatPath(path)}`] = secret;
      return undefined;
    });
    return { config, secrets };
  }
}

function schemaAt(schema: Schema, path: readonly (string | number)[]): Schema | undefined {
  return path.reduce<Schema | undefined>((at, key) => at?.properties?.[key], schema);
}

function idInData({ data }: Fields): unknown {
  return isFields(data) ? data.id : undefined;
}
