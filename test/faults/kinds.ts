import type { ResourceDefinition } from "../../provider/src/definition/definition";
import { collectionDefinition } from "../../provider/src/platforms/airweave/collection";
import { sourceConnectionDefinition } from "../../provider/src/platforms/airweave/source-connection";
import { connectorDefinition } from "../../provider/src/platforms/aisquared/connector";
import { modelDefinition } from "../../provider/src/platforms/aisquared/model";
import { syncDefinition } from "../../provider/src/platforms/aisquared/sync";
import { destinationDefinition } from "../../provider/src/platforms/unstructured/destination";
import { sourceDefinition } from "../../provider/src/platforms/unstructured/source";
import { workflowDefinition } from "../../provider/src/platforms/unstructured/workflow";
import type { TestPlatformName } from "../harness/platform";
import type { Fields } from "../harness/verbs";
import { entryDefinition } from "../tally-platform/provider/entry";
import { ledgerDefinition } from "../tally-platform/provider/ledger";

/** What an object is to be; its platform sees it so. */
export interface Wanted {
  readonly kind: KindName;
  /** On the platform, if it has names. */
  readonly name: string;
  /** The other one is of another type, or in another place: an object of the one becomes no object of the other. */
  readonly variant: "a" | "b";
  /** A change of it is an update. */
  readonly value: number;
  /** Whether it says what it may leave to the platform: a readable id, a schedule. */
  readonly isExplicit: boolean;
}

/** An object as its platform has it. */
export interface PlatformObject {
  readonly kind: KindName;
  readonly id: string;
  /** Undefined where objects have none. */
  readonly name: string | undefined;
  /** What a program can see to. Secrets are masked, and left out. */
  readonly facts: Fields;
}

/** The ids of the objects that one refers to, by the arguments that have them. */
export type ParentIds = Readonly<Record<string, unknown>>;

/** One of the kinds of resources, from the program to the platform. */
export interface Kind {
  readonly platform: TestPlatformName;
  readonly definition: ResourceDefinition;
  /** The kinds of the objects that one refers to, and with each of which it is deleted, by argument. Default: none. */
  readonly parents?: Readonly<Record<string, KindName>>;
  readonly inputs: (wanted: Wanted, parents: ParentIds) => Fields;
  /** What of `facts` is to be so. */
  readonly facts: (wanted: Wanted, parents: ParentIds) => Fields;
  /** Whether the platform takes one of a name and type only. Default: it takes several. */
  readonly isUnique?: (wanted: Wanted) => boolean;
  /** Whether another name makes another object of it. Default: never. */
  readonly isReplacedByRename?: (wanted: Wanted) => boolean;
  /** The most requests of a create or an update. Default: 1. */
  readonly mostWrites?: number;
  /** The requests of a connection test. Default: there are none. */
  readonly testRequests?: number;
  readonly path: string;
  /** Lists all of a program, however the platform pages. Default: `path`. */
  readonly listPath?: string;
  readonly read: (item: Fields) => Omit<PlatformObject, "kind">;
  /** The path that somebody else gets before making one. Default: none. */
  readonly preparation?: (inputs: Fields) => string;
  /** The body with which somebody else makes one. */
  readonly body: (inputs: Fields) => Fields;
}

export type KindName =
  | "source"
  | "destination"
  | "workflow"
  | "connector"
  | "model"
  | "sync"
  | "collection"
  | "connection"
  | "ledger"
  | "entry";

const fields = (value: unknown): Fields => (value ?? {}) as Fields;

/** Of subtypes to which the server adds no settings. */
function nodesOf({ variant, value, isExplicit }: Wanted): readonly Fields[] {
  const [subtype, other] = variant === "a" ? ["voyageai", "bedrock"] : ["bedrock", "voyageai"];
  const settings = { model_name: `model-${value}` };
  const node = { name: "Embedder", type: "embed", subtype, settings };
  return isExplicit ? [node, { ...node, subtype: other }] : [node];
}

function withoutIds(nodes: unknown): readonly Fields[] {
  return (nodes as readonly Fields[]).map(({ name, type, subtype, settings }) => ({
    ...{ name, type, subtype, settings },
  }));
}

/** What of a sync depends on its variant. */
function streamOf({ variant }: Wanted): Fields {
  return variant === "a"
    ? { streamName: "orders", syncMode: "full_refresh" }
    : { streamName: "customers", syncMode: "incremental", cursorField: "updated_at" };
}

/** A sync that says so has a schedule with some values, and is disabled with others. */
function scheduleOf({ value, isExplicit }: Wanted): Fields {
  return isExplicit && value % 2 === 0
    ? { scheduleType: "interval", syncInterval: value + 1, syncIntervalUnit: "hours" }
    : { scheduleType: "manual" };
}

const isEnabled = ({ value, isExplicit }: Wanted): boolean => !isExplicit || value % 3 !== 0;
const mappingsOf = ({ name, value }: Wanted): Fields => ({ id: name, note: `column_${value}` });

function unstructuredKind(noun: "source" | "destination"): Kind {
  const url = ({ variant, value }: Wanted): string => `${variant === "a" ? "s3" : "gs"}://bucket/${value}/`;
  const type = ({ variant }: Wanted): string => (variant === "a" ? "s3" : "gcs");
  return {
    platform: "unstructured",
    definition: noun === "source" ? sourceDefinition : destinationDefinition,
    // It is started, is scheduled, and has ended.
    testRequests: 3,
    inputs: (wanted) => ({
      name: wanted.name,
      type: type(wanted),
      config:
        wanted.variant === "a"
          ? { remote_url: url(wanted), key: "AKIA", secret: `secret-${wanted.value}` }
          : { remote_url: url(wanted), service_account_key: `{"id":"${wanted.value}"}` },
    }),
    facts: (wanted) => ({ name: wanted.name, type: type(wanted), url: url(wanted) }),
    path: `/api/v1/${noun}s/`,
    read: (item) => ({
      id: String(item.id),
      name: String(item.name),
      facts: { name: item.name, type: item.type, url: fields(item.config).remote_url },
    }),
    body: (inputs) => inputs,
  };
}

export const kinds: Readonly<Record<KindName, Kind>> = {
  source: unstructuredKind("source"),
  destination: unstructuredKind("destination"),
  workflow: {
    platform: "unstructured",
    definition: workflowDefinition,
    // Without a source: its documents are uploaded.
    inputs: (wanted) => ({ name: wanted.name, workflowType: "custom", workflowNodes: nodesOf(wanted) }),
    facts: (wanted) => ({ name: wanted.name, nodes: JSON.stringify(nodesOf(wanted)) }),
    path: "/api/v1/workflows/",
    listPath: "/api/v1/workflows/?page_size=100",
    read: (item) => ({
      id: String(item.id),
      name: String(item.name),
      facts: { name: item.name, nodes: JSON.stringify(withoutIds(item.workflow_nodes)) },
    }),
    body: ({ name, workflowType, workflowNodes }) => ({
      name,
      workflow_type: workflowType,
      workflow_nodes: workflowNodes,
    }),
  },
  connector: {
    platform: "aisquared",
    definition: connectorDefinition,
    testRequests: 1,
    isUnique: () => true,
    inputs: ({ name, variant, value, isExplicit }) => ({
      name,
      ...(isExplicit ? { description: `number ${value}` } : {}),
      ...(variant === "a"
        ? {
            connectorType: "source",
            connectorName: "Postgresql",
            configuration: {
              data_type: "structured",
              credentials: { auth_type: "username/password", username: "u", password: `secret-${value}` },
              host: "db.example.com",
              port: "5432",
              database: `place-${value}`,
              schema: "public",
            },
          }
        : {
            connectorType: "destination",
            connectorName: "Http",
            configuration: { destination_url: `https://hooks.example.com/place-${value}` },
          }),
    }),
    facts: ({ name, variant, value, isExplicit }) => ({
      name,
      type: variant === "a" ? "source" : "destination",
      description: isExplicit ? `number ${value}` : null,
      place: variant === "a" ? `place-${value}` : `https://hooks.example.com/place-${value}`,
    }),
    path: "/api/v1/connectors",
    listPath: "/api/v1/connectors?per_page=1000",
    read({ id, attributes }) {
      const { name, connector_type: type, description = null, configuration } = fields(attributes);
      const { database, destination_url } = fields(configuration);
      const facts = { name, type, description, place: database ?? destination_url };
      return { id: String(id), name: String(name), facts };
    },
    body: ({ name, connectorType, connectorName, configuration, description }) => ({
      connector: {
        ...{ name, connector_type: connectorType, connector_name: connectorName, configuration },
        ...(description === undefined ? {} : { description }),
      },
    }),
  },
  model: {
    platform: "aisquared",
    definition: modelDefinition,
    parents: { connectorId: "connector" },
    inputs: ({ name, value, variant, isExplicit }, { connectorId }) => ({
      ...{ name, connectorId, primaryKey: "id", query: `select ${value}` },
      queryType: variant === "a" ? "raw_sql" : "dbt",
      ...(isExplicit ? { description: `number ${value}` } : {}),
    }),
    facts: ({ name, value, variant, isExplicit }, { connectorId }) => ({
      ...{ name, connectorId, query: `select ${value}` },
      type: variant === "a" ? "raw_sql" : "dbt",
      description: isExplicit ? `number ${value}` : null,
    }),
    path: "/api/v1/models",
    listPath: "/api/v1/models?per_page=1000",
    read({ id, attributes }) {
      const { name, query, query_type: type, description = null, connector } = fields(attributes);
      const facts = { name, connectorId: String(fields(connector).id), query, type, description };
      return { id: String(id), name: String(name), facts };
    },
    body: ({ connectorId, queryType, primaryKey, ...inputs }) => ({
      model: {
        ...inputs,
        ...{ connector_id: Number(connectorId), query_type: queryType, primary_key: primaryKey },
      },
    }),
  },
  sync: {
    platform: "aisquared",
    definition: syncDefinition,
    parents: { sourceId: "connector", modelId: "model", destinationId: "connector" },
    // It is read, disabled while its schedule ends, written after a look at the catalog, and enabled again.
    mostWrites: 5,
    inputs: (wanted, { sourceId, modelId, destinationId }) => ({
      ...{ sourceId, modelId, destinationId },
      ...streamOf(wanted),
      ...scheduleOf(wanted),
      configuration: mappingsOf(wanted),
      ...(wanted.isExplicit ? { enabled: isEnabled(wanted) } : {}),
    }),
    facts: (wanted, { sourceId, modelId, destinationId }) => ({
      ...{ sourceId, modelId, destinationId },
      ...{ cursorField: null, syncInterval: null, ...streamOf(wanted), ...scheduleOf(wanted) },
      mappings: JSON.stringify(mappingsOf(wanted)),
      isEnabled: isEnabled(wanted),
    }),
    path: "/api/v1/syncs",
    listPath: "/api/v1/syncs?per_page=1000",
    read({ id, attributes }) {
      const sync = fields(attributes);
      const facts = {
        sourceId: String(sync.source_id),
        modelId: String(sync.model_id),
        destinationId: String(sync.destination_id),
        streamName: sync.stream_name,
        syncMode: sync.sync_mode,
        cursorField: sync.cursor_field,
        scheduleType: sync.schedule_type,
        syncInterval: sync.sync_interval,
        syncIntervalUnit: sync.sync_interval_unit,
        mappings: JSON.stringify(sync.configuration),
        isEnabled: sync.status !== "disabled",
      };
      return { id: String(id), name: undefined, facts };
    },
    preparation: ({ destinationId }) => `/api/v1/connectors/${String(destinationId)}/discover`,
    body: (inputs) => ({
      sync: {
        source_id: Number(inputs.sourceId),
        model_id: Number(inputs.modelId),
        destination_id: Number(inputs.destinationId),
        stream_name: inputs.streamName,
        sync_mode: inputs.syncMode,
        schedule_type: inputs.scheduleType,
        configuration: inputs.configuration,
      },
    }),
  },
  collection: {
    platform: "airweave",
    definition: collectionDefinition,
    isUnique: ({ isExplicit }) => isExplicit,
    isReplacedByRename: ({ isExplicit }) => isExplicit,
    inputs: (wanted) => ({
      name: wanted.name,
      ...(wanted.isExplicit ? { readableId: `${wanted.name}-${wanted.variant}` } : {}),
    }),
    facts: (wanted) => ({
      name: wanted.name,
      ...(wanted.isExplicit ? { readableId: `${wanted.name}-${wanted.variant}` } : {}),
    }),
    path: "/collections",
    read: ({ readable_id, name }) => ({
      id: String(readable_id),
      name: String(name),
      facts: { name, readableId: readable_id },
    }),
    body: ({ name, readableId }) => ({
      name,
      ...(readableId === undefined ? {} : { readable_id: readableId }),
    }),
  },
  connection: {
    platform: "airweave",
    definition: sourceConnectionDefinition,
    parents: { readableCollectionId: "collection" },
    // A schedule is sent on its own.
    mostWrites: 2,
    inputs: ({ name, variant, value, isExplicit }, { readableCollectionId }) => ({
      name,
      readableCollectionId,
      description: `number ${value}`,
      ...(isExplicit ? { schedule: { cron: `0 ${value} * * *` } } : {}),
      ...(variant === "a"
        ? {
            shortName: "stripe",
            authentication: { credentials: { api_key: `sk_test_${value}00000000000000` } },
          }
        : {
            shortName: "github",
            config: { repo_name: `example-org/place-${value}` },
            authentication: { credentials: { personal_access_token: `ghp_${value}000000000000000` } },
          }),
    }),
    facts: ({ name, variant, value, isExplicit }, { readableCollectionId }) => ({
      name,
      type: variant === "a" ? "stripe" : "github",
      collection: readableCollectionId,
      description: `number ${value}`,
      ...(isExplicit ? { cron: `0 ${value} * * *` } : {}),
      ...(variant === "a" ? {} : { place: `example-org/place-${value}` }),
    }),
    path: "/source-connections",
    read: ({
      id,
      name,
      short_name: type,
      readable_collection_id: collection,
      description,
      schedule,
      config,
    }) => ({
      id: String(id),
      name: String(name),
      facts: {
        ...{ name, type, collection, description },
        ...{ cron: fields(schedule).cron, place: fields(config).repo_name },
      },
    }),
    body: ({ shortName, readableCollectionId, ...inputs }) => ({
      ...inputs,
      short_name: shortName,
      readable_collection_id: readableCollectionId,
    }),
  },
  ledger: {
    platform: "tally",
    definition: ledgerDefinition,
    inputs: ({ name, variant, value, isExplicit }) => ({
      currency: variant === "a" ? "EUR" : "USD",
      openingBalance: value,
      pin: `pin-${value} of ${name}`,
      ...(value % 2 === 0 ? { note: `${name} has ${value}` } : {}),
      ...(isExplicit ? { rounding: "half-even" } : {}),
    }),
    facts: ({ name, variant, value, isExplicit }) => ({
      currency: variant === "a" ? "EUR" : "USD",
      balance: value,
      note: value % 2 === 0 ? `${name} has ${value}` : null,
      hasPin: true,
      ...(isExplicit ? { rounding: "half-even" } : {}),
    }),
    path: "/v2/ledgers",
    read: ({ id, currency, opening_balance: balance, note, rounding, pin }) => ({
      id: String(id),
      name: undefined,
      facts: { currency, balance, note, rounding, hasPin: pin !== null },
    }),
    body: ({ openingBalance, ...inputs }) => ({ ...inputs, opening_balance: openingBalance }),
  },
  entry: {
    platform: "tally",
    definition: entryDefinition,
    parents: { ledgerId: "ledger" },
    // A create prepares, makes and completes.
    mostWrites: 3,
    inputs: ({ name, variant, value, isExplicit }, { ledgerId }) => ({
      ledgerId,
      direction: variant === "a" ? "income" : "expense",
      schedule: `every day at ${value}`,
      lines: [{ account: "cash", amount: value }],
      ...(value % 2 === 0 ? { memo: name } : {}),
      ...(isExplicit ? { enabled: value % 3 !== 0 } : {}),
    }),
    facts: ({ name, variant, value, isExplicit }, { ledgerId }) => ({
      ledger: ledgerId,
      direction: variant === "a" ? "income" : "expense",
      cron: `0 ${value} * * *`,
      amount: value,
      memo: value % 2 === 0 ? name : null,
      enabled: isExplicit && value % 3 !== 0,
    }),
    path: "/v2/entries",
    read: ({ id, ledger_id, direction, cron, lines, memo, enabled }) => ({
      id: String(id),
      name: undefined,
      facts: {
        ...{ ledger: String(ledger_id), direction, cron, memo, enabled },
        amount: (lines as readonly Fields[])[0]?.amount,
      },
    }),
    body: ({ ledgerId, ...inputs }) => ({ ...inputs, ledger_id: Number(ledgerId) }),
  },
};

export const kindNames = Object.keys(kinds) as KindName[];

/** Those whose classes are in the package, so that programs can have them. */
export const packagedKinds = kindNames.filter((name) => kinds[name].platform !== "tally");

/** Those of one platform that refer to each other, one after another. */
export const pipelineKinds: readonly KindName[] = ["connector", "model", "sync"];

/** Those of which many are read with one list. */
export const bulkKinds = kindNames.filter((name) => kinds[name].definition.isReadInBulk === true);

/** How many others an object of a kind refers to one after another: 0 if to none. */
export function depthOf(name: KindName): number {
  return Math.max(0, ...Object.values(kinds[name].parents ?? {}).map((parent) => 1 + depthOf(parent)));
}

/** Where an object of a kind is. */
export function itemPath({ path }: Kind, id: string): string {
  return `${path.replace(/\/$/, "")}/${id}`;
}
