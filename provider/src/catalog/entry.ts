import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { own } from "../values/fields";

/** What the catalog says about one key of a connector's configuration: a JSON Schema, of which this is the part that code reads. */
export interface CatalogProperty {
  readonly description?: string;
  /** True for secrets: the platform takes them and never gives them back. */
  readonly writeOnly?: boolean;
  /** The key that this one is another spelling of. */
  readonly "x-spellingOf"?: string;
  /** True for what the platform checks closely or rewrites: its answer may spell the value in another way. */
  readonly "x-normalized"?: boolean;
  readonly properties?: Readonly<Record<string, CatalogProperty>>;
  readonly [keyword: string]: unknown;
}

/** A connector type's file in the catalog: a JSON Schema (2020-12) of its configuration. */
export interface CatalogEntry {
  readonly title: string;
  readonly properties: Readonly<Record<string, CatalogProperty>>;
  readonly [keyword: string]: unknown;
}

const catalogFolder = join(__dirname, "..", "..", "catalog");
const entries = new Map<string, CatalogEntry | undefined>();

/**
 * The catalog's file for a connector type; undefined if it has none. Read once a process.
 *
 * @param folder Below `catalog/`: `platform/source`.
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

const types = new Map<string, readonly string[]>();

/** The types that the catalog describes. Looked up once a process. @param folder Below `catalog/`: `platform/source`. */
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

/** The folders of a platform: `source`, `destination`. @param platform Below `catalog/`. */
export function catalogRoles(platform: string): readonly string[] {
  return readdirSync(join(catalogFolder, platform));
}

/** What the catalog says about a key; undefined if it does not know it. */
export function catalogProperty(entry: CatalogEntry | undefined, key: string): CatalogProperty | undefined {
  return entry === undefined ? undefined : own(entry.properties, key);
}

/** Whether the catalog knows a key as one that is no secret, and below which none is. */
export function isPublic(entry: CatalogEntry | undefined, key: string): boolean {
  const property = catalogProperty(entry, key);
  return property !== undefined && !holdsSecret(property);
}

function holdsSecret({ writeOnly, properties = {} }: CatalogProperty): boolean {
  return writeOnly === true || Object.values(properties).some(holdsSecret);
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
