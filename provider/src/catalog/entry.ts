import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { own } from "../values/fields";

/** The JSON Schema of one key of a connector's configuration, as far as code reads it. */
export interface CatalogProperty {
  readonly description?: string;
  /** True for secrets: the platform accepts them and never returns them. */
  readonly writeOnly?: boolean;
  /** False for a secret that the platform returns in the clear. */
  readonly "x-masked"?: boolean;
  /** The canonical key that this one is an alias of. */
  readonly "x-spellingOf"?: string;
  /** A format that the platform enforces. */
  readonly format?: string;
  /** A format that only the vendor's documentation claims: other values are accepted. */
  readonly "x-format"?: string;
  /** True if the platform validates or rewrites the value, so that its response may spell it differently. */
  readonly "x-normalized"?: boolean;
  readonly properties?: Readonly<Record<string, CatalogProperty>>;
  readonly [keyword: string]: unknown;
}

/** The catalog file of a connector type: a JSON Schema (2020-12) of its configuration. */
export interface CatalogEntry {
  readonly title: string;
  readonly properties: Readonly<Record<string, CatalogProperty>>;
  readonly [keyword: string]: unknown;
}

const catalogFolder = join(__dirname, "..", "..", "catalog");
const entries = new Map<string, Map<string, CatalogEntry | undefined>>();

/**
 * Returns the catalog file of a connector type; undefined if there is none. Each file is read once per process.
 *
 * @param folder Relative to `catalog/`: `platform/source`.
 */
export function catalogEntry(folder: string, type: unknown): CatalogEntry | undefined {
  if (typeof type !== "string") return undefined;
  let ofFolder = entries.get(folder);
  if (ofFolder === undefined) entries.set(folder, (ofFolder = new Map<string, CatalogEntry | undefined>()));
  if (!ofFolder.has(type)) ofFolder.set(type, readEntry(folder, type));
  return ofFolder.get(type);
}

function readEntry(folder: string, type: string): CatalogEntry | undefined {
  if (!/^[\w-]+$/.test(type)) return undefined;
  const path = join(catalogFolder, folder, `${type}.json`);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as CatalogEntry) : undefined;
}

const types = new Map<string, readonly string[]>();

/** Lists the types in the catalog, once per process. @param folder Relative to `catalog/`: `platform/source`. */
export function catalogTypes(folder: string): readonly string[] {
  let known = types.get(folder);
  if (known === undefined) {
    const path = join(catalogFolder, folder);
    const names = existsSync(path) ? readdirSync(path) : [];
    known = names.filter((name) => name.endsWith(".json")).map((name) => name.slice(0, -".json".length));
    types.set(folder, known);
  }
  return known;
}

/** Lists the role folders of a platform: `source`, `destination`. @param platform Its folder in `catalog/`, if it has one. */
export function catalogRoles(platform: string): readonly string[] {
  const path = join(catalogFolder, platform);
  return existsSync(path) ? readdirSync(path) : [];
}

/** Returns the schema of a key; undefined if the catalog does not know it. */
export function catalogProperty(entry: CatalogEntry | undefined, key: string): CatalogProperty | undefined {
  return entry === undefined ? undefined : own(entry.properties, key);
}

/** Whether the catalog knows a key, and neither it nor anything below it is a secret. */
export function isPublic(entry: CatalogEntry | undefined, key: string): boolean {
  const property = catalogProperty(entry, key);
  return property !== undefined && isPublicProperty(property);
}

/** Whether neither a value nor anything below it is a secret. */
export function isPublicProperty({ writeOnly, properties = {} }: CatalogProperty): boolean {
  return writeOnly !== true && Object.values(properties).every(isPublicProperty);
}

/** Resolves an alias to the canonical key. */
export function canonicalKey(entry: CatalogEntry | undefined, key: string): string {
  return catalogProperty(entry, key)?.["x-spellingOf"] ?? key;
}
