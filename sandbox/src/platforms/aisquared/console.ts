import { changedConfig, configFields } from "../../console/config-form";
import type {
  Ask,
  Changes,
  ConsoleKind,
  ConsoleObject,
  FormField,
  PlatformConsole,
} from "../../console/kind";
import { publicValue, withoutCredentials } from "../../console/public-value";
import { isJsonObject, type JsonObject } from "../../json-object";
import { definition } from "./catalog";
import { mask } from "./masking";
import { roles } from "./tables";

/** The kinds of objects, with what the vendor's UI can do with them. Source: docs/contracts/aisquared.md, sections 4 to 7. */
export const platformConsole: PlatformConsole = {
  title: "AI Squared",
  kinds: [connectors(), models(), syncs()],
};

/** An object of a list, with the header that names its workspace. */
interface Row {
  readonly id: string;
  readonly attributes: JsonObject;
  readonly headers: Readonly<Record<string, string>>;
}

function connectors(): ConsoleKind {
  return {
    kind: "aisquared.Connector",
    noun: "connector",
    plural: "connectors",
    list: async (ask) => (await rows(ask, "connectors")).map(connectorOf),
    async change(ask, object, changed) {
      const { configuration } = object.fields;
      const changes = isJsonObject(configuration)
        ? changedConfig("configuration", configuration, changed)
        : undefined;
      const values = {
        ...plain(changed, ["name", "description"]),
        ...(changes === undefined ? {} : { configuration: changes }),
      };
      await ask("PATCH", `/api/v1/connectors/${object.id}`, { connector: values }, object.headers);
    },
    remove: remover("connectors"),
  };
}

function connectorOf({ id, attributes, headers }: Row): ConsoleObject {
  const { name, description, connector_type, connector_name, configuration } = attributes;
  const role = roles.find((each) => each === connector_type);
  const schema = role === undefined ? undefined : definition(role, String(connector_name))?.file;
  const shown = publicValue([schema], configuration, mask);
  const isWhole =
    JSON.stringify(shown) === JSON.stringify(configuration) && !JSON.stringify(shown).includes(mask);
  const fields = withoutCredentials({ ...attributes, configuration: null }) as JsonObject;
  return {
    ...{ id, headers, name: String(name), type: `${String(connector_type)} ${String(connector_name)}` },
    fields: { ...fields, name, configuration: shown },
    form: [
      { name: "name", input: "text", value: String(name) },
      ...textField("description", description, fields.description),
      ...(isWhole ? configFields("configuration", configuration, shown) : []),
    ],
    // Sections 4.2 and 4.3.
    ...(isWhole
      ? {}
      : {
          formNote:
            "The platform replaces the whole configuration, and would keep the asterisks as the new secrets. So the console does not change one that has secrets.",
        }),
    references: [],
  };
}

function models(): ConsoleKind {
  return {
    kind: "aisquared.Model",
    noun: "model",
    plural: "models",
    list: async (ask) => (await rows(ask, "models")).map(modelOf),
    change: (ask, { id, headers }, changed) =>
      ask("PATCH", `/api/v1/models/${id}`, { model: Object.fromEntries(changed) }, headers),
    remove: remover("models"),
  };
}

function modelOf({ id, attributes, headers }: Row): ConsoleObject {
  const { name, description, query, query_type, primary_key, connector } = attributes;
  const fields = withoutCredentials(
    { ...attributes, connector: shownConnector(connector) },
    isKey,
  ) as JsonObject;
  return {
    ...{ id, headers, name: String(name), type: String(query_type) },
    fields: { ...fields, name },
    form: [
      { name: "name", input: "text", value: String(name) },
      ...textField("description", description, fields.description),
      ...textField("query", query, fields.query),
      ...textField("primary_key", primary_key, fields.primary_key, "text"),
    ],
    references: linkTo("aisquared.Connector", connector, "from"),
  };
}

const syncFields: Readonly<Record<string, readonly string[]>> = {
  sync_mode: ["full_refresh", "incremental"],
  schedule_type: ["manual", "interval", "cron_expression"],
  sync_interval_unit: ["", "minutes", "hours", "days", "weeks"],
};

function syncs(): ConsoleKind {
  return {
    kind: "aisquared.Sync",
    noun: "sync",
    plural: "syncs",
    list: async (ask) => (await rows(ask, "syncs")).map(syncOf),
    async change(ask, { id, headers }, changed) {
      const { enabled, ...values } = Object.fromEntries(changed);
      const sync = Object.entries(values).map(([key, value]): [string, unknown] => {
        if (value === "") return [key, null];
        return [key, key === "sync_interval" ? Number(value) : value];
      });
      const path = `/api/v1/syncs/${id}`;
      if (sync.length > 0) await ask("PATCH", path, { sync: Object.fromEntries(sync) }, headers);
      if (enabled !== undefined) await ask("PATCH", `${path}/enable`, { enable: enabled }, headers);
    },
    remove: remover("syncs"),
    runs: {
      refusal: ({ fields: { status, schedule_type } }) =>
        status === "disabled"
          ? "It is disabled."
          : schedule_type === "manual"
            ? undefined
            : "The platform runs it by its schedule; only a sync with the schedule type manual runs on request.",
      start: (ask, { id, headers }) =>
        ask("POST", "/api/v1/schedule_syncs", { schedule_sync: { sync_id: Number(id) } }, headers),
      async list(ask, { id, headers }) {
        const body = await ask("GET", `/api/v1/syncs/${id}/sync_runs?per_page=20`, undefined, headers);
        return resources(body).map((run) => ({
          id: run.id,
          status: String(run.attributes.status),
          started: typeof run.attributes.started_at === "string" ? run.attributes.started_at : null,
          message: typeof run.attributes.error === "string" ? run.attributes.error : null,
        }));
      },
    },
  };
}

function syncOf({ id, attributes, headers }: Row): ConsoleObject {
  const { source, destination, model, stream_name, status, ...rest } = attributes;
  const { schedule_type, sync_interval, sync_interval_unit, cron_expression } = rest;
  const schedule =
    schedule_type === "interval"
      ? `every ${String(sync_interval)} ${String(sync_interval_unit)}`
      : schedule_type === "cron_expression"
        ? String(cron_expression)
        : undefined;
  const modelName = isJsonObject(model) ? String(model.name) : "a model that is gone";
  const choices = Object.entries(syncFields).map(([name, words]): FormField => ({
    name,
    input: "choice",
    value: textOf(attributes[name]),
    choices: words,
  }));
  return {
    // It has no name of its own.
    ...{ id, headers, name: `${modelName} to ${String(stream_name)}`, status: String(status) },
    type: String(attributes.sync_mode),
    ...(schedule === undefined ? {} : { schedule }),
    fields: withoutCredentials(attributes, isKey) as JsonObject,
    form: [
      { name: "enabled", input: "switch", value: status !== "disabled" },
      ...textField("stream_name", stream_name, stream_name, "text"),
      ...choices,
      ...textField("sync_interval", sync_interval, sync_interval, "text"),
      ...textField("cron_expression", cron_expression, cron_expression, "text"),
    ],
    references: [
      ...linkTo("aisquared.Model", model, "from"),
      ...linkTo("aisquared.Connector", destination, "to"),
      // A model that is gone leaves the connector.
      ...(isJsonObject(model) ? [] : linkTo("aisquared.Connector", source, "from")),
    ],
  };
}

/** A key of a model or a mapping whose value the platform shows although it may be secret (sections 6 and 7). */
function isKey(key: string): boolean {
  return key === "api_key";
}

/** The response has the whole connector (section 6). */
function shownConnector(connector: unknown): unknown {
  if (!isJsonObject(connector)) return null;
  const { configuration: _configuration, ...rest } = connector;
  return rest;
}

function textField(
  name: string,
  value: unknown,
  shown: unknown,
  input: "text" | "long text" = "long text",
): FormField[] {
  return (shown ?? null) === (value ?? null) ? [{ name, input, value: textOf(value) }] : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** The given ones of some values; an empty text is null. */
function plain(changed: Changes, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = changed.get(name);
      return value === undefined ? [] : [[name, value === "" && name !== "name" ? null : value]];
    }),
  );
}

function linkTo(kind: string, object: unknown, flow: "from" | "to"): ConsoleObject["references"] {
  return isJsonObject(object) ? [{ kind, id: String(object.id), flow }] : [];
}

function remover(collection: string): ConsoleKind["remove"] {
  return (ask, { id, headers }) => ask("DELETE", `/api/v1/${collection}/${id}`, undefined, headers);
}

/** All objects of all workspaces, by their ids. */
async function rows(ask: Ask, collection: string): Promise<Row[]> {
  const all: Row[] = [];
  for (const { id: workspace } of resources(await ask("GET", "/api/v1/workspaces"))) {
    const headers = { "workspace-id": workspace };
    for (let page = 1; ; page++) {
      const body = await ask("GET", `/api/v1/${collection}?page=${page}&per_page=100`, undefined, headers);
      const found = resources(body);
      all.push(...found.map((row) => ({ ...row, headers })));
      if (found.length < 100) break;
    }
  }
  return all.sort((a, b) => Number(a.id) - Number(b.id));
}

function resources(body: unknown): { readonly id: string; readonly attributes: JsonObject }[] {
  const { data } = body as {
    readonly data: readonly { readonly id: string; readonly attributes: JsonObject }[];
  };
  return data.map(({ id, attributes }) => ({ id, attributes }));
}
