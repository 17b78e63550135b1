import { definedKeys, fieldsAt, isFields, omit, stringsAt, type Fields } from "../values/fields";
import { SecretPaths } from "../values/secret-paths";
import type { Run, WaitFor } from "./runs";
import type { Verify } from "./verification";
import { optionsKey } from "./state-keys";

/** How an object is handled, as opposed to what it is: the options of a program as they travel to the host. */
export interface HandlingOptions {
  /**
   * The resource's own name, which the host does not get otherwise: of an object that is only read and, until it is checked, of one whose
   * name it is because the program gives none.
   */
  readonly resource?: string;
  /** Name of the account that the object is in. Absent: the account of the platform's own settings. */
  readonly account?: string;
  /** An existing object to take under management: its id, or arguments of its `Identity` that it has on the platform. */
  readonly adopt?: string | Readonly<Record<string, string>>;
  /** Which resource does so. Absent without `adopt`. */
  readonly adopter?: string;
  readonly onRename?: "update" | "replace";
  /** The platform may delete other objects along with this one. */
  readonly forceDelete?: boolean;
  /** Renews what `Renewal` says when it has ended. */
  readonly renewLogin?: boolean;
  /** Whether writes test the connection, and what a test that does not succeed does. Default: what the account's setting says. */
  readonly verify?: Verify;
  /** When the object is run. Default: never. */
  readonly run?: Run;
  /** A hash of what a change of runs the object besides; the placeholder of an unknown value at preview. */
  readonly triggers?: string;
  /** Default: until the run was started. */
  readonly waitFor?: WaitFor;
  /** The connector type is one that the catalog does not describe. */
  readonly otherType?: boolean;
  /** Whether keys of the configuration that the catalog does not describe pass. */
  readonly unknownKeys?: "allow" | "refuse";
  /** Those of them that are not secret. */
  readonly publicKeys?: readonly string[];
}

/** Kept, because each verb asks for the options of the same inputs many times. */
const known = new WeakMap<object, HandlingOptions>();
const none: HandlingOptions = { publicKeys: [] };

/** The options among some inputs or outputs. Tolerates any state. */
export function handlingOptions(fields: Fields): HandlingOptions {
  const given = fields[optionsKey];
  if (!isFields(given)) return none;
  let options = known.get(given);
  if (options === undefined) known.set(given, (options = optionsIn(given)));
  return options;
}

function optionsIn({ account, resource, adopt, ...options }: Fields): HandlingOptions {
  return {
    ...options,
    ...(adopt === undefined ? {} : { adopt: withoutMarks(adopt) as string }),
    ...(typeof resource === "string" && resource !== "" ? { resource } : {}),
    ...(typeof account === "string" && account !== "" ? { account } : {}),
    publicKeys: stringsAt(options, "publicKeys"),
  };
}

/** Marks a type between `otherType` and the constructor, or the host, which takes the mark off. No vendor's type begins like this. */
export const otherTypePrefix = "other type: ";

/** The option `adopt`, in whose criteria a type may be one that the program named by `otherType`. */
function withoutMarks(adopt: unknown): unknown {
  if (!isFields(adopt)) return adopt;
  return Object.fromEntries(Object.entries(adopt).map(([key, value]) => [key, otherTypeOf(value) ?? value]));
}

/** The type that a program named by `otherType`; undefined if it named one of the catalog's. */
export function otherTypeOf(type: unknown): string | undefined {
  return typeof type === "string" && type.startsWith(otherTypePrefix)
    ? type.slice(otherTypePrefix.length)
    : undefined;
}

/** The arguments that the program keeps secret although they are not by themselves: the host gets all values in the clear. */
export function secretsOfProgram(fields: Fields): SecretPaths {
  return SecretPaths.parse(stringsAt(fieldsAt(fields, optionsKey), "secrets"));
}

const notJudged = ["resource", "adopter", "onRename", "renewLogin", "verify", "triggers", "waitFor"];

/**
 * What policy rules judge of the options: all but what names the resource, or says how a rename, a renewal, a test or a run is made.
 * Undefined if that is nothing.
 */
export function optionsForPolicies(options: Fields | undefined): Record<string, unknown> | undefined {
  const judged = omit(options ?? {}, notJudged);
  return definedKeys(judged).length > 0 ? judged : undefined;
}
