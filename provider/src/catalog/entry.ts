import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { own } from "../values/fields";

/** What the catalog says about one key of a connector's configuration: a JSON Schema, of which this is the part that code reads. */
export interface CatalogProperty {
  readonly description?: string;
  /** True for secrets: the platform takes them and never gives them back. */
  readonly writeOnly?: boolean;
  /** The key that this one is another spelling of. */
  readonly "x-spellingOf"?: string;
  readonly [keyword: string]: unknown;
}

/** A connector type's file in the catalog: a JSON Schema (2020-12) of its configuration. */
export interface CatalogEntry {
  readonly title: string;
  readonly properties: Readonly<Record<string, CatalogProperty>>;
  /** What a type takes beside its configuration. */
  readonly $defs?: { readonly credentials?: CatalogCredentials };
  /** What Airweave says about a source, in its words. */
  readonly "x-source"?: CatalogSource;
  /** What AI Squared says about a connector, in its words. */
  readonly "x-connector"?: CatalogConnector;
  readonly [keyword: string]: unknown;
}

/** A JSON Schema of what a source logs in with; every property is a secret. */
export interface CatalogCredentials {
  readonly properties: Readonly<Record<string, CatalogProperty>>;
  readonly [keyword: string]: unknown;
}

/** Of an Airweave source, what its methods of authentication are and what it can do. */
export interface CatalogSource {
  readonly auth_methods: readonly string[];
  readonly accepted_auth_methods: readonly string[];
  /** Whether programs can give the credentials of `$defs`. */
  readonly direct_credentials: boolean;
  readonly oauth_type: string | null;
  /** Whether the OAuth flow needs a client of the user's own. */
  readonly requires_byoc: boolean;
  readonly supports_continuous: boolean;
  /** Searched at the time of the query: has no schedule. */
  readonly federated_search: boolean;
  readonly supports_temporal_relevance: boolean;
  readonly supports_access_control: boolean;
  readonly supports_browse_tree: boolean;
  readonly rate_limit_level: string | null;
  readonly feature_flag: string | null;
  readonly supported_auth_providers: readonly string[];
  readonly labels: readonly string[];
}

/** Of an AI Squared connector, how the platform files it and which queries it takes. */
export interface CatalogConnector {
  readonly category: string;
  readonly sub_category?: string;
  readonly stream_type: string;
  readonly query_type?: string;
}

const catalogFolder = join(__dirname, "..", "..", "catalog");
const entries = new Map<string, CatalogEntry | undefined>();

/**
 * The catalog's file for a connector type; undefined if it has none. Read once a process.
 *
 * @param folder Below `catalog/`: `unstructured/source`.
 */
export function catalogEntry(folder: string, type: unknown): CatalogEntry | undefined {
  if (typeof type !== "string" || !/^[\w-]+$/.test(type)) return undefined;
  const path = join(catalogFolder, folder, `${type}.json`);
  if (!entries.has(path)) {
    entries.set(
      path,
      existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as CatalogEntry) : undefined,
    );
  }
  return entries.get(path);
}

/** What the catalog says about a key; undefined if it does not know it. */
export function catalogProperty(entry: CatalogEntry | undefined, key: string): CatalogProperty | undefined {
  return entry === undefined ? undefined : own(entry.properties, key);
}

/** Whether the catalog knows a key as one that is no secret. */
export function isPublic(entry: CatalogEntry | undefined, key: string): boolean {
  const property = catalogProperty(entry, key);
  return property !== undefined && property.writeOnly !== true;
}

/** The key under which all spellings of a field are one. */
export function canonicalKey(entry: CatalogEntry | undefined, key: string): string {
  return catalogProperty(entry, key)?.["x-spellingOf"] ?? key;
}

/** A configuration with every key in its canonical spelling. */
export function canonicalConfig(
  entry: CatalogEntry | undefined,
  config: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [canonicalKey(entry, key), value]),
  );
}
