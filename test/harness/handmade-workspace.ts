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
  /** What nobody can read on the platform, by its path in the arguments: `config.secret`. */
  readonly secrets: Readonly<Record<string, string>>;
}

export type Platforms = Readonly<Record<PlatformName, TestPlatform>>;

/** How many objects the workspace has, and of how many types of connectors. */
export const objectCount = 200;
export const typeCount = 40;

const perType = 4;
/** How many collections have connections. */
const filledCount = 5;
const collectionCount = objectCount - perType * (typeCount + 1);

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
    const id = await this.#post("aisquared", "/api/v1/connectors", { connector }, ({ data }) =>
      isFields(data) ? data.id : undefined,
    );
    this.objects.push({ kind: "aisquared.Connector", id, name, type, secrets });
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
