import type { JsonObject } from "../../json-object";
import type { Store } from "../../serving/store";
import type { AuthMethod } from "./authentication";
import type { Sources } from "./catalog";
import type { SyncConfig } from "./sync-config";
import type { Clock, Timestamp } from "./times";

/** A collection, as stored. */
export interface Collection {
  readonly id: string;
  readonly name: string;
  readonly readable_id: string;
  readonly sync_config: SyncConfig | null;
  readonly created_at: Timestamp;
  readonly modified_at: Timestamp;
  readonly created_by_email: string | null;
  readonly modified_by_email: string | null;
}

/** The organization that objects of an inventory are in. */
export interface StoredOrganization {
  readonly id: string;
  readonly organization_id: string;
}

/** The sync that fetches a connection's data. */
export interface Sync {
  readonly id: string;
  readonly cron: string | null;
  readonly paused: boolean;
}

export type JobStatus =
  "created" | "pending" | "running" | "completed" | "failed" | "cancelling" | "cancelled";

/** A run of a sync. */
export interface Job {
  readonly id: string;
  readonly status: JobStatus;
  readonly started_at: Timestamp | null;
  readonly completed_at: Timestamp | null;
  readonly duration_seconds: number | null;
  readonly entities_inserted: number;
  readonly error: string | null;
  readonly error_category: string | null;
  /** Whether a request started it: it then runs for a while. Absent in data of an earlier release. */
  readonly requested?: boolean;
}

/** A login in the browser. It begins with the create call. */
export interface Login {
  /** Part of the URL that the user opens. */
  readonly code: string;
  /** Identifies the login in the callback. */
  readonly state: string;
  /** Null once it was opened: it works once. */
  readonly authUrl: string | null;
  /** Milliseconds since 1970. */
  readonly expires: number;
  readonly claimToken: string;
  readonly redirectUrl: string;
  readonly status: "pending" | "in_progress" | "completed";
  /** These three are from the create call, and take effect after the login. */
  readonly cron: string | null;
  readonly config: JsonObject;
  readonly method: AuthMethod;
}

/** A source connection, as stored. Secrets are in plaintext, because the platform has to use them. */
export interface SourceConnection {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly short_name: string;
  readonly readable_collection_id: string;
  readonly created_at: Timestamp;
  readonly modified_at: Timestamp;
  readonly method: AuthMethod;
  readonly authenticated: boolean;
  readonly provider_readable_id: string | null;
  readonly secrets: JsonObject;
  readonly config: JsonObject;
  readonly sync: Sync | null;
  /** Oldest first. */
  readonly jobs: readonly Job[];
  readonly login: Login | null;
}

/** An auth provider that the organization has connected. */
export interface AuthProvider {
  readonly readable_id: string;
  readonly short_name: "composio" | "pipedream" | "custom";
}

export interface Settings {
  readonly organizationId: string;
  /** The user of the requests; null with API keys. */
  readonly email: string | null;
  readonly featureFlags: readonly string[];
  readonly authProviders: readonly AuthProvider[];
  readonly otherOrganizationCollections: readonly string[];
  readonly maxSourceConnections: number | undefined;
  /** Absent: the account is paid. */
  readonly unpaid: string | undefined;
  readonly worker: boolean;
  readonly network: boolean;
}

/** The parts that all routes share. */
export interface Airweave {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly sources: Sources;
  readonly collections: Store<Collection>;
  readonly connections: Store<SourceConnection>;
}

/** Sorts objects as in lists. */
export function newestFirst<Item extends { readonly created_at: Timestamp }>(items: readonly Item[]): Item[] {
  return [...items].sort((left, right) => (left.created_at < right.created_at ? 1 : -1));
}
