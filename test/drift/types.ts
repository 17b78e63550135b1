import fc from "fast-check";
import { catalogEntry, catalogTypes } from "../../provider/src/catalog/entry";
import type { Schema } from "../harness/catalog-schemas";
import { randomConfig } from "../harness/random-config";
import type { PlatformName } from "../harness/platform";
import type { Fields } from "../harness/verbs";

/** A connector type of the catalog, and how its objects are made and stored. */
export interface CatalogType {
  readonly platform: PlatformName;
  readonly kind: string;
  readonly type: string;
  readonly schema: Schema;
  /** The argument that holds the configuration, and the stored object's field. */
  readonly field: "config" | "configuration";
  /** The store of its objects. */
  readonly store: string;
  readonly inputs: (name: string, config: Fields) => Fields;
}

const folders: readonly (Omit<CatalogType, "type" | "schema" | "inputs"> & {
  readonly folder: string;
  readonly inputs: (type: string, name: string, config: Fields, schema: Schema) => Fields;
})[] = [
  ...(["source", "destination"] as const).map((role) => ({
    folder: `unstructured/${role}`,
    platform: "unstructured" as const,
    kind: `unstructured.${role === "source" ? "Source" : "Destination"}`,
    field: "config" as const,
    store: `${role}s`,
    inputs: (type: string, name: string, config: Fields) => ({ name, type, config }),
  })),
  ...(["source", "destination"] as const).map((role) => ({
    folder: `aisquared/${role}`,
    platform: "aisquared" as const,
    kind: "aisquared.Connector",
    field: "configuration" as const,
    store: "connectors",
    inputs: (type: string, name: string, configuration: Fields) => ({
      name,
      connectorType: role,
      connectorName: type,
      configuration,
    }),
  })),
  {
    folder: "airweave/source",
    platform: "airweave",
    kind: "airweave.SourceConnection",
    field: "config",
    store: "source_connections",
    inputs: (shortName, name, config, schema) => ({
      name,
      shortName,
      readableCollectionId: "docs",
      config,
      ...authentication(schema),
    }),
  },
];

/** Whether nothing of a source is ever synced. */
export function isFederated({ "x-source": facts }: Schema): boolean {
  return (facts as { readonly federated_search?: boolean } | undefined)?.federated_search === true;
}

/** What a connection without a login in the browser logs in with: it must not wait for one. */
function authentication(schema: Schema): Fields {
  const facts = schema["x-source"] as { readonly accepted_auth_methods: readonly string[] };
  const [credentials] = schema.$defs?.credentials?.examples ?? [];
  if (facts.accepted_auth_methods.includes("direct") && credentials !== undefined) {
    return { authentication: { credentials: { ...credentials } } };
  }
  if (facts.accepted_auth_methods.includes("oauth_token")) {
    return { authentication: { accessToken: "a-token-of-the-source" } };
  }
  return { authentication: { providerReadableId: "my-composio" } };
}

/** All types of the catalog. */
export const allTypes: readonly CatalogType[] = folders.flatMap(({ folder, inputs, ...rest }) =>
  catalogTypes(folder).map((type) => {
    const schema = catalogEntry(folder, type) as unknown as Schema;
    return { ...rest, type, schema, inputs: (name, config) => inputs(type, name, config, schema) };
  }),
);

/** Valid configurations that together declare every key of a type, and one with little. @param accept Whether the platform takes one. */
export function coveringConfigs({ schema }: CatalogType): Fields[] {
  const samples = fc.sample(randomConfig(schema), { numRuns: 150, seed: 20261130 });
  const missing = new Set(Object.keys(schema.properties ?? {}));
  const chosen: Fields[] = [];
  for (const [example] of [schema.examples ?? []]) if (example !== undefined) samples.unshift(example);
  for (const sample of samples) {
    const keys = Object.keys(sample).filter((key) => missing.has(key) && sample[key] !== null);
    if (keys.length === 0 && chosen.length > 0) continue;
    for (const key of keys) missing.delete(key);
    chosen.push(sample);
  }
  return chosen;
}
