import type { Fields } from "../harness/verbs";
import type { PlatformName } from "../harness/platform";

/** What an object is to be; its platform sees it so. */
export interface Wanted {
  readonly kind: KindName;
  /** On the platform. */
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
  readonly name: string;
  /** What tells objects of one kind and name apart. */
  readonly type: string;
  /** What a program can see to. Secrets are masked, and left out. */
  readonly facts: Fields;
}

/** One of the kinds of resources, from the program to the platform. */
export interface Kind {
  readonly platform: PlatformName;
  /** As messages name it, and as programs call its class. */
  readonly title: string;
  readonly noun: string;
  /** @param collection Where a source connection is: an id. */
  readonly inputs: (wanted: Wanted, collection: unknown) => Fields;
  /** What of `facts` is to be so. */
  readonly facts: (wanted: Wanted, collection: unknown) => Fields;
  readonly path: string;
  readonly read: (item: Fields) => Omit<PlatformObject, "kind">;
  /** The body with which somebody else makes one. */
  readonly body: (inputs: Fields) => Fields;
}

export type KindName = "source" | "destination" | "connector" | "collection" | "connection";

const fields = (value: unknown): Fields => (value ?? {}) as Fields;

function unstructuredKind(noun: "source" | "destination"): Kind {
  const url = ({ variant, value }: Wanted): string => `${variant === "a" ? "s3" : "gs"}://bucket/${value}/`;
  const type = ({ variant }: Wanted): string => (variant === "a" ? "s3" : "gcs");
  return {
    platform: "unstructured",
    title: noun === "source" ? "unstructured.Source" : "unstructured.Destination",
    noun,
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
      type: String(item.type),
      facts: { name: item.name, type: item.type, url: fields(item.config).remote_url },
    }),
    body: (inputs) => inputs,
  };
}

export const kinds: Readonly<Record<KindName, Kind>> = {
  source: unstructuredKind("source"),
  destination: unstructuredKind("destination"),
  connector: {
    platform: "aisquared",
    title: "aisquared.Connector",
    noun: "connector",
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
    read({ id, attributes }) {
      const { name, connector_type: type, description = null, configuration } = fields(attributes);
      const { database, destination_url } = fields(configuration);
      const facts = { name, type, description, place: database ?? destination_url };
      return { id: String(id), name: String(name), type: String(type), facts };
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
    title: "airweave.Collection",
    noun: "collection",
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
      type: "",
      facts: { name, readableId: readable_id },
    }),
    body: ({ name, readableId }) => ({
      name,
      ...(readableId === undefined ? {} : { readable_id: readableId }),
    }),
  },
  connection: {
    platform: "airweave",
    title: "airweave.SourceConnection",
    noun: "source connection",
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
      type: `${String(type)} in ${String(collection)}`,
      facts: {
        ...{ name, type, collection, description },
        ...{ cron: fields(schedule).cron, place: fields(config).repo_name },
      },
    }),
    body: (inputs) => inputs,
  },
};

export const kindNames = [
  "source",
  "destination",
  "connector",
  "collection",
  "connection",
] as const satisfies readonly KindName[];
