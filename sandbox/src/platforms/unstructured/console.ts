import { changedConfig, configFields, sendConfig } from "../../console/config-form";
import type { Ask, Changes, ConsoleKind, ConsoleObject, PlatformConsole } from "../../console/kind";
import { publicValue, withoutCredentials } from "../../console/public-value";
import { isJsonObject, type JsonObject } from "../../json-object";
import { connectorType, propertyOf, type Role } from "./catalog";
import { mask } from "./connectors";
import { scrubbedNodes } from "./nodes";
import { phraseOf, phrases } from "./schedule";

/** The kinds of objects, with what the vendor's UI can do with them. Source: docs/contracts/unstructured.md, sections 2 to 6. */
export const platformConsole: PlatformConsole = {
  title: "Unstructured",
  kinds: [
    connectors("source", "unstructured.Source"),
    connectors("destination", "unstructured.Destination"),
    workflows(),
  ],
};

function connectors(role: Role, kind: string): ConsoleKind {
  const collection = `/api/v1/${role}s/`;
  return {
    kind,
    noun: role,
    plural: `${role}s`,
    list: async (ask) => rowsOf(await ask("GET", collection)).map((row) => connectorOf(role, row)),
    async change(ask, { id, name }, changed) {
      const path = collection + id;
      const renamed = changed.get("name") ?? name;
      // A PUT replaces the whole configuration, and responds with its secrets (section 5), which go back where they come from.
      const { config } = (await ask("PUT", path, { name: renamed })) as { readonly config: JsonObject };
      const changes = changedConfig("config", config, changed);
      if (changes === undefined) return;
      const shown = shownConfig(role, (await ask("GET", path)) as JsonObject);
      await sendConfig(config, shown, () => ask("PUT", path, { config: changes }));
    },
    remove: (ask, { id }) => ask("DELETE", collection + id),
  };
}

function connectorOf(role: Role, row: JsonObject): ConsoleObject {
  const config = shownConfig(role, row);
  return {
    ...common(row),
    type: String(row.type),
    fields: { ...(withoutCredentials({ ...row, config: null }) as JsonObject), name: row.name, config },
    form: [
      { name: "name", input: "text", value: String(row.name) },
      ...configFields("config", row.config, config, mask),
    ],
    references: [],
  };
}

function shownConfig(role: Role, { type, config }: JsonObject): unknown {
  const known = connectorType(role, String(type));
  return isJsonObject(config)
    ? Object.fromEntries(
        Object.entries(config).map(([key, value]) => [
          key,
          publicValue([propertyOf(known, key)], value, mask),
        ]),
      )
    : null;
}

const never = "never";

function workflows(): ConsoleKind {
  const collection = "/api/v1/workflows/";
  return {
    kind: "unstructured.Workflow",
    noun: "workflow",
    plural: "workflows",
    list: async (ask) => (await workflowRows(ask, collection)).map(workflowOf),
    change: (ask, { id }, changed) =>
      ask("PUT", collection + id, Object.fromEntries(workflowValues(changed))),
    remove: (ask, { id }) => ask("DELETE", collection + id),
    runs: {
      refusal: ({ references }) =>
        references.some(({ flow }) => flow === "from")
          ? undefined
          : "It has no source: it runs when documents are uploaded.",
      start: (ask, { id }) => ask("POST", `${collection}${id}/run`),
      list: async (ask, { id }) =>
        rowsOf(await ask("GET", `/api/v1/jobs/?workflow_id=${id}`)).map((job) => ({
          id: String(job.id),
          status: String(job.status),
          started: String(job.created_at),
          message: null,
        })),
    },
  };
}

async function workflowRows(ask: Ask, collection: string): Promise<JsonObject[]> {
  const all: JsonObject[] = [];
  for (let page = 1; ; page++) {
    const rows = rowsOf(await ask("GET", `${collection}?page=${page}&page_size=100`));
    all.push(...rows);
    if (rows.length < 100) return all;
  }
}

function workflowOf(row: JsonObject): ConsoleObject {
  // The vendor's newer pages have one id in place of lists (section 6).
  const linked = (role: Role): string[] => [row[`${role}s`], row[`${role}_id`]].flat().filter(isText);
  const schedule = scheduleText(row.schedule);
  return {
    ...common(row),
    type: String(row.workflow_type),
    status: String(row.status),
    ...(schedule === undefined ? {} : { schedule }),
    fields: {
      ...(withoutCredentials({ ...row, workflow_nodes: null }) as JsonObject),
      name: row.name,
      workflow_nodes: withoutCredentials(scrubbedNodes(row.workflow_nodes)),
    },
    form: [
      { name: "name", input: "text", value: String(row.name) },
      {
        name: "schedule",
        input: "choice",
        value: phraseOf(schedule ?? "") ?? never,
        choices: [never, ...phrases],
      },
      { name: "reprocess_all", input: "switch", value: row.reprocess_all === true },
    ],
    references: [
      ...linked("source").map((id) => ({ kind: "unstructured.Source", id, flow: "from" as const })),
      ...linked("destination").map((id) => ({ kind: "unstructured.Destination", id, flow: "to" as const })),
    ],
  };
}

function workflowValues(changed: Changes): [string, unknown][] {
  return [...changed].map(([name, value]) => [name, name === "schedule" && value === never ? null : value]);
}

/** A phrase, or the cron expression that the SDK's shape has in place of it. */
function scheduleText(schedule: unknown): string | undefined {
  if (typeof schedule === "string") return schedule;
  const entries = isJsonObject(schedule) ? schedule.crontab_entries : undefined;
  const [entry] = Array.isArray(entries) ? (entries as unknown[]) : [];
  return isJsonObject(entry) && typeof entry.cron_expression === "string" ? entry.cron_expression : undefined;
}

function common({ id, name }: JsonObject): Pick<ConsoleObject, "id" | "name"> {
  return { id: String(id), name: String(name) };
}

function rowsOf(body: unknown): JsonObject[] {
  return Array.isArray(body) ? body.filter(isJsonObject) : [];
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
