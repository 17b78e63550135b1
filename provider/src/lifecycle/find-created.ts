import type { ObjectClient } from "../client/object-client";
import type { Wait } from "../client/progress";
import type { RemoteObject, ResourceDefinition } from "../definition/definition";
import type { ApiRequest } from "../http/connection";
import { timestamp } from "../values/time";
import type { Fields } from "../values/fields";
import { withArticle } from "../values/text";
import { isAppliedArgument } from "./compare";
import { contradictsConfig } from "./config-drift";
import { reliablePart } from "./outputs";

/** Clocks are compared through the `Date` of a response, which has whole seconds. In milliseconds. */
const clockTolerance = 2_000;
/** How far the machine's clock may be ahead of the platform's, where nothing says what the platform's is. In milliseconds. */
const machineTolerance = 3_600_000;
/** The longest pause between two look-ups, in milliseconds. */
const longestPause = 30_000;

/** An object that is being created. */
export interface Creation {
  readonly client: ObjectClient;
  readonly request: ApiRequest;
  /** The inputs that the request brings to the platform. */
  readonly inputs: Fields;
  /** The arguments that only later requests bring there. */
  readonly later: readonly string[];
  /** When it began, by the platform's clock, in milliseconds since 1970. Default: with the first request of this operation. */
  readonly since?: number;
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
  /** Those that may be, as far as the platform shows when they were made and what they are. */
  readonly possible: readonly Found[];
  /** All that have our identity, these included. */
  readonly alike: readonly Found[];
  /** When the create began, and what time it is, by the platform's clock. */
  readonly since: number;
  readonly now: number;
}

/** How to look for an object, in milliseconds. */
export interface LookUps {
  /** For how long. */
  readonly window: number;
  /** Before the second look-up. Each further pause is twice as long. */
  readonly firstPause: number;
}

/** What is known of a create whose object was not found. */
export interface NotFound {
  /** What may exist, and what to do about it: for the user. */
  readonly text: string;
  /** Whether an object may be there, or nobody could look. */
  readonly mayExist: boolean;
  /** When the create began, by the platform's clock, in milliseconds since 1970. */
  readonly since: number;
}

/**
 * Finds out what a create of unknown outcome has done. An object counts as ours only if it cannot be anything else. A platform may make
 * or show it only after a while, so it is looked for several times.
 *
 * @param mayBeLate Whether the platform may still make it when it has been looked for.
 */
export async function findCreated(
  creation: Creation,
  { window, firstPause }: LookUps,
  mayBeLate: boolean,
): Promise<Found | NotFound> {
  const { client, isAlone } = creation;
  const { definition, deadline, account } = client;
  deadline.leaveAtLeast(window);
  const began = account.clock.now();
  let looked = 0;
  let last: Candidates | undefined;
  const lookUp = async (): Promise<Found | undefined> => {
    for (const pause of pausesWithin(window, firstPause)) {
      if (pause > 0) await account.clock.sleep(pause);
      const found = await look(creation).catch(() => undefined);
      if (found === undefined) break;
      looked++;
      last = found;
      const [only, ...others] = found.ours;
      if (only !== undefined && others.length === 0 && isAlone()) return only;
      if (others.length > 0) break;
    }
    return undefined;
  };
  const created = await client.whileWaiting(
    () => waitForLate(definition, looked, began, began + window),
    lookUp,
  );
  if (created !== undefined) return created;
  if (last === undefined) {
    return {
      text: `Whether it exists now could not be looked up: ${howToAdopt(definition)}`,
      mayExist: true,
      since: (deadline.startedAt ?? account.clock.now()) - machineTolerance,
    };
  }
  const { alike, possible, since } = last;
  const text =
    alike.length === 0
      ? notFound(definition, mayBeLate)
      : `It may exist now: the platform has ${withArticle(definition.noun)} ${definition.identity.phrase} (${idsOf(client, alike)}); ${howToAdopt(definition)}`;
  return { text, mayExist: possible.length > 0, since };
}

/** What the user gets to know meanwhile. */
function waitForLate({ noun }: ResourceDefinition, looked: number, since: number, until: number): Wait {
  const reason = `looking for the ${noun} that the create may have made`;
  return { reason, text: `${reason} (looked ${looked === 1 ? "once" : `${looked} times`})`, since, until };
}

/** Before each look-up: none at first, then one that doubles up to half a minute, together as long as the window. */
function pausesWithin(window: number, first: number): readonly number[] {
  const pauses = [0];
  for (let left = window, pause = Math.min(first, window); left > 0;) {
    pauses.push(pause);
    left -= pause;
    pause = Math.min(2 * pause, longestPause, left);
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
  const startedAt = creation.since ?? (date === undefined ? NaN : date - sinceStart - clockTolerance);
  const isNew = ({ object }: Found): boolean => timestamp(object.createdAt) >= startedAt;
  const isOld = ({ object }: Found): boolean => timestamp(object.createdAt) < startedAt;
  const isAsDeclared = ({ object }: Found): boolean =>
    !contradicts(creation, reliablePart(definition, object));
  const isThin = listing.isThin === true;
  const listed = objects
    .flatMap((object) => (object.id === undefined ? [] : [{ id: object.id, object }]))
    .filter(({ id }) => !account.objects.isKnown(definition.kind, id))
    .filter(({ object }) => hasIdentity(definition, inputs, object, isThin));
  const alike: Found[] = [];
  const possible: Found[] = [];
  const ours: Found[] = [];
  for (const found of listed) {
    // What is old is not ours, so that it need not be read; where the list does not show what it is, it counts for nothing.
    const whole = isThin && !isOld(found) ? await readWhole(client, found) : found;
    if (whole !== undefined && !hasIdentity(definition, inputs, whole.object, false)) continue;
    alike.push(whole ?? found);
    if (whole === undefined || (!isOld(whole) && isAsDeclared(whole))) possible.push(whole ?? found);
    if (whole !== undefined && isNew(whole) && isAsDeclared(whole)) ours.push(whole);
  }
  return {
    alike,
    possible,
    ours,
    since: Number.isNaN(startedAt) ? now - sinceStart - machineTolerance : startedAt,
    now: date ?? now,
  };
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
    const isMasked = argument.secrets !== undefined && argument.showsSecrets !== true;
    if (name === definition.config?.field || isMasked || current === undefined) return false;
    const isOpen = argument.unmanagedIfAbsent === true || later.includes(name) || current === "";
    return !(given === undefined && isOpen) && !isAppliedArgument(argument, given, current);
  });
  return isContradicted || contradictsConfig(definition, inputs, object);
}

export function idsOf(client: ObjectClient, objects: readonly Found[]): string {
  return objects.map(({ id }) => client.shown(id)).join(", ");
}

function notFound({ noun, identity }: ResourceDefinition, mayBeLate: boolean): string {
  const none = `No ${noun} ${identity.phrase} exists on the platform`;
  const adopt = 'take it over with the resource option `adopt: "<its id>"`, or delete it there';
  return mayBeLate
    ? `${none} yet. One may still appear: the next \`pulumi up\` looks for it before it creates another; then ${adopt}`
    : `${none}; if one appears later, ${adopt}`;
}

function howToAdopt({ noun }: ResourceDefinition): string {
  return `find the ${noun} on the platform and take it over with the resource option \`adopt: "<its id>"\`, or delete it there and run \`pulumi up\` again`;
}
