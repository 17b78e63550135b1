import { isDeepStrictEqual } from "node:util";
import type { JsonObject } from "../../json-object";
import { DataFile, type Store } from "../../serving/store";

export const roles = ["source", "destination"] as const;
export type Role = (typeof roles)[number];

/** The user who may log in. Source: docs/contracts/aisquared.md, section 1. */
export interface User {
  readonly id: string;
  /** The id of the only valid token. */
  readonly jti: string | null;
  readonly failed_attempts: number;
  readonly locked_until: number | null;
}

/** The key that signs tokens. */
export interface SigningKey {
  readonly id: string;
  readonly key: string;
}

interface Row {
  readonly id: string;
  readonly workspace_id: number;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Secrets are in plaintext, because the platform has to use them. Source: docs/contracts/aisquared.md, section 4. */
export interface Connector extends Row {
  readonly connector_type: Role;
  readonly connector_name: string;
  readonly name: string;
  readonly description: string | null;
  readonly configuration: JsonObject;
  /** This and the next are from the connector's definition at its creation. */
  readonly category: string;
  readonly sub_category: string | null;
}

/** The streams of a connector's system. Source: docs/contracts/aisquared.md, section 4.5. */
export interface Catalog extends Row {
  readonly connector_id: number;
  readonly catalog: { readonly streams: readonly Stream[] } & JsonObject;
  readonly catalog_hash: string;
}

export interface Stream extends JsonObject {
  readonly name: string;
  readonly json_schema: unknown;
}

/** Source: docs/contracts/aisquared.md, section 6. */
export interface Model extends Row {
  readonly connector_id: number;
  readonly name: string;
  readonly description: string | null;
  readonly query: string | null;
  readonly query_type: string;
  readonly primary_key: string | null;
  readonly configuration: JsonObject | null;
}

/** Source: docs/contracts/aisquared.md, section 7. */
export interface Sync extends Row {
  readonly source_id: number | null;
  readonly destination_id: number;
  readonly model_id: number;
  readonly configuration: unknown;
  readonly schedule_type: string;
  readonly sync_mode: string;
  readonly sync_interval: number | null;
  readonly sync_interval_unit: string | null;
  readonly cron_expression: string | null;
  readonly stream_name: string;
  readonly status: "disabled" | "healthy" | "pending" | "failed" | "aborted";
  readonly cursor_field: string | null;
  readonly current_cursor_field: string | null;
}

/** A run of a sync. Source: docs/contracts/aisquared.md, section 7. */
export interface SyncRun extends Row {
  readonly sync_id: number;
  readonly status:
    | "pending"
    | "started"
    | "querying"
    | "queued"
    | "in_progress"
    | "success"
    | "paused"
    | "failed"
    | "canceled";
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly total_rows: number;
  readonly failed_rows: number;
  readonly error: string | null;
}

/** A workspace that objects of an inventory are in. */
export interface StoredWorkspace {
  readonly id: string;
  readonly name: string;
}

interface Counter {
  readonly id: string;
  readonly last: number;
}

/** A table with ids from 1 on, which are never reused. */
export class Table<Value extends Row> {
  readonly #rows: Store<Value>;

  constructor(
    data: DataFile,
    private readonly name: string,
    private readonly counters: Store<Counter>,
    private readonly now: () => number,
  ) {
    this.#rows = data.store(name);
  }

  /** The rows of a workspace, the last changed one first. Source: docs/contracts/aisquared.md, section 2. */
  in(workspace: number): Value[] {
    return this.#rows
      .all()
      .filter((row) => row.workspace_id === workspace)
      .sort((a, b) => b.updated_at.localeCompare(a.updated_at) || Number(b.id) - Number(a.id));
  }

  where(matches: (row: Value) => boolean): Value[] {
    return this.#rows.all().filter(matches);
  }

  get(id: string | number | null): Value | undefined {
    return this.#rows.get(String(id));
  }

  async insert(values: Omit<Value, "id" | "created_at" | "updated_at">): Promise<Value> {
    const last = this.#lastId() + 1;
    const time = new Date(this.now()).toISOString();
    const row = { ...values, id: String(last), created_at: time, updated_at: time } as Value;
    await Promise.all([this.counters.put({ id: this.name, last }), this.#rows.put(row)]);
    return row;
  }

  /** Replaces a row. `updated_at` changes only if the row differs. Source: docs/contracts/aisquared.md, section 4.2. */
  async save(row: Value): Promise<Value> {
    if (isDeepStrictEqual(row, this.get(row.id))) return row;
    const saved = { ...row, updated_at: new Date(this.now()).toISOString() };
    await this.#rows.put(saved);
    return saved;
  }

  async delete(rows: readonly Pick<Row, "id">[]): Promise<void> {
    if (rows.length > 0) await this.counters.put({ id: this.name, last: this.#lastId() });
    await Promise.all(rows.map(({ id }) => this.#rows.delete(id)));
  }

  /** The highest id there ever was; rows from an inventory have ids of their own. */
  #lastId(): number {
    return this.#rows
      .all()
      .reduce((last, { id }) => Math.max(last, Number(id) || 0), this.counters.get(this.name)?.last ?? 0);
  }
}

/** All data of the platform. */
export interface Tables {
  /** The current time, in ISO 8601. */
  readonly timestamp: () => string;
  readonly users: Store<User>;
  readonly signingKeys: Store<SigningKey>;
  /** Those of inventories; empty if no object is from one. */
  readonly workspaces: Store<StoredWorkspace>;
  readonly connectors: Table<Connector>;
  readonly catalogs: Table<Catalog>;
  readonly models: Table<Model>;
  readonly syncs: Table<Sync>;
  readonly sync_runs: Table<SyncRun>;
}

/** @param path The data file. Undefined: in memory. */
export function openTables(path: string | undefined, now: () => number): Tables {
  const data = new DataFile(path);
  const counters = data.store<Counter>("last_ids");
  return {
    timestamp: () => new Date(now()).toISOString(),
    users: data.store("users"),
    signingKeys: data.store("signing_keys"),
    workspaces: data.store("workspaces"),
    connectors: new Table(data, "connectors", counters, now),
    catalogs: new Table(data, "catalogs", counters, now),
    models: new Table(data, "models", counters, now),
    syncs: new Table(data, "syncs", counters, now),
    sync_runs: new Table(data, "sync_runs", counters, now),
  };
}
