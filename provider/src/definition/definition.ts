import type { z } from "zod";
import type { CatalogEntry } from "../catalog/entry";
import type { ApiRequest } from "../http/connection";
import type { Fields } from "../values/fields";
import type { HandlingOptions } from "./options";
import type { Platform } from "./platform";
import type { Runs } from "./runs";
import type { Verification } from "./verification";

/**
 * An object as the platform describes it, under the names of our inputs and outputs. A field is undefined where the response lacks it, has
 * it in an unusable shape, or says nothing reliable about it.
 */
export type RemoteObject = Readonly<Record<string, unknown>> & {
  /** A string, whatever the platform's ids are. */
  readonly id: string | undefined;
  /** ISO 8601. Shows whether an object was made by a request of ours. */
  readonly createdAt?: unknown;
};

/** What a change of an argument makes necessary. */
export type Consequence = "nothing" | "update" | "replace";

/** An argument that a program may give. */
export interface Argument {
  readonly schema: (zod: typeof z) => z.ZodType;
  /**
   * What a change of it makes necessary. Default: an update. `nothing` is for what counts at creation only.
   * A function decides between two values, each of which may be undefined or, at preview, unknown.
   */
  readonly onChange?: Consequence | ((before: unknown, after: unknown) => Consequence);
  /** Without a value in the program, the platform's own value stays. Default: without a value, the platform must have none. */
  readonly unmanagedIfAbsent?: true;
  /**
   * The platform can change it in an object that exists, although a change in the program replaces the object: a refresh then notices it.
   * Default: what replaces an object stays as it was created.
   */
  readonly mayDrift?: true;
  /** Paths to the secrets in it; see `SecretPaths`. `""` is the argument as a whole. */
  readonly secrets?: readonly string[];
  /** The platform shows these secrets in the clear, so that a change of one on the platform is noticed. Default: it masks them. */
  readonly showsSecrets?: true;
  /** Finds the paths of more of them in a value, where only their keys show that they are. A part of the value may be an output. */
  readonly findSecrets?: (value: unknown) => readonly string[];
  /**
   * Whether two values mean the same to the platform: of two programs, or of a program and the platform. Each may be undefined, where there
   * is none; neither is unknown. Default: deep equality of two programs' values; of a program's and the platform's `isSameOnPlatform`.
   */
  readonly same?: (before: unknown, after: unknown) => boolean;
  /**
   * The platform's value as the program would write it: without what the platform adds, such as ids and settings of its own, and with the
   * program's spelling of what means the same. Default: the platform's value. Either may be undefined, and of any shape.
   */
  readonly inTermsOf?: (given: unknown, shown: unknown) => unknown;
  /**
   * Finds the paths of the types in a value that a program has to name by `otherType`, because our types lack them. For the command that
   * writes a program. Loaded when it is needed, which is never in a program.
   */
  readonly unlistedTypes?: () => Promise<(value: unknown) => readonly string[]>;
}

/** An argument, or a value in one, that names another object. */
export interface ObjectReference {
  /** Where the program gives it: `readableCollectionId`, `authentication.providerReadableId`. */
  readonly path: string;
  /** The kind of that object: `platform.Kind`, whether this package has it or not. */
  readonly kind: string;
  /** The output of that object that the value is. Default: its id. */
  readonly output?: string;
  /** Where data flows: `from` that object to this one, or from this one `to` that; `none` if it only lends something, such as a login. */
  readonly flow: "from" | "to" | "none";
}

/** The argument that holds the vendor's own keys, and where the catalog describes them. */
export interface ConfigField {
  /** Name of the argument: `config`. */
  readonly field: string;
  /** The argument whose value is the connector type: `type`. */
  readonly typeField: string;
  /** An argument on which the folder depends besides: `connectorType`. */
  readonly roleField?: string;
  /** Folder below `catalog/` with one JSON Schema a type: `platform/source`. Undefined while it is not known. */
  readonly catalog: (inputs: Fields) => string | undefined;
  /** A declared key that a response lacks is not set on the platform. Default: the response says nothing about it. */
  readonly absentMeansUnset?: boolean;
}

/** A further object with the vendor's own keys, inside another argument. */
export interface VendorObject {
  /** Its keys from the arguments down: `["authentication", "credentials"]`. */
  readonly path: readonly string[];
  /** Its schema in the catalog; undefined if it is not described. */
  readonly entry: (inputs: Fields) => CatalogEntry | undefined;
}

/** When the platform runs or syncs an object by itself: never, or by a cron expression with five fields, which `path` names in messages. */
export type Schedule = "none" | { readonly cron: string; readonly path: string };

/** How the arguments say when the platform runs or syncs the object. */
export interface ScheduleField {
  /** The argument that is missing where nothing is said. */
  readonly field: string;
  /** The paths of all values that say so. */
  readonly paths: readonly string[];
  /** Reads them. Undefined if nothing is said, or nothing that can be understood. No value is unknown. */
  readonly read: (inputs: Fields) => Schedule | undefined;
  /** How a program says it, in messages: `"daily"`. */
  readonly example: string;
  /** Where nothing is said, the platform never runs the object. Default: it chooses a schedule. */
  readonly absentMeansNone?: true;
  /** Whether the platform ever runs or syncs such an object. Default: yes. */
  readonly isSynced?: (inputs: Fields) => boolean;
}

/** A column that an object writes, by the names that it has where it comes from and where it goes to. */
export interface ColumnMapping {
  /** `configuration[0]` */
  readonly path: string;
  /** Where the arguments name it, and how: a column, or a dotted path to one. A value in place of a name may be unknown, or no text. */
  readonly names: readonly { readonly path: string; readonly name: unknown }[];
}

/** The argument that says which columns an object writes. */
export interface ColumnsField {
  readonly field: string;
  /** Reads them. Any part of the arguments may be unknown, or of another shape. */
  readonly read: (inputs: Fields) => readonly ColumnMapping[];
}

/** The argument that names the object on the platform. A change renames in place unless the resource says `onRename: "replace"`. */
export interface NameField {
  readonly field: string;
}

/**
 * An argument of which the platform refuses a second object with the same value, where the program gives one: a replacement that keeps the
 * value deletes first, and a create of unknown outcome can be sent again, for at most one of the requests makes an object. The kind's listing
 * finds the first object if the value is given as the name. Identifies the object, with the arguments of `within`; see `Identity`.
 */
export interface UniqueArgument {
  readonly argument: string;
  /** The arguments that both objects have in common; where one differs, they may share the value. Default: none. */
  readonly within?: readonly string[];
  /** What the platform says when it refuses the second object: a part of its message. */
  readonly refusal: string;
}

/** What identifies an object among others that a program may have made. */
export interface Identity {
  /** Arguments that objects which could be taken for each other have in common, as far as the program gives them. */
  readonly arguments: readonly string[];
  /** How messages say so, after the noun: `of that name and type`. */
  readonly phrase: string;
}

/** A request that makes no object that must be cleaned up: a discovery, say. */
export interface Preparation extends ApiRequest {
  /**
   * Says, from the body of its response, why what follows cannot succeed: one clause, path first. Undefined if it can. What comes from
   * outside in it is scrubbed where it is reported.
   */
  readonly problem?: (body: unknown) => Promise<string | undefined>;
}

/** One request of an update, with the changed arguments that it brings to the platform. */
export interface UpdateStep {
  /** Sent first. */
  readonly prepare?: readonly Preparation[];
  readonly request: ApiRequest;
  readonly carries: readonly string[];
  /**
   * Whether an object is already as the request makes it, for a request that the platform refuses then. The object is read before the
   * request, and again if its outcome is unknown.
   */
  readonly isDone?: (object: RemoteObject) => boolean;
  /** Arguments as the step leaves them, where a later one brings them to what the program says: if that fails, the next update knows. */
  readonly leaves?: Fields;
  /** Whether the object is read after it, because the response alone does not show what the platform has kept. Default: no. */
  readonly isReadBack?: boolean;
}

/** The requests of a create. */
export interface CreateSteps {
  /** Sent first. */
  readonly prepare?: readonly Preparation[];
  /** Makes the object. Brings every argument to the platform that no later step carries. */
  readonly make: ApiRequest;
  /** Sent once the object exists. If one fails, the object stays, and the next update brings what is missing. */
  readonly complete?: (id: string) => readonly UpdateStep[];
}

/** Pages of a list of objects. */
export interface Listing {
  /** Requests a page, the first being 1. */
  readonly request: (page: number) => ApiRequest;
  /** The objects of a page; undefined if the body is not a list. Never throws, whatever the body is. */
  readonly objects: (body: unknown) => readonly RemoteObject[] | undefined;
  /** Whether another page follows. Default: never, for the list comes whole. */
  readonly hasNext?: (body: unknown) => boolean;
  /** Its objects lack some of what a read of the object shows. */
  readonly isThin?: true;
}

/** A kind of objects that the platform deletes together with the one that they refer to. */
export interface Dependent {
  /** `platform.Kind`, whether this package has it or not. */
  readonly kind: string;
  /** How messages name several: `models`. */
  readonly plural: string;
  /** Lists them: at least those that refer to the object with the given id. */
  readonly listing: (id: string) => Listing;
  /** The ids of the objects that one refers to, of which one may be the object that is deleted. Default: all that are listed refer to it. */
  readonly refersTo?: (dependent: RemoteObject) => readonly unknown[];
}

/**
 * Finds what is wrong with arguments that are each right by their schema: one line a problem, path first, without a value. Unknown values
 * pass.
 */
export type FindProblems = (inputs: Fields, options: HandlingOptions) => readonly string[];

/** What the platform, as long as an object is in a certain condition, accepts and then does not keep. */
export interface Loss {
  /** The arguments that it does not take. Its responses say nothing reliable about them. */
  readonly arguments: readonly string[];
  /** Arguments that it takes, until the condition ends: then it puts back what the object was created with. */
  readonly reverts?: readonly string[];
  /** Those of the arguments of a create that it replaces by something of its own when the condition ends. */
  readonly overrides?: (inputs: Fields) => readonly string[];
  /** The reason and what to do, in one clause. */
  readonly because: string;
  /** When what is deferred takes effect, in one clause. */
  readonly until: string;
}

/** An argument that contradicts what an object is. */
export interface Conflict {
  readonly argument: string;
  /** What it is on the platform, and what the program declares, in one clause: `is a browser login, and the program ...`. */
  readonly text: string;
}

/** Compares an object with a program. @param object Of the platform, or what the state has of it. */
export type FindConflict = (inputs: Fields, object: Fields) => Conflict | undefined;

/** The arguments of an existing object that no response shows as such, and that a program which adopts it has to declare. */
export interface Undisclosed {
  /** What is known of them nevertheless. */
  readonly fields?: Fields;
  /** The paths of what is not, such as credentials, in the form of `formatSecretPath`. */
  readonly secrets?: readonly string[];
  /** What a user has to know, one clause each. */
  readonly notes?: readonly string[];
}

/** Finds them. @param object Its arguments and outputs. @param isOtherType Whether the program declares it by `otherType`. */
export type FindUndisclosed = (object: Fields, isOtherType: boolean) => Undisclosed;

/** Something of an object that ends by itself, and that a program may have renewed: a link for a login. */
export interface Renewal {
  /** Whether it has ended. @param recorded The outputs of the object. @param now In milliseconds since 1970. */
  readonly isDue: (recorded: Fields, now: number) => boolean;
  /** Renews it. The response is the object. */
  readonly request: (id: string) => ApiRequest;
}

/** What an inventory of a workspace has of an object, beside its arguments and outputs. */
export interface InventoryView {
  /** The outputs that it leaves out: they say what has happened to an object, not what it is, and change although nobody has changed it. */
  readonly leftOut: readonly string[];
  /** What else of a `RemoteObject` says what the object is. Default: nothing. */
  readonly also?: readonly string[];
}

/**
 * Everything that makes one kind differ from another. The verbs in `lifecycle/` are written once and read it. A definition is loaded by
 * programs too, so it stays free of anything heavy: it imports types, and gets zod handed in.
 */
export interface ResourceDefinition {
  /** `platform.Kind`. Its type token and its export in the host module follow from it; see `kind.ts`. */
  readonly kind: string;
  /** How messages name one object: `source`. */
  readonly noun: string;
  readonly platform: Platform;
  /** The arguments that a program may give. Others are refused. */
  readonly arguments: Readonly<Record<string, Argument>>;
  readonly config?: ConfigField;
  readonly vendorObjects?: readonly VendorObject[];
  readonly schedule?: ScheduleField;
  /** Absent for objects that write no columns. */
  readonly columns?: ColumnsField;
  /** Absent for objects without a name. */
  readonly name?: NameField;
  readonly identity: Identity;
  /** Absent if objects may be alike in everything. */
  readonly unique?: UniqueArgument;
  /** The arguments that name other objects. */
  readonly references?: readonly ObjectReference[];
  /** Checks that go beyond the schemas. Loaded when they are needed, which is never in a program. */
  readonly problems?: () => Promise<FindProblems>;
  /** Values of the object that a program may read besides its id. All are present after every verb; null if the platform has none. */
  readonly outputs: readonly string[];
  /** Those of them that are secret. */
  readonly secretOutputs?: readonly string[];
  readonly requests: {
    create(inputs: Fields): CreateSteps;
    read(id: string): ApiRequest;
    /** @param changed The arguments that differ from what the platform has. */
    update(id: string, inputs: Fields, changed: readonly string[]): readonly UpdateStep[];
    delete(id: string): ApiRequest;
  };
  /** Lists the objects of the kind: at least those that have the given arguments in common with `inputs`, which may be empty. */
  readonly listing: (inputs: Fields) => Listing;
  /** The list shows every object exactly as a read of it does, so that it takes the place of many reads. Default: each is read by itself. */
  readonly isReadInBulk?: true;
  /** Reads one object from the body of a response. Never throws, whatever the body is. */
  readonly fromResponse: (body: unknown) => RemoteObject;
  /**
   * What the platform accepts for an object in its present condition without keeping it. Undefined if it keeps everything. Until then its
   * responses say nothing reliable about those arguments.
   */
  readonly loses?: (object: RemoteObject) => Loss | undefined;
  /** What the option `renewLogin` renews. Without it, there is no such option. */
  readonly renewal?: Renewal;
  /**
   * How the platform tests the connection to what the object names. Without it, there is no option `verify`; with it, `outputs` has
   * `connectionTest`, and the platform says `testsConnections`. Loaded when it is needed, which is never in a program.
   */
  readonly verification?: () => Promise<Verification>;
  /**
   * How the platform runs the object. Without it, there are no options `run`, `triggers` and `waitFor`; with it, `outputs` has `lastRun`.
   * Loaded when it is needed, which is never in a program.
   */
  readonly runs?: () => Promise<Runs>;
  /** Finds what no request can change, where the arguments alone do not show it. Loaded when it is needed, which is never in a program. */
  readonly conflict?: () => Promise<FindConflict>;
  /** For the command that writes a program. Loaded when it is needed, which is never in a program. */
  readonly undisclosed?: () => Promise<FindUndisclosed>;
  readonly dependents?: readonly Dependent[];
  /** Default: an inventory has just the arguments and outputs. */
  readonly inventory?: InventoryView;
}
