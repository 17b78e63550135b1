import { Cron } from "croner";
import { isJsonObject, type JsonObject } from "../../json-object";
import { catalogOf } from "./discovery";
import { exception } from "./errors";
import { anything, hash, integer, required, nullable, optional, text, wordOf, type Rule } from "./parameters";
import type { Sync, Tables } from "./tables";

/** The attributes of a sync that create and update requests may set. */
export type SyncValues = Omit<
  Sync,
  "id" | "workspace_id" | "created_at" | "updated_at" | "status" | "cursor_field" | "current_cursor_field"
>;

const words: Readonly<Record<string, readonly string[]>> = {
  sync_mode: ["full_refresh", "incremental"],
  schedule_type: ["manual", "interval", "cron_expression"],
  sync_interval_unit: ["minutes", "hours", "days", "weeks"],
};

const schedule = {
  sync_interval: optional(nullable(integer)),
  sync_interval_unit: optional(nullable(wordOf(words.sync_interval_unit ?? []))),
  cron_expression: optional(nullable(text)),
};

const requiredWith = (key: string, schedule_type: string): Rule => ({
  of: [key, "schedule_type"],
  problem: (sync) =>
    sync.schedule_type === schedule_type && isBlank(sync[key])
      ? `is needed with schedule_type ${schedule_type}`
      : undefined,
});

const isCron: Rule = {
  of: ["cron_expression"],
  problem: ({ cron_expression }) =>
    isBlank(cron_expression) || parsesAsCron(String(cron_expression)) ? undefined : "is no cron expression",
};

export const createSchema = hash(
  {
    source_id: optional(integer),
    model_id: required(integer),
    destination_id: required(integer),
    stream_name: required(text),
    sync_mode: required(wordOf(words.sync_mode ?? [])),
    schedule_type: required(wordOf(words.schedule_type ?? [])),
    configuration: required(anything),
    cursor_field: optional(nullable(text)),
    ...schedule,
  },
  [
    requiredWith("sync_interval", "interval"),
    requiredWith("sync_interval_unit", "interval"),
    requiredWith("cron_expression", "cron_expression"),
    isCron,
  ],
);

export const updateSchema = hash(
  {
    source_id: optional(integer),
    model_id: optional(integer),
    destination_id: optional(integer),
    stream_name: optional(text),
    sync_mode: optional(wordOf(words.sync_mode ?? [])),
    schedule_type: optional(wordOf(words.schedule_type ?? [])),
    configuration: optional(anything),
    ...schedule,
  },
  [isCron],
);

/**
 * The permitted attributes of a request. Those that do not belong to its type of schedule are reset to null.
 *
 * @throws Refusal with status 400 for words in the wrong case. Source: docs/contracts/aisquared.md, section 7.
 */
export function readValues(sent: JsonObject): Partial<SyncValues> {
  const unset: Record<string, null> = {};
  if (sent.schedule_type !== undefined && sent.schedule_type !== "interval") {
    unset.sync_interval = null;
    unset.sync_interval_unit = null;
  }
  if (sent.schedule_type !== undefined && sent.schedule_type !== "cron_expression") {
    unset.cron_expression = null;
  }
  const all = { ...sent, ...unset };
  for (const [key, allowed] of Object.entries(words)) {
    const word = all[key];
    if (!isBlank(word) && !allowed.some((one) => one === word)) {
      throw exception(`'${String(word)}' is not a valid ${key}`);
    }
  }
  const numbers = ["source_id", "model_id", "destination_id", "sync_interval"].filter((key) => key in all);
  const others = ["stream_name", "cron_expression", ...Object.keys(words)].filter((key) => key in all);
  return {
    ...Object.fromEntries(numbers.map((key) => [key, isBlank(all[key]) ? null : Number(all[key])])),
    ...Object.fromEntries(others.map((key) => [key, isBlank(all[key]) ? null : all[key]])),
    ...("configuration" in all ? { configuration: storedConfiguration(all.configuration) } : {}),
  };
}

/** The validation errors of a sync. Source: docs/contracts/aisquared.md, section 7. */
export function problemsOf(
  { connectors, models, catalogs }: Tables,
  sync: SyncValues,
): Record<string, string> {
  const { source_id, destination_id, model_id, configuration, schedule_type } = sync;
  const problems: Record<string, string> = {};
  if (source_id === null) problems.source_id = "can't be blank";
  else if (connectors.get(source_id) === undefined) problems.source = "must exist";
  if (models.get(model_id) === undefined) problems.model = "must exist";
  if (isBlank(configuration)) problems.configuration = "can't be blank";
  if (schedule_type === "interval") {
    if (sync.sync_interval === null) problems.sync_interval = "can't be blank";
    else if (sync.sync_interval <= 0) problems.sync_interval = "must be greater than 0";
    if (sync.sync_interval_unit === null) problems.sync_interval_unit = "can't be blank";
  }
  if (schedule_type === "cron_expression" && sync.cron_expression === null) {
    problems.cron_expression = "can't be blank";
  }
  const catalog = catalogOf(catalogs, destination_id);
  if (connectors.get(destination_id) === undefined) problems.destination = "must exist";
  else if (catalog === undefined) problems.catalog = "Catalog is missing";
  else if (!catalog.catalog.streams.some(({ name }) => name === sync.stream_name)) {
    problems.stream_name = "is no stream of the destination";
  }
  return problems;
}

const mappingKeys =
  "from to mapping_type value value_type template field_type hide_embedding embedding_config".split(" ");
const embeddingKeys = ["mode", "model", "api_key"];

/** Drops unknown keys of mappings. The older format, an object, is kept as it is. */
function storedConfiguration(configuration: unknown): unknown {
  if (!Array.isArray(configuration)) return isJsonObject(configuration) ? configuration : null;
  return configuration.filter(isJsonObject).map((mapping) => {
    const kept = only(mapping, mappingKeys);
    const { embedding_config } = kept;
    return isJsonObject(embedding_config)
      ? { ...kept, embedding_config: only(embedding_config, embeddingKeys) }
      : kept;
  });
}

function only(fields: JsonObject, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => keys.includes(key)));
}

function isBlank(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

function parsesAsCron(expression: string): boolean {
  try {
    new Cron(expression, { paused: true, mode: "5-part" });
    return true;
  } catch {
    return false;
  }
}
