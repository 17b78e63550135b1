import type { TestConsole } from "./console";

/** What was made on the platforms, by kind. */
export interface MadeObjects {
  readonly source: string;
  readonly destination: string;
  readonly workflow: string;
  readonly connector: string;
  readonly warehouse: string;
  readonly model: string;
  readonly sync: string;
  readonly collection: string;
  readonly connection: string;
}

/**
 * Makes an object of each kind, which form three pipelines.
 *
 * @param secret Where an object takes a secret.
 * @param nameOf Makes a name from one that says which object it is.
 */
export async function makeObjects(
  { ask }: Pick<TestConsole, "ask">,
  secret = "not-a-secret",
  nameOf: (name: string) => string = (name) => name,
): Promise<MadeObjects> {
  const make = async (platform: string, path: string, body: object, key = "id"): Promise<string> => {
    const headers = platform === "aisquared" ? { "workspace-id": "1" } : {};
    const made = (await ask(platform, "POST", path, body, headers)) as Record<string, unknown>;
    return String(((made.data ?? made) as Record<string, unknown>)[key]);
  };
  const source = await make("unstructured", "/api/v1/sources/", {
    name: nameOf("invoices"),
    type: "s3",
    config: { remote_url: "s3://invoices/in/", key: `k${secret}`, secret: `s${secret}`, recursive: true },
  });
  const destination = await make("unstructured", "/api/v1/destinations/", {
    name: nameOf("elements"),
    type: "s3",
    config: { remote_url: "s3://invoices/out/", key: `k${secret}`, secret: `s${secret}` },
  });
  const workflow = await make("unstructured", "/api/v1/workflows/", {
    ...{ name: nameOf("read invoices"), workflow_type: "custom", source_id: source },
    ...{ destination_id: destination, schedule: "daily" },
    workflow_nodes: [
      {
        ...{ name: "Partitioner", type: "partition", subtype: "vlm" },
        settings: { provider: "openai", provider_api_key: `n${secret}` },
      },
    ],
  });
  const connector = async (type: string, name: string, configuration: object): Promise<string> =>
    make("aisquared", "/api/v1/connectors", {
      connector: { name: nameOf(name), connector_type: type, connector_name: "Postgresql", configuration },
    });
  const database = {
    ...{ host: "db.example.com", port: "5432", database: "documents", schema: "public" },
    credentials: { auth_type: "username/password", username: "reader", password: `p${secret}` },
  };
  const warehouse = await connector("source", "documents", { data_type: "structured", ...database });
  const target = await connector("destination", "customers", database);
  const headers = { "workspace-id": "1" };
  const discovered = (await ask(
    "aisquared",
    "GET",
    `/api/v1/connectors/${target}/discover`,
    undefined,
    headers,
  )) as {
    readonly data: {
      readonly attributes: { readonly catalog: { readonly streams: readonly { readonly name: string }[] } };
    };
  };
  const model = await make("aisquared", "/api/v1/models", {
    model: {
      ...{ connector_id: Number(warehouse), name: nameOf("active customers"), query_type: "raw_sql" },
      ...{ query: "select * from customers", primary_key: "id" },
    },
  });
  const sync = await make("aisquared", "/api/v1/syncs", {
    sync: {
      ...{ source_id: Number(warehouse), destination_id: Number(target), model_id: Number(model) },
      ...{ stream_name: discovered.data.attributes.catalog.streams[0]?.name, sync_mode: "full_refresh" },
      schedule_type: "manual",
      configuration: [
        {
          ...{ from: "id", to: "id", mapping_type: "vector" },
          embedding_config: { mode: "openai", model: "m", api_key: `e${secret}` },
        },
      ],
    },
  });
  const collection = await make("airweave", "/collections", { name: nameOf("support") }, "readable_id");
  const connection = await make("airweave", "/source-connections", {
    ...{ name: nameOf("issues"), short_name: "github", readable_collection_id: collection },
    ...{ config: { repo_name: "example-org/example-repo" }, schedule: { cron: "0 6 * * *" } },
    authentication: { credentials: { personal_access_token: `g${secret}` } },
  });
  return { source, destination, workflow, connector: target, warehouse, model, sync, collection, connection };
}
