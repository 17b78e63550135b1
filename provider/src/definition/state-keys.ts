import { definedKeys, fieldsAt, omit, textsAt, type Fields } from "../values/fields";

/** Where Pulumi keeps the reference to the provider's code; never an input of ours. */
const providerKey = "__provider";

/**
 * The one key under which options of ours travel to the host, among the inputs.
 * Its names and meaning are kept in every state that was ever written: never change them.
 */
export const optionsKey = "__options";

/**
 * The input that shows policy packs how an object is handled: engines strip keys that begin with two underscores before a pack sees
 * them. Nothing in the host reads it.
 */
export const policyKey = "optionsForPolicies";

/** Where the outputs keep what the platform answered, at the last apply, for keys that the program does not declare. */
export const unmanagedKey = "__unmanaged";

/** Where the outputs keep how the platform answered, at the last apply, declared keys that it spells in its own way. */
export const answeredKey = "__answered";

/** Where the outputs keep which arguments the platform may have in another way: an update of them ended with nobody knowing whether it was carried out. */
export const unclearKey = "__unclear";

/** Where they keep what those updates sent, as a secret. */
export const attemptsKey = "__attempts";

/** How an object is to be handled, as opposed to what it is. */
export interface HandlingOptions {
  /** Name of the account that the object is in. Absent: the one of the platform's own settings. */
  readonly account?: string;
  readonly adopt?: string;
  readonly onRename?: "update" | "replace";
  /** What the platform would delete together with the object may go. */
  readonly forceDelete?: boolean;
  /** The connector type is given as one that the catalog does not describe. */
  readonly otherType?: boolean;
  /** Keys of the configuration that the catalog does not describe pass. */
  readonly unknownKeys?: "allow" | "refuse";
  /** Those of them that are no secrets. */
  readonly publicKeys?: readonly string[];
}

/** The options that a program gave. Tolerates any state. */
export function handlingOptions(inputs: Fields): HandlingOptions {
  const { account, ...options } = fieldsAt(inputs, optionsKey);
  return {
    ...options,
    ...(typeof account === "string" && account !== "" ? { account } : {}),
    publicKeys: textsAt(options, "publicKeys"),
  };
}

/**
 * The ways to the arguments that the program keeps secret though they are none by themselves, steps joined by dots: the
 * host is handed all values in the clear. Tolerates any state.
 */
export function secretsOfProgram(inputs: Fields): string[] {
  return textsAt(fieldsAt(inputs, optionsKey), "secrets");
}

/** What rules judge of the options: all but how a rename is done. @param options As the host gets them. */
export function optionsForPolicies(options: Fields | undefined): Record<string, unknown> | undefined {
  const judged = omit(options ?? {}, ["onRename"]);
  return definedKeys(judged).length > 0 ? judged : undefined;
}

/** A resource as a policy pack gets it, with the options where the rest of this package looks for them. */
export function fromPolicyPack(props: Fields): Record<string, unknown> {
  const { [policyKey]: options, ...rest } = props;
  return options === undefined ? rest : { ...rest, [optionsKey]: options };
}

/** The arguments of an object without anything that is not an argument. */
export function declaredFields(fields: Fields): Record<string, unknown> {
  return omit(fields, [
    providerKey,
    optionsKey,
    policyKey,
    unmanagedKey,
    answeredKey,
    unclearKey,
    attemptsKey,
  ]);
}

/** The inputs without Pulumi's own part, as the state is to hold them. */
export function withoutProvider(fields: Fields): Record<string, unknown> {
  return omit(fields, [providerKey]);
}
