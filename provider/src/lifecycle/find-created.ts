import type { ObjectClient } from "../client/object-client";
import type { RemoteObject, ResourceDefinition } from "../definition/definition";
import { ConnectorsError } from "../errors/connectors-error";
import type { ApiRequest } from "../http/connection";
import { timestamp } from "../values/time";
import type { Fields } from "../values/fields";
import { withArticle } from "../values/text";
import { isAppliedArgument } from "./compare";
import { contradictsConfig } from "./config-drift";
import { reliablePart } from "./outputs";

/** Clocks are compared through the `Date` of a response, which has whole seconds. In milliseconds. */
const clockTolerance = 2_000;

/** An object that is being created. */
export interface Creation {
  readonly client: ObjectClient;
  readonly request: ApiRequest;
  /** The inputs that the request brings to the platform. */
  readonly inputs: Fields;
  /** The arguments that only later requests bring there. */
  readonly later: readonly string[];
  /** Whether no other create is in progress for an object of the same identity. */
  readonly isAlone: () => boolean;
}

/** An object that exists. */
export interface Found {
  readonly id: string;
  readonly object: RemoteObject;
}

/** The objects that could be the one that a create has made. */
interface Candidates {
  /** Those that were made since the create began, exactly as the program says. */
  readonly ours: readonly Found[];
  /** All that have our identity, these included. */
  readonly alike: readonly Found[];
}

/**
 * Finds out what a create of unknown outcome has done. An object counts as ours only if it cannot be anything else. A platform may show it
 * only after a while, so it is looked for several times.
 *
 * @param cause What happened to the request.
 * @param window For how many milliseconds to look.
 * @returns undefined if there is nothing like it.
 * @throws ConnectorsError if an object may be ours or not.
 */
export async function findCreated(
  creation: Creation,
  cause: string,
  window: number,
): Promise<Found | undefined> {
  const { client, isAlone } = creation;
  const { definition, deadline, account } = client;
  const failed = (text: string): ConnectorsError =>
    new ConnectorsError("PC_INDETERMINATE_CREATE", `${cause}. ${text}`);
  deadline.leaveAtLeast(window);
  let alike: readonly Found[] = [];
  for (const pause of pausesWithin(window)) {
    if (pause > 0) await account.clock.sleep(pause);
    const found = await look(creation).catch(() => undefined);
    if (found === undefined) {
      throw failed(`Whether it exists now could not be looked up: ${howToAdopt(definition)}`);
    }
    const [only, ...others] = found.ours;
    if (only !== undefined && others.length === 0 && isAlone()) return only;
    alike = found.alike;
    if (others.length > 0) break;
  }
  if (alike.length === 0) return undefined;
  throw failed(
    `It may exist now: the platform has ${withArticle(definition.noun)} ${definition.identity.phrase} (${idsOf(alike)}); ${howToAdopt(definition)}`,
  );
}

/** Before each look-up: none at first, then one that doubles, together as long as the window. */
function pausesWithin(window: number): readonly number[] {
  const pauses = [0];
  for (let left = window, pause = window / 20; left > 0; left -= pause, pause = Math.min(2 * pause, left)) {
    pauses.push(pause);
  }
  return pauses;
}

/** Lists the objects with our identity. Where a list does not show whole objects, those that may be ours are read one by one. */
export async function look(creation: Creation): Promise<Candidates> {
  const { client, inputs } = creation;
  const { definition, account, deadline } = client;
  const listing = definition.listing(inputs);
  const { objects, date } = await client.list(listing);
  const now = account.clock.now();
  const sinceStart = now - (deadline.startedAt ?? now);
  // Without the platform's own time, nothing is known to be new, and nothing to be old.
  const startedAt = date === undefined ? NaN : date - sinceStart - clockTolerance;
  const isNew = ({ object }: Found): boolean => timestamp(object.createdAt) >= startedAt;
  const isOld = ({ object }: Found): boolean => timestamp(object.createdAt) < startedAt;
  const isOurs = (found: Found): boolean =>
    isNew(found) && !contradicts(creation, reliablePart(definition, found.object));
  const listed = objects
    .flatMap((object) => (object.id === undefined ? [] : [{ id: object.id, object }]))
    .filter(({ id }) => !account.objects.isKnown(definition.kind, id))
    .filter(({ object }) => hasIdentity(definition, inputs, object, listing.isThin === true));
  if (listing.isThin !== true) return { alike: listed, ours: listed.filter(isOurs) };
  const alike: Found[] = [];
  const ours: Found[] = [];
  for (const found of listed) {
    if (isOld(found)) {
      // It is not ours, so that it need not be read; where the list does not show what it is, it counts for nothing.
      if (hasIdentity(definition, inputs, found.object, false)) alike.push(found);
      continue;
    }
    const whole = await readWhole(client, found);
    if (whole === undefined) alike.push(found);
    else if (hasIdentity(definition, inputs, whole.object, false)) {
      alike.push(whole);
      if (isOurs(whole)) ours.push(whole);
    }
  }
  return { alike, ours };
}

/** @returns undefined if it could not be read: then nobody can say whose it is. */
async function readWhole(client: ObjectClient, { id }: Found): Promise<Found | undefined> {
  const response = await client.read(id).catch(() => undefined);
  return response && { id, object: response.object };
}

/** Whether an object has the arguments that identify ours. @param isThin What a list does not show may be the same. */
function hasIdentity(
  { arguments: all, identity }: ResourceDefinition,
  inputs: Fields,
  object: RemoteObject,
  isThin: boolean,
): boolean {
  return identity.arguments
    .filter((name) => inputs[name] !== undefined)
    .every(
      (name) =>
        (isThin && object[name] === undefined) || isAppliedArgument(all[name], inputs[name], object[name]),
    );
}

/**
 * Whether an object shows something else than the program says, or something where the program says that there is nothing. What it does
 * not show contradicts nothing.
 */
function contradicts({ client, inputs, later }: Creation, object: RemoteObject): boolean {
  const { definition } = client;
  const isContradicted = Object.entries(definition.arguments).some(([name, argument]) => {
    const [given, current] = [inputs[name], object[name]];
    if (name === definition.config?.field || argument.secrets !== undefined || current === undefined)
      return false;
    const isOpen = argument.unmanagedIfAbsent === true || later.includes(name) || current === "";
    return !(given === undefined && isOpen) && !isAppliedArgument(argument, given, current);
  });
  return isContradicted || contradictsConfig(definition, inputs, object);
}

export function idsOf(objects: readonly Found[]): string {
  return objects.map(({ id }) => id).join(", ");
}

export function notFoundYet({ noun, identity }: ResourceDefinition): string {
  return `No ${noun} ${identity.phrase} exists on the platform; if one appears later, take it over with the resource option \`adopt: "<its id>"\`, or delete it there`;
}

function howToAdopt({ noun }: ResourceDefinition): string {
  return `find the ${noun} on the platform and take it over with the resource option \`adopt: "<its id>"\`, or delete it there and run \`pulumi up\` again`;
}
