import type { Store } from "../../serving/store";
import type { AuthMethod } from "./authentication";
import type { Fields } from "./requests";
import type { Sources } from "./sources";
import type { SyncConfig } from "./sync-config";
import type { Clock, Timestamp } from "./times";

/** A collection as the server stores it. */
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

/** What fetches a connection's data. */
export interface Sync {
  readonly id: string;
  readonly cron: string | null;
  readonly paused: boolean;
}

export type JobStatus =
  "created" | "pending" | "running" | "completed" | "failed" | "cancelling" | "cancelled";

/** One run of a sync. */
export interface Job {
  readonly id: string;
  readonly status: JobStatus;
  readonly started_at: Timestamp | null;
  readonly completed_at: Timestamp | null;
  readonly duration_seconds: number | null;
  readonly entities_inserted: number;
  readonly error: string | null;
  readonly error_category: string | null;
}

/** A login in the browser, from the create call on. */
export interface Login {
  /** Of the address that the user opens. */
  readonly code: string;
  /** What the vendor's answer is known by. */
  readonly state: string;
  readonly authUrl: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
  readonly claimToken: string;
  readonly redirectUrl: string;
  readonly status: "pending" | "in_progress" | "completed";
  /** Of the create call, for when the login is done. */
  readonly cron: string | null;
  readonly config: Fields;
  readonly method: AuthMethod;
}

/** A source connection as the server stores it. Secrets are in the clear: it has to use them. */
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
  readonly secrets: Fields;
  readonly config: Fields;
  readonly sync: Sync | null;
  /** The newest is the last. */
  readonly jobs: readonly Job[];
  readonly login: Login | null;
}

/** What an organization has connected, to get credentials from. */
export interface AuthProvider {
  readonly readable_id: string;
  readonly short_name: "composio" | "pipedream" | "custom";
}

/** How the server is set up. */
export interface Settings {
  readonly organizationId: string;
  /** Whose requests these are; null with API keys. */
  readonly email: string | null;
  readonly featureFlags: readonly string[];
  readonly authProviders: readonly AuthProvider[];
  readonly otherOrganizationCollections: readonly string[];
  readonly maxSourceConnections: number | undefined;
  readonly worker: boolean;
  readonly network: boolean;
}

/** The server's parts. */
export interface Airweave {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly sources: Sources;
  readonly collections: Store<Collection>;
  readonly connections: Store<SourceConnection>;
}

/** The newest first, as lists are. */
export function newestFirst<Item extends { readonly created_at: Timestamp }>(items: readonly Item[]): Item[] {
  return [...items].sort((left, right) => (left.created_at < right.created_at ? 1 : -1));
}
