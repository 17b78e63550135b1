import { isJsonObject, type JsonObject } from "../../json-object";
import { notAnObject, notOfType } from "../../pydantic/messages";
import type { Problem } from "./errors";
import { coerceBoolean } from "./coercion";

/** The defaults of `sync_config`. Keys with the default null are lists of ids. Source: docs/contracts/airweave.md, section 2. */
const sections: Readonly<Record<string, Readonly<Record<string, boolean | null>>>> = {
  destinations: { skip_vespa: false, target_destinations: null, exclude_destinations: null },
  handlers: { enable_vector_handlers: true, enable_raw_data_handler: true, enable_postgres_handler: true },
  cursor: { skip_load: false, skip_updates: false },
  behavior: { skip_hash_comparison: false, replay_from_arf: false, skip_guardrails: false },
};

export type SyncConfig = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Parses the member `sync_config` and adds defaults; null if it is absent or null. @param problems Receives the validation errors. */
export function parseSyncConfig(body: JsonObject, problems: Problem[]): SyncConfig | null {
  const given = body.sync_config ?? null;
  if (given === null) return null;
  const path = "body.sync_config";
  if (!isJsonObject(given)) {
    problems.push([path, notAnObject]);
    return null;
  }
  const before = problems.length;
  const config = Object.fromEntries(
    Object.keys(sections).map((name) => [name, section(name, given[name], `${path}.${name}`, problems)]),
  );
  if (problems.length === before && config.destinations?.skip_vespa === true) {
    problems.push([
      path,
      "Value error, Invalid config: skip_vespa is True. Vespa is the only vector database and must be enabled.",
    ]);
  }
  return config;
}

function section(name: string, given: unknown, path: string, problems: Problem[]): Record<string, unknown> {
  const defaults = sections[name] ?? {};
  if (given === undefined) return { ...defaults };
  if (!isJsonObject(given)) {
    problems.push([path, notAnObject]);
    return { ...defaults };
  }
  return Object.fromEntries(
    Object.entries(defaults).map(([key, otherwise]) => {
      const value = given[key] === undefined ? otherwise : given[key];
      if (otherwise === null) {
        if (value !== null && !Array.isArray(value)) problems.push([`${path}.${key}`, notOfType("array")]);
        return [key, value];
      }
      const result = coerceBoolean(value);
      if ("value" in result) return [key, result.value];
      problems.push([`${path}.${key}`, result.problem]);
      return [key, otherwise];
    }),
  );
}
