import { join } from "node:path";
import { catalogFile, catalogFolder, catalogTypes } from "../../catalog/catalog-files";

/** The JSON Schema of a field: the keywords that the catalog uses. */
export interface Property {
  readonly type: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly items?: { readonly type: string };
  readonly enum?: readonly unknown[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly writeOnly?: boolean;
  readonly "x-feature_flag"?: string;
  readonly "x-hidden"?: boolean;
}

export interface ObjectSchema {
  readonly properties: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly object[];
  /** Whether unknown keys are kept. Default: they are dropped. */
  readonly additionalProperties?: boolean;
}

/** What the server publishes about a source type besides its fields. */
interface SourceFacts {
  readonly auth_methods: readonly string[];
  readonly accepted_auth_methods: readonly string[];
  readonly oauth_type: string | null;
  readonly requires_byoc: boolean;
  readonly supports_continuous: boolean;
  readonly federated_search: boolean;
  readonly supports_temporal_relevance: boolean;
  readonly supports_access_control: boolean;
  readonly supports_browse_tree: boolean;
  readonly rate_limit_level: string | null;
  readonly feature_flag: string | null;
  readonly supported_auth_providers: readonly string[];
  readonly labels: readonly string[];
}

/** A source type. */
export interface Source extends SourceFacts {
  readonly short_name: string;
  /** One of the server's own test sources, which connect to nothing. */
  readonly internal: boolean;
  readonly title: string;
  readonly description: string;
  readonly config: ObjectSchema;
  readonly credentials: ObjectSchema;
}

interface CatalogFile extends ObjectSchema {
  readonly title: string;
  readonly description: string;
  readonly $defs?: { readonly credentials?: ObjectSchema };
  readonly "x-source": SourceFacts;
}

/** Source types by short name. */
export type Sources = ReadonlyMap<string, Source>;

const publicFolder = catalogFolder("airweave/source");
const internalFolder = join(__dirname, "..", "..", "..", "catalog", "airweave", "source");
const read = new Map<string, Sources>();

/** @param internal Whether to include the server's own test sources. */
export function sources(internal: boolean): Sources {
  const all = [...sourcesIn(publicFolder), ...(internal ? sourcesIn(internalFolder) : [])];
  return new Map(all.sort(([left], [right]) => (left < right ? -1 : 1)));
}

function sourcesIn(folder: string): Sources {
  const known = read.get(folder);
  if (known !== undefined) return known;
  const found = new Map(catalogTypes(folder).map((name) => [name, readSource(folder, name)]));
  read.set(folder, found);
  return found;
}

function readSource(folder: string, short_name: string): Source {
  const schema = catalogFile(folder, short_name) as CatalogFile;
  return {
    ...schema["x-source"],
    short_name,
    internal: folder === internalFolder,
    title: schema.title,
    description: schema.description,
    config: schema,
    credentials: schema.$defs?.credentials ?? { properties: {} },
  };
}

/** The type of a field, apart from null. */
export function typeOf(property: Property): string {
  return [property.type].flat().find((type) => type !== "null") ?? "string";
}

export function isNullable(property: Property): boolean {
  return [property.type].flat().includes("null");
}

/** The title of a field; by default made from its key: `api_token` → `API Token`. */
export function titleOf(key: string, property: Property): string {
  if (property.title !== undefined) return property.title;
  const words = key.split("_").map((word) => {
    return /^(api|id|url|sas)$/.test(word)
      ? word.toUpperCase()
      : word.charAt(0).toUpperCase() + word.slice(1);
  });
  return words.join(" ");
}
