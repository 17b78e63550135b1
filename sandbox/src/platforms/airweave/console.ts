import { changedConfig, configFields, sendConfig } from "../../console/config-form";
import type { Ask, ConsoleKind, ConsoleObject, PlatformConsole } from "../../console/kind";
import { publicValue, secretText, withoutCredentials } from "../../console/public-value";
import { isJsonObject, type JsonObject } from "../../json-object";
import { sources } from "./catalog";

/** The kinds of objects, with what the vendor's UI can do with them. Source: docs/contracts/airweave.md, sections 2 and 3. */
export const platformConsole: PlatformConsole = {
  title: "Airweave",
  kinds: [collections(), sourceConnections()],
};

function collections(): ConsoleKind {
  const item = (id: string): string => `/collections/${encodeURIComponent(id)}`;
  return {
    kind: "airweave.Collection",
    noun: "collection",
    plural: "collections",
    list: async (ask) =>
      (await pages(ask, "/collections")).map((row): ConsoleObject => ({
        id: String(row.readable_id),
        name: String(row.name),
        status: String(row.status),
        fields: { ...(withoutCredentials(row) as JsonObject), name: row.name },
        form: [{ name: "name", input: "text", value: String(row.name) }],
        references: [],
      })),
    change: (ask, { id }, changed) => ask("PATCH", item(id), Object.fromEntries(changed)),
    remove: (ask, { id }) => ask("DELETE", item(id)),
  };
}

function sourceConnections(): ConsoleKind {
  const collection = "/source-connections";
  const item = (id: string): string => `${collection}/${id}`;
  return {
    kind: "airweave.SourceConnection",
    noun: "source connection",
    plural: "source connections",
    async list(ask) {
      // The list shows a part of each only.
      const listed = await pages(ask, collection);
      const whole = await Promise.all(listed.map(({ id }) => ask("GET", item(String(id)))));
      return whole.filter(isJsonObject).map(connectionOf);
    },
    async change(ask, { id }, changed) {
      const { config, short_name } = (await ask("GET", item(id))) as {
        config: JsonObject;
        short_name: string;
      };
      const changes = changedConfig("config", config, changed);
      const others = ["name", "description"].flatMap((key) => {
        const value = changed.get(key);
        return value === undefined
          ? []
          : [[key, key === "description" && value === "" ? null : value] as const];
      });
      const body = { ...Object.fromEntries(others), ...(changes === undefined ? {} : { config: changes }) };
      if (Object.keys(body).length > 0) {
        await sendConfig(config, shownConfig(short_name, config), () => ask("PATCH", item(id), body));
      }
      // Together with anything else it may fail half-way (section 3.5).
      const cron = changed.get("schedule.cron");
      if (cron === undefined) return;
      await ask("PATCH", item(id), { schedule: cron === "" ? null : { cron } });
    },
    remove: (ask, { id }) => ask("DELETE", item(id)),
    runs: {
      refusal: ({ fields }) =>
        typeof fields.sync_id === "string"
          ? undefined
          : "It has no sync: it is searched in place, or waits for its login.",
      start: (ask, { id }) => ask("POST", `${item(id)}/run`),
      async list(ask, { id, fields }) {
        if (typeof fields.sync_id !== "string") return [];
        const jobs = (await ask("GET", `${item(id)}/jobs?limit=20`)) as readonly JsonObject[];
        return jobs.map(({ id, status, started_at, error }) => ({
          id: String(id),
          status: String(status),
          started: typeof started_at === "string" ? started_at : null,
          message: typeof error === "string" ? error : null,
        }));
      },
    },
  };
}

function connectionOf(row: JsonObject): ConsoleObject {
  const { id, name, short_name, status, description, readable_collection_id, schedule } = row;
  const config = shownConfig(String(short_name), row.config);
  const { cron } = isJsonObject(schedule) ? schedule : {};
  const shown = withoutCredentials({ ...row, config: null }, isLoginSecret) as JsonObject;
  return {
    id: String(id),
    name: String(name),
    type: String(short_name),
    status: String(status),
    ...(typeof cron === "string" ? { schedule: cron } : {}),
    fields: { ...shown, name, config },
    form: [
      { name: "name", input: "text", value: String(name) },
      ...(shown.description === (description ?? null)
        ? [
            {
              name: "description",
              input: "long text" as const,
              value: typeof description === "string" ? description : "",
            },
          ]
        : []),
      { name: "schedule.cron", input: "text", value: typeof cron === "string" ? cron : "" },
      ...configFields("config", row.config, config),
    ],
    references: [{ kind: "airweave.Collection", id: String(readable_collection_id), flow: "to" }],
  };
}

/** The link of a login, and the proof that it is the user's: shown in clear text (section 3.3). */
function isLoginSecret(key: string): boolean {
  return key === "auth_url" || key === "claim_token";
}

/** The platform shows the whole configuration in clear text, secrets included (section 3.3). */
function shownConfig(shortName: string, config: unknown): unknown {
  if (!isJsonObject(config)) return null;
  const properties = sources(true).get(shortName)?.config.properties ?? {};
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
      return [key, property === undefined && value !== null ? secretText : publicValue([property], value)];
    }),
  );
}

async function pages(ask: Ask, path: string): Promise<JsonObject[]> {
  const all: JsonObject[] = [];
  for (;;) {
    const rows = (await ask("GET", `${path}?skip=${all.length}&limit=100`)) as JsonObject[];
    all.push(...rows);
    if (rows.length < 100) return all;
  }
}
