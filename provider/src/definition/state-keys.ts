import { omit, type Fields } from "../values/fields";

/**
 * The keys of ours in inputs and outputs. They are in every state that was ever written: never change a name or its meaning. Engines hide
 * keys that begin with two underscores, from policy packs too.
 */

/** Where Pulumi keeps the reference to the provider's code. Never an input of ours. */
export const providerKey = "__provider";

/** The input under which options travel to the host. */
export const optionsKey = "__options";

/** The input that shows the same options to policy packs. The host does not read it. */
export const policyKey = "optionsForPolicies";

/** Output: true for an object that the program manages and that has no configuration; see `isManaged`. States of 0.1.0 do not have it. */
export const managedKey = "__managed";

/** Output: the platform's values, at the last apply, of configuration keys that the program does not declare. */
export const unmanagedKey = "__unmanaged";

/** Output: the platform's spelling, at the last apply, of declared keys that it rewrites. */
export const respelledKey = "__answered";

/**
 * Output: what else the response to the last create or update showed; see `ResponseRecord`. Never a secret in the clear.
 */
export const responseKey = "__response";

/** What is kept of a response; each is absent if there is nothing to keep. */
export const recordKeys = [unmanagedKey, respelledKey, responseKey];

/** Output: these records and the identity in one text; see `packed`. */
export const packedKey = "__packed";

/** Output: the arguments that an update may or may not have changed on the platform. */
export const indeterminateKey = "__unclear";

/** Output: what those updates sent. A secret. */
export const attemptsKey = "__attempts";

/** Output: what secrets overwritten on the platform were before. A secret. */
export const overwrittenKey = "__overwritten";

/** Output: what is known of a create of unknown outcome, in place of an object. */
export const openCreateKey = "__openCreate";

/** Output: with which settings the object was last seen; its `key` is a secret. */
export const identityKey = "__identity";

/** Output: the arguments that take effect only after something that the user does, such as a login. */
export const deferredKey = "__deferred";

/** Output: true if the object's connection must be tested, whether it changes or not: the test of what it is has not succeeded. */
export const testDueKey = "__testDue";

/** Output: what is known of a run that is to be made up for; see `DueRun`. */
export const runDueKey = "__runDue";

/** Output: true after an update that failed in part; see `refreshed`. */
export const inputsDueKey = "__inputsDue";

const reserved = [
  providerKey,
  optionsKey,
  policyKey,
  managedKey,
  unmanagedKey,
  respelledKey,
  responseKey,
  packedKey,
  indeterminateKey,
  attemptsKey,
  overwrittenKey,
  openCreateKey,
  identityKey,
  deferredKey,
  testDueKey,
  runDueKey,
  inputsDueKey,
];

/** The arguments and outputs of an object, without the keys that are neither. */
export function withoutReservedKeys(fields: Fields): Record<string, unknown> {
  return omit(fields, reserved);
}
