import { sourcesOf, type Verb } from "../client/error-messages";
import type { Account } from "../client/account";
import type { ObjectClient } from "../client/object-client";
import type { RemoteObject } from "../definition/definition";
import type { Scope } from "../definition/platform";
import { ConnectorsError } from "../errors/connectors-error";
import type { Fields } from "../values/fields";
import { isLoopbackUrl } from "../values/loopback";
import { timestamp } from "../values/time";
import { fingerprintOfKey, identityIn, isFingerprintOf, scopeIn, type Identity } from "./identity";

/** The variable that lets a 404 count although the settings are others than those with which the object was last seen. */
const variable = "PULUMI_CONNECTORS_NOT_FOUND_IS_GONE";

/** Why an object that is not found may exist nevertheless. */
export interface OtherAccount {
  /** Whether the object cannot be found with the present settings. Otherwise nobody knows. */
  readonly isCertain: boolean;
  /** Where the object is, or with what it was last seen: `in workspace 1`. */
  readonly then: string;
  /** Where the settings lead, if that is known: `workspace 2`. */
  readonly now?: string;
}

/**
 * Compares the settings with those with which an object was last seen.
 *
 * @param recorded The outputs of the object. Where they do not say with what it was seen, only its scope counts.
 * @returns undefined if a 404 means that the object is gone.
 * @throws RequestFailure if the platform opens no session.
 */
export async function otherAccount(
  client: ObjectClient,
  id: string,
  recorded: Fields,
  verb: Verb,
): Promise<OtherAccount | undefined> {
  const { account, definition } = client;
  const { scope } = definition.platform;
  const seen = identityIn(recorded);
  const then = scopeIn(definition.platform, recorded) ?? seen?.scope;
  const named = then === undefined ? undefined : await client.namedScope(verb);
  if (scope !== undefined && then !== undefined && named !== undefined) {
    if (!isSame(then, named)) return differentScopes(scope, then, named);
    if (seen === undefined || seen.address === account.baseUrl) return undefined;
  }
  if (seen !== undefined && (await isSameAccess(client, id, seen))) return undefined;
  if (scope?.ofKey !== undefined && then !== undefined && named === undefined) {
    const found = await scopeOfKey(client, scope.ofKey);
    if (found !== undefined && !isSame(then, found)) return differentScopes(scope, then, found);
    if (found !== undefined && seen?.address === account.baseUrl) return undefined;
  }
  if (seen === undefined) return undefined;
  const elsewhere = seen.address === account.baseUrl ? "" : ` at ${client.shown(seen.address)}`;
  const isOtherKey = seen.key !== undefined && !isFingerprintOf(seen.key, await fingerprintOfKey(client, id));
  return { isCertain: false, then: `last seen${elsewhere}${isOtherKey ? " with another key" : ""}` };
}

function differentScopes({ noun }: Scope, then: string, now: string): OtherAccount {
  return { isCertain: true, then: `in ${noun} ${then}`, now: `${noun} ${now}` };
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Whether the key is the same, at the same address. */
async function isSameAccess(client: ObjectClient, id: string, { address, key }: Identity): Promise<boolean> {
  const { baseUrl } = client.account;
  const isThere = address === baseUrl || (isLoopbackUrl(address) && isLoopbackUrl(baseUrl));
  return isThere && isFingerprintOf(key, await fingerprintOfKey(client, id));
}

const scopesOfKeys = new WeakMap<Account, Promise<string | undefined>>();

/** The scope of the key; undefined if it cannot be found out. */
async function scopeOfKey(
  client: ObjectClient,
  load: NonNullable<Scope["ofKey"]>,
): Promise<string | undefined> {
  const ask = async (): Promise<string | undefined> => {
    const { request, read } = await load();
    return await client.send("list", request).then(
      ({ body }) => read(body),
      () => undefined,
    );
  };
  const found = scopesOfKeys.get(client.account) ?? ask();
  scopesOfKeys.set(client.account, found);
  return await found;
}

/**
 * Called where an object is not found. Returns if it is gone.
 *
 * @param missing What the platform lacks. Default: the object with its id.
 * @throws ConnectorsError if it may exist where the settings do not lead, unless the user says that it is gone.
 */
export async function refuseIfElsewhere(
  client: ObjectClient,
  id: string,
  recorded: Fields,
  verb: Verb,
  missing?: string,
): Promise<void> {
  const other = await otherAccount(client, id, recorded, verb);
  if (other === undefined || isGoneByUser(client, verb)) return;
  throw elsewhere(client, id, other, verb, missing);
}

function elsewhere(
  client: ObjectClient,
  id: string,
  { isCertain, then, now }: OtherAccount,
  verb: Verb,
  missing?: string,
): ConnectorsError {
  const { account, definition } = client;
  const { noun, platform } = definition;
  const object = missing ?? `${noun} with the id ${client.quoted(id)}`;
  const settings = `the settings (${sourcesOf(account)})`;
  const text = isCertain
    ? `the ${object} is ${then} of ${platform.title}, and ${settings} lead to ${now}`
    : `${platform.title} has no ${object} at ${account.baseUrl}, but it was ${then}, and may still exist: compare ${settings}`;
  return new ConnectorsError(
    "PC_OTHER_ACCOUNT",
    `${client.subject}: ${verb} refused: ${text}; ${howToSee(verb)}, or set the environment variable ${variable}=true for this operation if the ${noun} is gone`,
  );
}

/** Refresh and destroy get the stack config of the last `up`. */
function howToSee(verb: Verb): string {
  return verb === "update" || verb === "create"
    ? "go back to the earlier settings"
    : "go back to the earlier settings, with --run-program if they are in the stack config";
}

/** @throws ConnectorsError if the variable has another value than those that it may have. */
function isGoneByUser(client: ObjectClient, verb: Verb): boolean {
  const value = process.env[variable] ?? "";
  if (!["", "true", "false"].includes(value)) {
    throw new ConnectorsError(
      "PC_INVALID_SETTING",
      `${client.subject}: ${verb} failed: the environment variable ${variable} is neither true nor false`,
    );
  }
  return value === "true";
}

/**
 * Called with an object that was found under the id of a recorded one. Where ids are small numbers, another account has the same.
 *
 * @throws ConnectorsError if it is another object.
 */
export async function refuseStranger(
  client: ObjectClient,
  id: string,
  recorded: Fields,
  object: RemoteObject,
  verb: Verb,
): Promise<void> {
  const { account, definition } = client;
  const { noun, platform } = definition;
  const { scope } = platform;
  const refused = (isNow: string, was: string): ConnectorsError =>
    new ConnectorsError(
      "PC_OTHER_ACCOUNT",
      `${client.subject}: ${verb} refused: the ${noun} with the id ${client.quoted(id)} at ${account.baseUrl} is ${isNow}, and not the one in the state, which was ${was}: compare the settings (${sourcesOf(account)}); ${howToSee(verb)}`,
    );
  const [then, now] = [scopeIn(platform, recorded), scopeIn(platform, object)];
  if (scope !== undefined && then !== undefined && now !== undefined && !isSame(then, now)) {
    throw refused(`in ${scope.noun} ${client.shown(now)}`, `in ${scope.noun} ${client.shown(then)}`);
  }
  if (recorded.createdAt === object.createdAt) return;
  const [madeThen, madeNow] = [timestamp(recorded.createdAt), timestamp(object.createdAt)];
  if (Number.isNaN(madeThen) || Number.isNaN(madeNow) || madeThen === madeNow) return;
  const other = await otherAccount(client, id, recorded, verb);
  if (other !== undefined) throw refused("another one, created at another time", other.then);
}

/**
 * Makes sure, before something is written, that an object is the recorded one. Sends nothing if the settings are those with which it was
 * last seen.
 *
 * @returns whether it exists; false only if the user says that what is not found is gone.
 * @throws ConnectorsError if it is another object, or may exist where the settings do not lead; RequestFailure.
 */
export async function makeSureOfObject(
  client: ObjectClient,
  id: string,
  recorded: Fields,
  verb: Verb,
): Promise<boolean> {
  const other = await otherAccount(client, id, recorded, verb);
  if (other === undefined) return true;
  if (other.isCertain && !isGoneByUser(client, verb)) throw elsewhere(client, id, other, verb);
  const { status, object } = await client.read(id, { expected: [404] }, verb);
  if (status !== 404) {
    await refuseStranger(client, id, recorded, object, verb);
    return true;
  }
  if (!isGoneByUser(client, verb)) throw elsewhere(client, id, other, verb);
  return false;
}

const reported = new WeakSet<Account>();

/**
 * Compares a scope that the settings name with the one that an object of the state is in, without a request.
 *
 * @param isChanged Whether the object is about to be changed or replaced. Otherwise a line says it, once for all objects of an account.
 * @throws ConnectorsError if they differ and the object is about to be changed.
 */
export function compareScopes(client: ObjectClient, id: string, recorded: Fields, isChanged: boolean): void {
  const { account, definition } = client;
  const { noun, platform } = definition;
  const { scope } = platform;
  const then = scopeIn(platform, recorded);
  const setting = scope && account.settings[scope.name];
  if (scope === undefined || then === undefined || setting === undefined) return;
  const now = setting.value;
  if (isSame(then, now)) return;
  if (isChanged && !isGoneByUser(client, "update")) {
    throw elsewhere(client, id, differentScopes(scope, then, now), "update");
  }
  if (reported.has(account)) return;
  reported.add(account);
  client.say(
    `the ${noun} is in ${scope.noun} ${client.shown(then)} of ${platform.title}, and stays there: ${scope.name} from ${setting.from} is ${now}`,
  );
}
