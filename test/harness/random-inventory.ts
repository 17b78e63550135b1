import fc from "fast-check";
import type { Inventory, InventoryObject } from "../../provider/src/inventory/inventory";
import { described, type Config, type Schema } from "./catalog-schemas";
import { randomConfig } from "./random-config";

/** A type of the catalog, with what an object of it is made of. */
interface CatalogType {
  readonly kind: string;
  readonly type: string;
  readonly schema: Schema;
  /** The argument that is the configuration. */
  readonly field: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** All types of the catalog. */
export const catalogTypes: readonly CatalogType[] = [
  ...described("provider/catalog/unstructured/source").map(ofUnstructured("Source")),
  ...described("provider/catalog/unstructured/destination").map(ofUnstructured("Destination")),
  ...described("provider/catalog/aisquared/source").map(ofAisquared("source")),
  ...described("provider/catalog/aisquared/destination").map(ofAisquared("destination")),
  ...described("provider/catalog/airweave/source").map(([type, schema]) => ({
    kind: "airweave.SourceConnection",
    type,
    schema,
    field: "config",
    fields: { shortName: type },
  })),
];

function ofUnstructured(name: string): (described: [string, Schema]) => CatalogType {
  return ([type, schema]) => ({
    kind: `unstructured.${name}`,
    type,
    schema,
    field: "config",
    fields: { type },
  });
}

function ofAisquared(role: string): (described: [string, Schema]) => CatalogType {
  return ([type, schema]) => ({
    kind: "aisquared.Connector",
    type,
    schema,
    field: "configuration",
    fields: { connectorType: role, connectorName: type },
  });
}

/** A configuration as an inventory has it: the public part, and the paths of the rest. */
function split(
  { properties = {} }: Schema,
  config: Config,
  path: string,
): { readonly shown: Config; readonly secrets: string[] } {
  const secrets: string[] = [];
  const shown = Object.entries(config).flatMap(([key, value]): [string, unknown][] => {
    const property = properties[key] ?? {};
    if (value === null || value === undefined) return [];
    if (property.writeOnly === true) {
      secrets.push(`${path}.${key}`);
      return [];
    }
    if (property.properties === undefined || typeof value !== "object") return [[key, value]];
    const inner = split(property, value as Config, `${path}.${key}`);
    secrets.push(...inner.secrets);
    return [[key, inner.shown]];
  });
  return { shown: Object.fromEntries(shown), secrets };
}

/** How a connection logs in, as an inventory has it. */
function loginsOf({ schema }: CatalogType): fc.Arbitrary<Config> {
  const { accepted_auth_methods: methods = [], requires_byoc: ownClient } = (schema["x-source"] ?? {}) as {
    readonly accepted_auth_methods?: readonly string[];
    readonly requires_byoc?: boolean;
  };
  if (methods.length === 0) return fc.constant({});
  return fc.constantFrom(...methods).map((authMethod) => ({
    authMethod,
    ...(authMethod === "auth_provider" ? { authProvider: "composio-1" } : {}),
    // With a client of the user's own it says so once the login is done.
    authenticated: authMethod !== "oauth_browser" || ownClient !== true,
  }));
}

/** An object of a type, without a name and an id. */
export function objectOf(of: CatalogType): fc.Arbitrary<Omit<InventoryObject, "id">> {
  return fc.tuple(randomConfig(of.schema), loginsOf(of)).map(([config, login]) => {
    const { shown, secrets } = split(of.schema, config, of.field);
    return {
      kind: of.kind,
      fields: { ...of.fields, ...login, [of.field]: shown },
      secrets,
      unknown: [],
    };
  });
}

/** Names that people could give to objects, and strangers to break a program. */
export const hostileTexts: readonly string[] = [
  "*/ process.exit(1) /*",
  "// x",
  "'; rm -rf ~; '",
  '" + evil() + "',
  "`${process.env.HOME}`",
  "$(touch pwned)",
  "a\nb\r\n\u2028\u2029\u0085c",
  "../../etc/passwd",
  "..\\..\\windows",
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "class",
  "await",
  "config",
  "secret",
  "undefined",
  "airweave",
  "default",
  "\u202egnp.exe",
  "\u200b\u2066\ufeff",
  "раураl",
  "請求書",
  "👩‍💻🏳️‍🌈",
  "\ud800",
  "\udfff\ud800",
  "e\u0301\u0301",
  "ﬁle",
  "x".repeat(300),
  "invoices",
  "Invoices",
  "in-voices",
  "1st",
  "-",
  "\\",
  "\u0000\u001b[2J\u007f",
  "${pulumi.getStack()}",
  "{{ }}",
  "<script>",
  "nul",
  "con",
  "a.b[0]",
  "prettier-ignore",
];

/** Any text: hostile, short, of any characters, and halves of such. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 })
    .map((units) => String.fromCharCode(...units)),
);

/** Any JSON with hostile keys and texts. */
const anyValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    anyText,
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(anyText, tie("value"), { maxKeys: 3 }),
  ),
})).value;

const anyName = anyText.filter((text) => text.trim() !== "");
const anySettings = fc.dictionary(anyText, anyValue, { maxKeys: 3 });

/** Of objects that refer to each other, by few ids, so that they do. */
const fewIds = fc.constantFrom("1", "2", "3");

/** An object without a configuration of the catalog, and with nothing secret unless it says so. */
function part(kind: string, fields: Config, secrets: readonly string[] = []): Omit<InventoryObject, "id"> {
  const given = Object.entries(fields).filter(([, value]) => (value ?? undefined) !== undefined);
  return { kind, fields: Object.fromEntries(given), secrets, unknown: [] };
}

/** A node of a type that this release knows or not, with any settings or with those that the type has. */
const anyNode = fc.oneof(
  fc.record({
    name: anyName,
    type: fc.oneof(anyName, fc.constantFrom("partition", "chunk")),
    subtype: fc.oneof(anyName, fc.constantFrom("vlm", "chunk_by_title")),
    settings: anySettings,
  }),
  fc.record({
    name: anyName,
    type: fc.constant("chunk"),
    subtype: fc.constantFrom("chunk_by_title", "chunk_by_page"),
    settings: fc.record({ max_characters: fc.nat(), overlap_all: fc.boolean() }, { requiredKeys: [] }),
  }),
  fc.record({ name: anyName, type: fc.constant("partition"), subtype: fc.constantFrom("auto", "hi_res") }),
);

const anyWorkflow = fc
  .record({
    name: anyText,
    sourceId: fewIds,
    destinationId: fc.option(fewIds),
    workflowType: fc.oneof(anyName, fc.constant("custom")).filter((type) => type !== "template"),
    workflowNodes: fc.array(anyNode, { minLength: 1, maxLength: 3 }),
    schedule: fc.option(fc.constantFrom("daily", "every 2 hours", "5 4 * * 1")),
    reprocessAll: fc.boolean(),
  })
  .map((fields) => part("unstructured.Workflow", fields));

const anyModel = fc
  .record({
    name: anyText,
    connectorId: fewIds,
    description: fc.option(anyText),
    primaryKey: anyName,
    of: fc.oneof(
      fc.record({ queryType: fc.constantFrom("raw_sql", "dbt", "soql", "table_selector"), query: anyName }),
      fc.record({
        queryType: fc.constantFrom("ai_ml", "dynamic_sql", "vector_search"),
        harvesters: fc.array(anySettings, { maxLength: 2 }),
        json_schema: anySettings,
      }),
    ),
  })
  .map(({ of, ...fields }) => {
    if (!("harvesters" in of)) return part("aisquared.Model", { ...fields, ...of });
    const { queryType, harvesters, json_schema } = of;
    const configuration = {
      harvesters,
      ...(queryType === "ai_ml" ? {} : { json_schema }),
      ...(queryType === "vector_search" ? { embedding_config: { model: "m" } } : {}),
    };
    const secrets = queryType === "vector_search" ? ["configuration.embedding_config.api_key"] : [];
    return part("aisquared.Model", { ...fields, queryType, configuration }, secrets);
  });

const anyMapping = fc.record(
  {
    from: anyText,
    to: anyName,
    mapping_type: fc.constantFrom("standard", "static", "template", "vector"),
    value: anyValue,
    template: anyText,
    hide_embedding: fc.boolean(),
  },
  { requiredKeys: ["from", "to", "mapping_type"] },
);

const anySync = fc
  .record({
    sourceId: fewIds,
    modelId: fewIds,
    destinationId: fewIds,
    streamName: anyName,
    syncMode: fc.constantFrom("full_refresh", "incremental"),
    cursorField: fc.option(anyName),
    enabled: fc.boolean(),
    schedule: fc.constantFrom(
      { scheduleType: "manual" },
      { scheduleType: "interval", syncInterval: 3, syncIntervalUnit: "days" },
      { scheduleType: "cron_expression", cronExpression: "0 3 * * *" },
    ),
    configuration: fc.oneof(
      fc.array(anyMapping, { minLength: 1, maxLength: 3 }),
      fc.dictionary(anyText, anyName, { minKeys: 1, maxKeys: 3 }),
    ),
  })
  .map(({ schedule, configuration, ...fields }) => {
    if (!Array.isArray(configuration))
      return part("aisquared.Sync", { ...fields, ...schedule, configuration });
    const mappings = configuration.map((mapping) =>
      mapping.mapping_type === "vector" ? { ...mapping, embedding_config: { mode: "m" } } : mapping,
    );
    const secrets = mappings.flatMap((mapping, index) =>
      "embedding_config" in mapping ? [`configuration.${index}.embedding_config.api_key`] : [],
    );
    return part("aisquared.Sync", { ...fields, ...schedule, configuration: mappings }, secrets);
  });

/** The kinds without a configuration of the catalog, with objects of any shape. */
export const parts: readonly fc.Arbitrary<Omit<InventoryObject, "id">>[] = [anyWorkflow, anyModel, anySync];

/** Workflows, models and syncs of any shape. */
const anyParts: fc.Arbitrary<InventoryObject[]> = fc.array(
  fc.tuple(fewIds, fc.oneof(...parts)).map(([id, object]) => ({ ...object, id })),
  { maxLength: 5 },
);

/** Objects of any shape that an inventory may have, of types that the catalog knows or not. */
export const anyWorkspace: fc.Arbitrary<Inventory> = fc
  .tuple(anyConnectors(), anyParts)
  .map(([connectors, parts]) => ({ version: 1, objects: distinct([...connectors, ...parts]) }));

function anyConnectors(): fc.Arbitrary<InventoryObject[]> {
  return fc
    .array(
      fc.record({
        of: fc.constantFrom(...catalogTypes),
        name: anyText,
        id: fc.oneof(anyText, fewIds),
        type: anyText,
        isOther: fc.boolean(),
        collection: fc.option(anyText),
        config: fc.dictionary(anyText, anyValue, { maxKeys: 3 }),
        secrets: fc.array(
          anyText.filter((key) => key !== ""),
          { maxLength: 3 },
        ),
      }),
      { maxLength: 12 },
    )
    .map((objects) =>
      objects.flatMap(({ of, name, id, type, isOther, collection, config, secrets }): InventoryObject[] => {
        const typeField = Object.keys(of.fields).at(-1) ?? "";
        const isConnection = of.kind === "airweave.SourceConnection";
        const object: InventoryObject = {
          kind: of.kind,
          id,
          fields: {
            name,
            ...of.fields,
            ...(isOther ? { [typeField]: type } : {}),
            ...(isConnection ? { readableCollectionId: collection ?? "c" } : {}),
            [of.field]: config,
          },
          secrets: [...new Set(secrets)].map(
            (key) => `${of.field}.${key.replaceAll(/[.\\]/g, String.raw`\$&`)}`,
          ),
          unknown: secrets,
          ...(isOther ? { isOtherType: true } : {}),
        };
        const referredTo: InventoryObject = {
          kind: "airweave.Collection",
          id: collection ?? "c",
          fields: { name, readableId: collection ?? "c" },
          secrets: [],
          unknown: [],
        };
        return isConnection && collection !== null ? [object, referredTo] : [object];
      }),
    );
}

function distinct(objects: readonly InventoryObject[]): InventoryObject[] {
  return objects.filter(
    ({ kind, id }, index) => objects.findIndex((other) => other.kind === kind && other.id === id) === index,
  );
}
