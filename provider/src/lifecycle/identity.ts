import { createHmac, scrypt } from "node:crypto";
import { promisify } from "node:util";
import type { Account } from "../client/account";
import type { ObjectClient } from "../client/object-client";
import type { Platform } from "../definition/platform";
import { identityKey } from "../definition/state-keys";
import { fieldsAt, type Fields } from "../values/fields";
import { isLoopbackUrl } from "../values/loopback";

/** With which settings an object was last seen. Absent in states of 0.1.0. */
export interface Identity {
  /** The address of the API. */
  readonly address: string;
  /** A fingerprint of the key or password, or its beginning; absent if there was none, or if address and scope say it all. */
  readonly key?: string;
  /** The scope that the requests named, where the outputs do not say it: of a create of unknown outcome. */
  readonly scope?: string;
}

/**
 * How outputs keep an identity. As an object, its `key` is a secret, since a password could be guessed. The fingerprint of a key that nobody
 * can guess needs no encryption; most objects of a state have one, so it is kept short.
 */
type Kept = Identity | readonly [address: string, key: string];

/** The characters of a fingerprint, each of six bits. */
const fingerprintLength = 22;
/** Those that are kept of a key that cannot be guessed: enough to tell two keys apart. */
const shortLength = 12;
/** Shorter keys are not those that platforms issue. */
const shortestIssuedKey = 20;

/**
 * The outputs with the settings with which the object was seen just now. If they are those of the recorded ones, nothing changes.
 *
 * @param id Of the object, or under which the state has a create of unknown outcome.
 */
export async function withIdentity<Outputs extends Fields>(
  client: ObjectClient,
  id: string,
  outputs: Outputs,
): Promise<Outputs & Record<string, unknown>> {
  const { account, definition } = client;
  const { platform } = definition;
  const said = scopeIn(platform, outputs);
  const named = said === undefined ? await client.namedScope("read").catch(() => undefined) : undefined;
  // Where every request names a scope, another key at the same address changes nothing. Tunnels and sandboxes share an address.
  const isEnough = platform.scope !== undefined && platform.scope.ofKey === undefined && said !== undefined;
  const key = isEnough && !isLoopbackUrl(account.baseUrl) ? undefined : await fingerprintOfKey(client, id);
  const identity: Identity = {
    address: account.baseUrl,
    ...(key === undefined ? {} : { key }),
    ...(named === undefined ? {} : { scope: named }),
  };
  return isSameIdentity(identityIn(outputs), identity)
    ? outputs
    : { ...outputs, [identityKey]: kept(identity, isGuessable(client)) };
}

function kept({ address, key, scope }: Identity, isKeyGuessable: boolean): Kept {
  return key === undefined || scope !== undefined || isKeyGuessable
    ? { address, ...(key === undefined ? {} : { key }), ...(scope === undefined ? {} : { scope }) }
    : [address, key.slice(0, shortLength)];
}

function isSameIdentity(recorded: Identity | undefined, { address, key, scope }: Identity): boolean {
  return recorded?.address === address && recorded.scope === scope && isFingerprintOf(recorded.key, key);
}

/** Whether a recorded fingerprint is one of the present key. Both are undefined if there is no key. */
export function isFingerprintOf(recorded: string | undefined, present: string | undefined): boolean {
  if (recorded === undefined || present === undefined) return recorded === present;
  return recorded.length >= shortLength && present.startsWith(recorded);
}

const guessable = new WeakMap<Account, boolean>();

/** Whether somebody who has a fingerprint could find the account's key by trying keys out. */
function isGuessable({ account, definition: { platform } }: ObjectClient): boolean {
  let isFound = guessable.get(account);
  if (isFound === undefined) {
    isFound = Object.entries(account.settings).some(([name, { value }]) => {
      const { secret, isChosen } = platform.settings[name] ?? {};
      return secret === true && (isChosen === true || value.length < shortestIssuedKey);
    });
    guessable.set(account, isFound);
  }
  return isFound;
}

/** The outputs with the settings that are recorded already: no response has shown the object since. */
export function withIdentityOf(recorded: Fields, outputs: Fields): Fields {
  const { [identityKey]: _other, ...rest } = outputs;
  const identity = recorded[identityKey];
  return identity === undefined ? rest : { ...rest, [identityKey]: identity };
}

/** With which settings the object of some outputs was last seen; undefined if they do not say. */
export function identityIn(recorded: Fields): Identity | undefined {
  const kept = recorded[identityKey];
  const [address, key, scope] = Array.isArray(kept)
    ? (kept as unknown[])
    : ["address", "key", "scope"].map((name) => fieldsAt(recorded, identityKey)[name]);
  if (typeof address !== "string") return undefined;
  return {
    address,
    ...(typeof key === "string" ? { key } : {}),
    ...(typeof scope === "string" ? { scope } : {}),
  };
}

/** The scope that an object is in, as its outputs or a response say; undefined if they do not. */
export function scopeIn({ scope }: Platform, object: Fields): string | undefined {
  const value = scope && object[scope.name];
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

/**
 * A hash of the account's key, which is that of no other object: the state shows neither the key nor which objects share it. Undefined if
 * requests need no key.
 */
export async function fingerprintOfKey(
  { account, definition: { kind, platform } }: ObjectClient,
  id: string,
): Promise<string | undefined> {
  const derived = await derivedKey(platform, account);
  return (
    derived &&
    createHmac("sha256", derived).update(`${kind} ${id}`).digest("base64url").slice(0, fingerprintLength)
  );
}

const derive = promisify(scrypt) as (key: string, salt: string, length: number) => Promise<Buffer>;
const derivedKeys = new WeakMap<Account, Promise<Buffer | undefined>>();

/** Slow on purpose, for a password can be guessed; therefore done once for all objects of an account. */
async function derivedKey(platform: Platform, account: Account): Promise<Buffer | undefined> {
  const known = derivedKeys.get(account) ?? newDerivedKey(platform, account);
  derivedKeys.set(account, known);
  return await known;
}

async function newDerivedKey(platform: Platform, { settings }: Account): Promise<Buffer | undefined> {
  const isSecret = (name: string): boolean => platform.settings[name]?.secret === true;
  const given = Object.entries(settings).map(([name, { value }]): [string, string] => [name, value]);
  const secrets = given.filter(([name]) => isSecret(name));
  if (secrets.length === 0) return undefined;
  const login = platform.needs(Object.fromEntries(given)).flat();
  const salt = given.filter(([name]) => login.includes(name) && !isSecret(name));
  return await derive(JSON.stringify(secrets), JSON.stringify([platform.name, salt]), 32);
}
