import type * as pulumi from "@pulumi/pulumi";
import type { Loss, RemoteObject, ResourceDefinition, UpdateStep } from "../../definition/definition";
import type { LastRun } from "../../definition/runs";
import type { NoArgs } from "../../program/args";
import type { OtherType } from "../../program/other-type";
import type { Inputs } from "../../program/inputs";
import type { Found, IdOr } from "../../program/lookup-types";
import type { Criterion, KnownByName, ObjectOptions, RenewLogin, RunOnChange } from "../../program/options";
import { resourceClass } from "../../program/resource";
import { withQuery } from "../../http/query";
import { fieldsAt, isEqual, isFields, reader, type Fields } from "../../values/fields";
import { isUnknown } from "../../values/unknowns";
import { airweave } from "./api";
import {
  authenticationBody,
  authenticationKeys,
  authenticationSecrets,
  onAuthenticationChange,
  type Authentication,
  type AuthenticationBy,
} from "./authentication";
import type {
  FederatedSource,
  SourceConfigs,
  SourceCredentials,
  SourceMethods,
} from "./generated/source-configs";
import { sourceCatalog, sourceFacts } from "./source-facts";
import { pages, textOfLength } from "./wire";

/** A source of the catalog, as the vendor spells it. */
export type ShortName = keyof SourceConfigs;

/**
 * The arguments of a source connection. `shortName` determines the keys of `config` and `authentication.credentials`, which are the
 * vendor's own. Changing `shortName`, `readableCollectionId` or the authentication method replaces the connection.
 */
export type SourceConnectionArgs = SourceConnectionArgsOf<ShortName> | UnlistedSourceConnectionArgs;

type AnySourceConnectionArgs = SourceConnectionArgs | NoArgs<"shortName">;

/** The arguments of a connection to one source: `SourceConnectionArgsOf<"github">`. */
export type SourceConnectionArgsOf<Name extends ShortName> = {
  [Each in Name]: TypedSourceConnectionArgs<Each> & AuthenticationArgument<Each> & ConfigArgument<Each>;
}[Name];

interface TypedSourceConnectionArgs<Name extends ShortName> extends SourceConnectionEnvelope {
  /** The source, as the vendor spells it. */
  shortName: Name;
  /**
   * When to sync: a cron expression with five fields in UTC, or `"none"` for no automatic syncs. If omitted, the schedule is not managed:
   * Airweave chooses one for a new connection, and later changes on the platform are kept. A source that is searched directly has none.
   */
  schedule?: Name extends FederatedSource ? "none" | NeverSynced<Schedule> : pulumi.Input<Schedule>;
  /**
   * Whether to sync right after creation. Used only at creation. Default: the platform's, which is true unless a browser login comes first.
   * A source that is searched directly never syncs.
   */
  syncImmediately?: Name extends FederatedSource ? false | NeverSynced<boolean> : pulumi.Input<boolean>;
}

// Only a browser login needs no arguments.
type AuthenticationArgument<Name extends ShortName> = "oauth_browser" extends SourceMethods[Name]
  ? {
      /** How to log in to the source. Default: a login in the browser. */
      authentication?: AuthenticationBy<SourceMethods[Name], CredentialsOf<Name>>;
    }
  : {
      /** How to log in to the source. */
      authentication: AuthenticationBy<SourceMethods[Name], CredentialsOf<Name>>;
    };

type CredentialsOf<Name> = Name extends keyof SourceCredentials ? SourceCredentials[Name] : never;

type ConfigArgument<Name extends ShortName> =
  MayBeEmpty<SourceConfigs[Name]> extends true
    ? {
        /** The source's complete settings: an update replaces all of them. Default: none. */
        config?: Inputs<SourceConfigs[Name]>;
      }
    : {
        /** The source's complete settings: an update replaces all of them. */
        config: Inputs<SourceConfigs[Name]>;
      };

type MayBeEmpty<Config> = string extends keyof Config ? true : Partial<Config> extends Config ? true : false;

type Schedule = "none" | { cron: pulumi.Input<string> };

/** What the compiler's message about a schedule of a source that is searched directly names. An output may turn out to be none. */
interface NeverSynced<T> extends pulumi.OutputInstance<T> {
  get(): T;
}

/** A connection to a source that the catalog does not know. */
interface UnlistedSourceConnectionArgs extends SourceConnectionEnvelope {
  shortName: OtherType;
  /** How to log in to the source. Default: a login in the browser. */
  authentication?: Authentication<Record<string, unknown>>;
  /** The source's complete settings, by the vendor's names. Default: none. */
  config?: Record<string, unknown>;
  /** When to sync: a cron expression with five fields in UTC, or `"none"` for no automatic syncs. If omitted, the schedule is not managed. */
  schedule?: pulumi.Input<Schedule>;
  /** Whether to sync right after creation. Used only at creation. Default: the platform's, which is true unless a browser login comes first. */
  syncImmediately?: pulumi.Input<boolean>;
}

interface SourceConnectionEnvelope {
  /** Name on the platform, 4 to 42 characters. Default: the name of the resource. A change renames in place, unless `onRename` is `"replace"`. */
  name?: pulumi.Input<string>;
  /** The collection to fill: the output `readableId` of a `Collection`. */
  readableCollectionId: pulumi.Input<string>;
  /** Description, at most 255 characters. Default: none. */
  description?: pulumi.Input<string>;
  /** Where to redirect the browser after the login. Used only at creation. */
  redirectUrl?: pulumi.Input<string>;
}

/** What a source connection that exists is known by; see the option `adopt`. */
export interface SourceConnectionCriteria extends KnownByName {
  /** The source that it reads. Default: the one that the program declares. */
  shortName?: Criterion<ShortName | OtherType>;
  /** The collection that it fills. Default: the one that the program declares. */
  readableCollectionId?: pulumi.Input<string>;
}

/** Resource options of a source connection. */
export interface SourceConnectionOptions
  extends ObjectOptions<SourceConnectionCriteria>, RenewLogin, RunOnChange {}

/**
 * Source: https://docs.airweave.ai/api-reference/source-connections/update-source-connections-source-connection-id-patch;
 * docs/contracts/airweave.md, section 3.
 *
 * @internal
 */
export const sourceConnectionDefinition: ResourceDefinition = {
  kind: "airweave.SourceConnection",
  noun: "source connection",
  platform: airweave,
  arguments: {
    name: { schema: (z) => textOfLength(z, 4, 42) },
    shortName: { schema: (z) => z.string().min(1), onChange: "replace" },
    readableCollectionId: { schema: (z) => z.string().min(1), onChange: "replace" },
    description: { schema: (z) => textOfLength(z, 0, 255).optional() },
    config: { schema: (z) => z.record(z.string(), z.unknown()).optional() },
    schedule: {
      schema: (z) => z.unknown().refine(isSchedule, 'expected { cron: "..." } or "none"').optional(),
      unmanagedIfAbsent: true,
    },
    authentication: {
      schema: (z) =>
        z
          .strictObject({
            ...Object.fromEntries(authenticationKeys.map((key) => [key, z.string().min(1).optional()])),
            credentials: z.record(z.string(), z.unknown()).optional(),
            providerConfig: z.record(z.string(), z.unknown()).optional(),
          })
          .optional(),
      onChange: onAuthenticationChange,
      secrets: authenticationSecrets,
    },
    syncImmediately: { schema: (z) => z.boolean().optional(), onChange: "nothing" },
    redirectUrl: { schema: (z) => z.string().min(1).optional(), onChange: "nothing" },
  },
  config: { field: "config", typeField: "shortName", catalog: () => sourceCatalog, absentMeansUnset: true },
  name: { field: "name" },
  identity: {
    arguments: ["name", "shortName", "readableCollectionId"],
    phrase: "of that name and source in that collection",
  },
  vendorObjects: [
    {
      path: ["authentication", "credentials"],
      entry: ({ shortName }) => sourceFacts(shortName)?.credentials,
    },
  ],
  schedule: {
    field: "schedule",
    paths: ["schedule", "schedule.cron"],
    read: ({ schedule }) => {
      if (schedule === "none") return "none";
      const cron = isFields(schedule) ? schedule.cron : undefined;
      return typeof cron === "string" ? { cron, path: "schedule.cron" } : undefined;
    },
    example: '{ cron: "0 6 * * *" }',
    // Federated sources are searched in place: they do not sync.
    isSynced: ({ shortName }) => sourceFacts(shortName)?.isFederated !== true,
  },
  references: [
    { path: "readableCollectionId", kind: "airweave.Collection", output: "readableId", flow: "to" },
    {
      path: "authentication.providerReadableId",
      kind: "airweave.AuthProvider",
      output: "readableId",
      flow: "none",
    },
  ],
  problems: async () => (await import("./source-connection-problems.js")).sourceConnectionProblems,
  outputs: [
    "name",
    "shortName",
    "readableCollectionId",
    "description",
    "organizationId",
    "status",
    "authMethod",
    "authenticated",
    "authenticatedAt",
    "authUrl",
    "authUrlExpires",
    "claimToken",
    "syncId",
    "cron",
    "createdAt",
    "modifiedAt",
    "lastRun",
  ],
  secretOutputs: ["authUrl", "claimToken"],
  requests: {
    create: (inputs) => ({
      make: { method: "POST", path: "source-connections", body: creation(inputs) },
    }),
    read: (id) => ({ method: "GET", path: item(id) }),
    update: changeSteps,
    delete: (id) => ({ method: "DELETE", path: item(id) }),
  },
  listing: ({ readableCollectionId }) => ({
    ...pages(withQuery("source-connections", { collection: readableCollectionId }), fromResponse),
    isThin: true,
  }),
  fromResponse,
  loses: ({ status }) => (status === "pending_auth" ? untilLogin : undefined),
  // The link works once, for five minutes.
  renewal: {
    isDue: ({ status, authUrl, authUrlExpires }, now) =>
      status === "pending_auth" &&
      (typeof authUrl !== "string" || !(Date.parse(String(authUrlExpires)) > now)),
    // Makes no object, only another link.
    request: (id) => ({ method: "POST", path: `${item(id)}/reinitiate-oauth`, isIdempotent: true }),
  },
  runs: async () => (await import("./runs.js")).sourceConnectionRuns,
  conflict: async () => (await import("./authentication-problems.js")).loginConflict,
  undisclosed: async () => (await import("./undisclosed-authentication.js")).undisclosedAuthentication,
  inventory: {
    leftOut: ["status", "authenticatedAt", "authUrlExpires", "modifiedAt"],
    also: ["authProvider"],
  },
};

/** Source: docs/contracts/airweave.md, sections 3.4 and 3.5. */
const untilLogin: Loss = {
  arguments: ["schedule"],
  reverts: ["config"],
  // Without a cron expression in the create call, a login sets the source's default schedule.
  overrides: ({ schedule, shortName }) =>
    schedule === "none" && sourceFacts(shortName)?.isFederated !== true ? ["schedule"] : [],
  because:
    "the connection waits for its login in the browser, which puts back what it was made with; log in at its `authUrl` and run `pulumi up` again, or take the change out of the program",
  until:
    "the connection waits for its login in the browser, and the first `pulumi up` after that makes sure of this",
};

/** @internal */
export function item(id: string): string {
  return `source-connections/${encodeURIComponent(id)}`;
}

function creation(inputs: Fields): Fields {
  const { name, shortName, readableCollectionId, description, config, schedule, redirectUrl } = inputs;
  // Where nothing is ever synced, the server fails on the schedule and the sync that it would begin by itself.
  const isFederated = sourceFacts(shortName)?.isFederated === true;
  const syncImmediately = isFederated ? false : inputs.syncImmediately;
  return given({
    name,
    short_name: shortName,
    readable_collection_id: readableCollectionId,
    description,
    config,
    schedule: isFederated || schedule === "none" ? {} : schedule,
    sync_immediately: syncImmediately,
    authentication: isFields(inputs.authentication) ? authenticationBody(inputs.authentication) : undefined,
    redirect_url: redirectUrl,
  });
}

/**
 * A PATCH with what changed; another with a changed schedule alone, for together with anything else it may fail half-way.
 * Source: docs/contracts/airweave.md, sections 3.5 and 8.
 */
function changeSteps(id: string, inputs: Fields, changed: readonly string[]): readonly UpdateStep[] {
  const patch = (carries: readonly string[], body: Fields): UpdateStep[] =>
    Object.keys(body).length === 0 ? [] : [{ request: { method: "PATCH", path: item(id), body }, carries }];
  const { name, description = null, config = {}, schedule } = inputs;
  // Nothing else of a login can change; where it counts as changed, it is that of an adopted connection, which is not to be seen.
  const { credentials } = fieldsAt(inputs, "authentication");
  const authentication = credentials === undefined ? undefined : { credentials };
  const values: Fields = given({ name, description, config, authentication });
  const together = changed.filter((field) => field in values);
  return [
    ...patch(together, Object.fromEntries(together.map((field) => [field, values[field]]))),
    ...(changed.includes("schedule")
      ? patch(["schedule"], { schedule: schedule === "none" ? null : schedule })
      : []),
  ];
}

function given(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function isSchedule(value: unknown): boolean {
  if (value === "none" || value === undefined || isUnknown(value)) return true;
  return isFields(value) && isEqual(Object.keys(value), ["cron"]) && typeof value.cron === "string";
}

function fromResponse(body: unknown): RemoteObject {
  const { fields, text, textOrNull } = reader(body);
  const auth = reader(fields.auth);
  const isPending = fields.status === "pending_auth";
  const { cron = null } = fieldsAt(fields, "schedule");
  const saysSchedule = !isPending && (fields.schedule === null || isFields(fields.schedule));
  return {
    id: text("id"),
    name: text("name"),
    shortName: text("short_name"),
    readableCollectionId: text("readable_collection_id"),
    description: textOrNull("description"),
    config: isFields(fields.config) ? fields.config : undefined,
    // While it waits for its login the schedule that it was made with is kept out of sight.
    schedule: saysSchedule ? (typeof cron === "string" ? { cron } : "none") : undefined,
    organizationId: text("organization_id"),
    status: text("status"),
    authMethod: auth.text("method"),
    authProvider: auth.text("provider_readable_id"),
    authenticated: typeof auth.fields.authenticated === "boolean" ? auth.fields.authenticated : undefined,
    authenticatedAt: auth.textOrNull("authenticated_at"),
    authUrl: isPending ? auth.textOrNull("auth_url") : null,
    authUrlExpires: isPending ? auth.textOrNull("auth_url_expires") : null,
    // What is said once stays known as long as it is of use.
    claimToken: isPending ? auth.text("claim_token") : null,
    syncId: textOrNull("sync_id"),
    cron: saysSchedule ? cron : undefined,
    createdAt: text("created_at"),
    modifiedAt: text("modified_at"),
  };
}

/**
 * A source connection: what fills a collection from a source.
 *
 * @example
 * new airweave.SourceConnection("tickets", {
 *   readableCollectionId: support.readableId,
 *   shortName: "stripe",
 *   authentication: { credentials: { api_key: config.requireSecret("stripeKey") } },
 *   schedule: { cron: "0 6 * * *" },
 * });
 *
 * @see https://docs.airweave.ai/api-reference/source-connections/create-source-connections-post
 */
export class SourceConnection extends resourceClass<
  [args: AnySourceConnectionArgs, options?: SourceConnectionOptions]
>(sourceConnectionDefinition) {
  /** Name on the platform. */
  declare readonly name: pulumi.Output<string>;
  /** Which source it reads. */
  declare readonly shortName: pulumi.Output<string>;
  /** The collection that it fills. */
  declare readonly readableCollectionId: pulumi.Output<string>;
  /** Description on the platform; null if there is none. */
  declare readonly description: pulumi.Output<string | null>;
  /** The organization that it belongs to. */
  declare readonly organizationId: pulumi.Output<string | null>;
  /** `active`, `pending_auth`, `syncing`, `error`, `needs_reauth`, `inactive` or `pending_sync`, as of the last operation. */
  declare readonly status: pulumi.Output<string | null>;
  /** `direct`, `oauth_token`, `oauth_browser`, `oauth_byoc` or `auth_provider`; with a client of your own `oauth_browser` until the login. */
  declare readonly authMethod: pulumi.Output<string | null>;
  /** Whether it is logged in at its source. */
  declare readonly authenticated: pulumi.Output<boolean | null>;
  /** Since when; UTC, without a zone. */
  declare readonly authenticatedAt: pulumi.Output<string | null>;
  /** Where to log in, a secret: for five minutes, and once. Null if it was opened, if the login is done, or if none is needed. See `renewLogin`. */
  declare readonly authUrl: pulumi.Output<string | null>;
  /** Until when that address is good; null where there is none. */
  declare readonly authUrlExpires: pulumi.Output<string | null>;
  /** What `verify-oauth` takes as proof that the connection is yours, a secret; null where no login is waited for. */
  declare readonly claimToken: pulumi.Output<string | null>;
  /** Id of its sync; null as long as there is none. */
  declare readonly syncId: pulumi.Output<string | null>;
  /** The schedule that it has, managed or not; null if none, or not known yet. */
  declare readonly cron: pulumi.Output<string | null>;
  /** When it was made: UTC, in the platform's spelling, which has no zone. */
  declare readonly createdAt: pulumi.Output<string | null>;
  /** When name, description or configuration were last changed, likewise. */
  declare readonly modifiedAt: pulumi.Output<string | null>;
  /** The last run that an operation of the program has started or joined; null if there was none. See `run`. */
  declare readonly lastRun: pulumi.Output<LastRun | null>;
}

/** What a source connection is looked up by. */
export type GetSourceConnectionArgs = IdOr<{
  /** Its name on the platform, exactly. */
  name: string;
  /** The source that it reads, where several have the name. */
  shortName?: ShortName | OtherType;
  /** The collection that it fills, likewise. */
  readableCollectionId?: string;
}>;

/** Which source connections are listed: those that have all of these. */
export interface SourceConnectionFilter {
  /** Its name, exactly as the platform has it. */
  name?: string;
  /** Its source, as the vendor spells it. */
  shortName?: ShortName | OtherType;
  /** The readable id of its collection. */
  readableCollectionId?: string;
}

/** A source connection that was looked up. */
export interface SourceConnectionResult extends Found<SourceConnection, "authUrl" | "claimToken"> {
  /** What is public of its configuration, as the catalog says: no secrets, and nothing of a source that the catalog does not know. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** The same in an output: with what is secret, each as an output that is a secret. */
export interface SourceConnectionOutputResult extends SourceConnectionResult {
  /** Where to log in; null if no login is waited for. */
  readonly authUrl: pulumi.Output<string | null>;
  /** What `verify-oauth` takes as proof; null where the platform does not show it. */
  readonly claimToken: pulumi.Output<string | null>;
}
