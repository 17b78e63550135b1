import type * as pulumi from "@pulumi/pulumi";
import type { RemoteObject, ResourceDefinition } from "../../definition/definition";
import type { ConnectionTest } from "../../definition/verification";
import type { NoArgs } from "../../program/args";
import type { OtherType } from "../../program/other-type";
import { withQuery } from "../../http/query";
import type { Inputs } from "../../program/inputs";
import type { Found, IdOr } from "../../program/lookup-types";
import type {
  Criterion,
  ForceDelete,
  KnownByName,
  ObjectOptions,
  VerifyConnection,
} from "../../program/options";
import { resourceClass } from "../../program/resource";
import { isFields, type Fields } from "../../values/fields";
import { aisquared } from "./api";
import { modelsOfConnector, syncsBy } from "./dependents";
import type { DestinationConfigs } from "./generated/destination-configs";
import { listing, objectOf, text, textOrNull, type JsonApiObject } from "./json-api";
import type { SourceConfigs } from "./generated/source-configs";

const roles = ["source", "destination"] as const;

/** Whether AI Squared reads from the system or writes to it. */
export type ConnectorType = (typeof roles)[number];

function isRole(value: unknown): value is ConnectorType {
  return roles.some((role) => role === value);
}

interface Configs {
  readonly source: SourceConfigs;
  readonly destination: DestinationConfigs;
}

/** A system that the catalog describes, as the vendor spells it: `ConnectorName<"source">`. Default: those of both types. */
export type ConnectorName<Type extends ConnectorType = ConnectorType> = Type extends ConnectorType
  ? keyof Configs[Type]
  : never;

/**
 * The arguments of a connector. `connectorType` and `connectorName` determine the keys of `configuration`, which are the vendor's own.
 * Changing either replaces the connector.
 */
export type ConnectorArgs =
  ConnectorArgsOf<"source"> | ConnectorArgsOf<"destination"> | UnlistedConnectorArgs;

type AnyConnectorArgs = ConnectorArgs | NoArgs<"connectorType" | "connectorName">;

/** The arguments of a connector to one system: `ConnectorArgsOf<"source", "Snowflake">`. Default: those of all systems. */
export type ConnectorArgsOf<
  Type extends ConnectorType,
  Name extends ConnectorName<Type> = ConnectorName<Type>,
> = { [Each in Name]: TypedConnectorArgs<Type, Each> }[Name];

interface TypedConnectorArgs<Type extends ConnectorType, Name> extends ConnectorEnvelope {
  /** Whether AI Squared reads from the system or writes to it. */
  connectorType: Type;
  /** The system to connect to, as the vendor spells it. */
  connectorName: Name;
  /** The connector's complete settings: an update replaces all of them. */
  configuration: Inputs<Configs[Type][Name & keyof Configs[Type]]>;
}

/** A connector to a system that the catalog does not know. */
interface UnlistedConnectorArgs extends ConnectorEnvelope {
  // Compared first, for the message that it leads to.
  connectorName: OtherType;
  /** Whether AI Squared reads from the system or writes to it. */
  connectorType: ConnectorType;
  /** The connector's complete settings, by the vendor's names. */
  configuration: Record<string, unknown>;
}

interface ConnectorEnvelope {
  /**
   * Name on the platform, unique among the sources or destinations of a workspace. Default: the name of the resource.
   * A change renames in place, unless `onRename` is `"replace"`.
   */
  name?: pulumi.Input<string>;
  /** Description on the platform. Default: none. */
  description?: pulumi.Input<string>;
}

/** What a connector that exists is known by; see the option `adopt`. */
export interface ConnectorCriteria extends KnownByName {
  /** `source` or `destination`. Default: the one that the program declares. */
  connectorType?: Criterion<ConnectorType>;
  /** The system that it leads to. Default: the one that the program declares. */
  connectorName?: Criterion<ConnectorName | OtherType>;
}

/** Resource options of a connector. */
export interface ConnectorOptions extends ObjectOptions<ConnectorCriteria>, ForceDelete, VerifyConnection {}

/**
 * Source: https://docs.squared.ai/api-reference/connectors/update_connector; docs/contracts/aisquared.md, section 4.
 *
 * @internal
 */
export const connectorDefinition: ResourceDefinition = {
  kind: "aisquared.Connector",
  noun: "connector",
  platform: aisquared,
  arguments: {
    // The other platforms accept such a name.
    name: {
      schema: (z) =>
        z
          .string()
          .min(1)
          .refine((name) => name === "" || /\S/.test(name), "must not consist of blanks only"),
    },
    connectorType: { schema: (z) => z.enum(roles), onChange: "replace" },
    connectorName: { schema: (z) => z.string().min(1), onChange: "replace" },
    configuration: {
      schema: (z) =>
        z
          .record(z.string(), z.unknown())
          .refine((given) => Object.keys(given).length > 0, "must not be empty"),
    },
    description: { schema: (z) => z.string().optional() },
  },
  config: {
    field: "configuration",
    typeField: "connectorName",
    roleField: "connectorType",
    catalog: ({ connectorType }) => (isRole(connectorType) ? `aisquared/${connectorType}` : undefined),
    absentMeansUnset: true,
  },
  name: { field: "name" },
  identity: { arguments: ["name", "connectorType", "connectorName"], phrase: "of that name and type" },
  unique: { argument: "name", within: ["connectorType"], refusal: "already exists" },
  outputs: [
    "name",
    "connectorType",
    "connectorName",
    "description",
    "workspaceId",
    "icon",
    "createdAt",
    "updatedAt",
    "connectionTest",
  ],
  requests: {
    create: (inputs) => ({
      make: { method: "POST", path: "connectors", body: { connector: body(inputs) } },
    }),
    read: (id) => ({ method: "GET", path: item(id) }),
    // The four keys that the vendor's page requires, the configuration whole: what it leaves out is lost.
    update: (id, inputs, changed) => [
      {
        request: {
          method: "PUT",
          path: item(id),
          body: {
            connector: {
              ...body(inputs),
              // Keys of the envelope that are left out stay as they were.
              ...(changed.includes("description") ? { description: inputs.description ?? null } : {}),
            },
          },
        },
        carries: changed,
      },
    ],
    delete: (id) => ({ method: "DELETE", path: item(id) }),
  },
  listing: ({ connectorType }) => listing(withQuery("connectors", { type: connectorType }), fromObject),
  isReadInBulk: true,
  fromResponse: (body) => fromObject(objectOf(body)),
  dependents: [modelsOfConnector, syncsBy(({ source_id, destination_id }) => [source_id, destination_id])],
  verification: async () => (await import("./check-connection.js")).checkConnection,
  inventory: { leftOut: ["updatedAt", "icon"] },
};

function item(id: string): string {
  return `connectors/${encodeURIComponent(id)}`;
}

function body({ name, connectorType, connectorName, configuration, description }: Fields): Fields {
  return {
    name,
    connector_type: connectorType,
    connector_name: connectorName,
    configuration,
    ...(description === undefined ? {} : { description }),
  };
}

function fromObject({ id, attributes }: JsonApiObject): RemoteObject {
  return {
    id,
    name: text(attributes.name),
    connectorType: text(attributes.connector_type),
    connectorName: text(attributes.connector_name),
    description: textOrNull(attributes.description),
    configuration: isFields(attributes.configuration) ? attributes.configuration : undefined,
    workspaceId: typeof attributes.workspace_id === "number" ? attributes.workspace_id : undefined,
    icon: text(attributes.icon),
    createdAt: text(attributes.created_at),
    updatedAt: text(attributes.updated_at),
  };
}

/**
 * A connector: what AI Squared reads data from, or writes it to.
 *
 * @example
 * new aisquared.Connector("warehouse", {
 *   connectorType: "source",
 *   connectorName: "Clickhouse",
 *   configuration: {
 *     url: "https://clickhouse.example.com:8443",
 *     username: "reader",
 *     password: config.requireSecret("clickhousePassword"),
 *   },
 * });
 *
 * @see https://docs.squared.ai/api-reference/connectors/create_connector
 */
export class Connector extends resourceClass<[args: AnyConnectorArgs, options?: ConnectorOptions]>(
  connectorDefinition,
) {
  /** Name on the platform. */
  declare readonly name: pulumi.Output<string>;
  /** `source` or `destination`. */
  declare readonly connectorType: pulumi.Output<string>;
  /** Which system it leads to. */
  declare readonly connectorName: pulumi.Output<string>;
  /** Description on the platform; null if there is none. */
  declare readonly description: pulumi.Output<string | null>;
  /** Id of the workspace that it is in. */
  declare readonly workspaceId: pulumi.Output<number | null>;
  /** Address of the system's picture. */
  declare readonly icon: pulumi.Output<string | null>;
  /** When it was created, ISO 8601. */
  declare readonly createdAt: pulumi.Output<string | null>;
  /** When it was last updated, ISO 8601. */
  declare readonly updatedAt: pulumi.Output<string | null>;
  /** The outcome of the connection test of the last create or update; null if that made none. See the option `verify`. */
  declare readonly connectionTest: pulumi.Output<ConnectionTest | null>;
}

/** What a connector is looked up by. */
export type GetConnectorArgs = IdOr<{
  /** Its name on the platform, exactly. */
  name: string;
  /** Whether it is a source or a destination, where one of each has the name. */
  connectorType?: ConnectorType;
  /** The system that it leads to. */
  connectorName?: ConnectorName | OtherType;
}>;

/** Which connectors are listed: those that have all of these. */
export interface ConnectorFilter {
  /** Its name, exactly as the platform has it. */
  name?: string;
  /** Its role. */
  connectorType?: ConnectorType;
  /** Its system, as the vendor spells it. */
  connectorName?: ConnectorName | OtherType;
}

/** A connector that was looked up. */
export interface ConnectorResult extends Found<Connector> {
  /** What is public of its configuration, as the catalog says: no secrets, and nothing of a system that the catalog does not know. */
  readonly configuration: Readonly<Record<string, unknown>>;
}
