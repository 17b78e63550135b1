import type { ResourceDefinition } from "../../provider/src/definition/definition";
import { collectionDefinition } from "../../provider/src/platforms/airweave/collection";
import { sourceConnectionDefinition } from "../../provider/src/platforms/airweave/source-connection";
import { connectorDefinition } from "../../provider/src/platforms/aisquared/connector";
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

/** One of the kinds of resources, from the program to the platform. */
export interface Kind {
  readonly platform: TestPlatformName;
  readonly definition: ResourceDefinition;
  /** The kind of the object that one is in, and with which it is deleted. Default: it is in none. */
  readonly parent?: KindName;
  /** @param parent The id of the object that it is in. */
  readonly inputs: (wanted: Wanted, parent: unknown) => Fields;
  /** What of `facts` is to be so. */
  readonly facts: (wanted: Wanted, parent: unknown) => Fields;
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
  /** The body with which somebody else makes one. */
  readonly body: (inputs: Fields) => Fields;
}

export type KindName =
  "source" | "destination" | "workflow" | "connector" | "collection" | "connection" | "ledger" | "entry";

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
    parent: "collection",
    // A schedule is sent on its own.
    mostWrites: 2,
    inputs: ({ name, variant, value, isExplicit }, collection) => ({
      name,
      readableCollectionId: collection,
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
    facts: ({ name, variant, value, isExplicit }, collection) => ({
      name,
      type: variant === "a" ? "stripe" : "github",
      collection,
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
    parent: "ledger",
    // A create prepares, makes and completes.
    mostWrites: 3,
    inputs: ({ name, variant, value, isExplicit }, ledger) => ({
      ledgerId: ledger,
      direction: variant === "a" ? "income" : "expense",
      schedule: `every day at ${value}`,
      lines: [{ account: "cash", amount: value }],
      ...(value % 2 === 0 ? { memo: name } : {}),
      ...(isExplicit ? { enabled: value % 3 !== 0 } : {}),
    }),
    facts: ({ name, variant, value, isExplicit }, ledger) => ({
      ledger,
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

/** Those of which many are read with one list. */
export const bulkKinds = kindNames.filter((name) => kinds[name].definition.isReadInBulk === true);

/** Where an object of a kind is. */
export function itemPath({ path }: Kind, id: string): string {
  return `${path.replace(/\/$/, "")}/${id}`;
}
