import type { LoggedRequest } from "../../sandbox/src";
import { bulkKinds, kindNames, kinds, type KindName } from "./kinds";
import type { Managed, Ready } from "./stack";
import type { Verb } from "./schedule";

/**
 * The most look-ups after one unclear create: at once, after waits of 1, 2, 4, 8 and 16 seconds, and then every 30 seconds to the end of
 * five minutes (`pausesWithin` in lifecycle/find-created.ts).
 */
const lookUps = 15;
/** Beyond them a fault of a create gives rise to one more POST, a look whether both have made something, and the reading of what was found. */
const afterCreate = lookUps + 3;
/** Where a list does not even tell what its objects are called, each look reads all that are new. */
const afterCreateOf = (kind: KindName, resources: number): number =>
  kinds[kind].definition.name === undefined ? afterCreate * (1 + resources) : afterCreate;
/** Any other request is sent once more, after a login and a look for the workspace if it was its session. */
const afterOther = 3;

/** A deletion lists what would go along, and one before a replacement does so before that is deleted, too. */
const toDelete = (kind: KindName, verb: Verb): number =>
  1 + (verb === "up" ? 2 : 1) * (kinds[kind].definition.dependents ?? []).length;
const toWrite = (kind: KindName): number => kinds[kind].mostWrites ?? 1;
/** At AI Squared a login, and which workspace there is; at Airweave which organization the key is of. */
const session = 3;

/** How many requests an operation may take where nothing goes wrong. @param held What the state had before. */
export function neededRequests(verb: Verb, program: readonly Ready[], held: readonly Managed[]): number {
  const ours = held.filter(({ isRead }) => !isRead);
  const deletions = ours.map(({ kind }) => toDelete(kind, verb));
  // What an earlier create may have made is looked up before another one, and again before the state forgets it; what is new is read.
  const gets = program.filter(({ getId }) => getId !== undefined);
  const open = held.filter(({ id }) => id.startsWith("unknown-")).length * (1 + held.length);
  switch (verb) {
    case "refresh":
      return session + open + held.length + lists(held);
    case "destroy":
      return session + open + sum(deletions);
    case "up":
      return session + sum(deletions) + 2 * open + sum(program.map(toRegister)) + lists(gets);
  }
}

/** From the fifth object of a kind on there is a list, for the rest of them. What it lacks is read as well. */
function lists(read: readonly { readonly kind: KindName }[]): number {
  return bulkKinds.filter((name) => read.filter(({ kind }) => kind === name).length > 4).length;
}

/** A get is a read; an adoption reads when it is checked and before it updates; anything else is created or updated. What is replaced or gone is deleted besides. */
function toRegister({ kind, getId, adopt, verify = "off" }: Ready): number {
  if (getId !== undefined) return 1;
  const test = verify === "off" ? 0 : (kinds[kind].testRequests ?? 0);
  return toWrite(kind) + test + (adopt === undefined ? 0 : typeof adopt === "string" ? 2 : toFind + 1);
}

/** By its name it is looked for when it is checked, and when it is created if that was in vain; then all that there is, to say so; it may be read besides. */
const toFind = 5;

/**
 * How many more the faults may give rise to. There is no other reason to send a request again, and each fault is one for one
 * repetition at most, so that this holds however long the deadline is; the deadline ends it where all requests fail.
 */
export function requestsAfterFaults(log: readonly LoggedRequest[], resources: number): number {
  const faults = log.filter(({ fault }) => fault !== undefined);
  // A platform that goes down breaks off what has not reached it yet, which no log shows: one request of each resource.
  const afterAny = (names: readonly KindName[]): number =>
    Math.max(...names.map((name) => afterCreateOf(name, resources)));
  const unseen = faults
    .filter(({ fault }) => fault?.kind === "down")
    .map(({ platform }) => {
      return resources * afterAny(kindNames.filter((name) => kinds[name].platform === platform));
    });
  const seen = faults.map(({ platform, method, path }) => {
    const made = kindNames.filter((name) => kinds[name].platform === platform && kinds[name].path === path);
    return method === "POST" && made.length > 0 ? afterAny(made) : afterOther;
  });
  return sum(unseen) + sum(seen);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
