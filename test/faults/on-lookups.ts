import { isDeepStrictEqual } from "node:util";
import type { FoundObject } from "../../provider/src/client/find-objects";
import { errorCodes } from "../../provider/src/errors/codes";
import { isConnectorsError } from "../../provider/src/errors/connectors-error";
import type { Sought } from "../../provider/src/lookups/arguments";
import { find, inputsOf } from "../../provider/src/lookups/find";
import { faultKinds } from "../../sandbox/src/serving/faults/fault";
import { clock, type Fields } from "../harness/verbs";
import { Dice } from "./dice";
import { skippingTime } from "./in-process";
import { kinds, packagedKinds, type KindName, type ParentIds, type Wanted } from "./kinds";
import { Platforms } from "./platforms";
import { requestsAfterFaults } from "./request-bound";

/** A lookup, and how it ends where nothing fails. */
interface Lookup {
  readonly title: string;
  readonly kind: KindName;
  readonly isList: boolean;
  readonly sought: Sought;
  /** The ids of the objects that there are of what is sought. */
  readonly expected: () => readonly string[];
}

/** What may be looked up. */
interface Filled {
  readonly lookups: readonly Lookup[];
  /** The names and ids of the connectors, which AI Squared lists in the opposite order: the last changed first. */
  readonly connectors: { readonly id: string; readonly name: string }[];
}

/** How a lookup has ended. */
interface Ended {
  readonly found?: readonly FoundObject[];
  readonly error?: unknown;
  readonly requests: number;
}

/** What came of the lookups of some seeds. */
export interface LookupResult {
  readonly succeeded: number;
  readonly failed: number;
  readonly struck: number;
  /** How often an object has moved to another page while a list was read. */
  readonly moved: number;
  /** What should not be so, with its seed; none if all is well. */
  readonly problems: readonly string[];
}

/** Of AI Squared so many that there is a second page: the provider asks for 100 a page. */
const objectsOf = (kind: KindName): number => (kinds[kind].platform === "aisquared" ? 103 : 23);
/** Nobody makes a new object here, so that none is hidden. */
const faults = faultKinds.filter((kind) => kind !== "hidden");
/** Tells the accounts of seeds apart, as processes are. */
let accounts = 0;

/** Looks up, at platforms with the faults of some seeds, what without faults is found or not. */
export async function runLookups(seeds: readonly string[]): Promise<LookupResult> {
  const platforms = await Platforms.start(skippingTime);
  const { random } = Math;
  const counted = { succeeded: 0, failed: 0, struck: 0, moved: 0 };
  const problems: string[] = [];
  try {
    const { lookups, connectors } = await fill(platforms);
    const wanted = new Map<Lookup, Ended>();
    for (const lookup of lookups) wanted.set(lookup, await run(platforms, lookup, 300));
    problems.push(...wrongWithoutFaults(wanted));
    for (const seed of seeds) {
      const dice = new Dice(seed);
      Math.random = new Dice(`waits of ${seed}`).fraction;
      const drawn = dice.oneOf(lookups);
      if (drawn === undefined) continue;
      await skippingTime.pass(60_000);
      platforms.fallIll(seed, dice.from(20, 60), faults);
      const timeout = dice.oneOf([300, 60, 20] as const);
      const last = drawn.kind === "connector" && dice.hits(50) ? connectors[0] : undefined;
      const lookup = last === undefined ? drawn : lookupOf(drawn, last.name);
      const isStill = last === undefined ? () => true : platforms.editBeforeSecondPage(last.id, seed);
      const ill = await run(platforms, lookup, timeout);
      const hasMoved = !isStill();
      if (hasMoved) {
        counted.moved++;
        connectors.push(...connectors.splice(0, 1));
      }
      counted.struck += platforms.log.filter(({ fault }) => fault !== undefined).length;
      counted[ill.found === undefined ? "failed" : "succeeded"]++;
      const extra = requestsAfterFaults(platforms.log, objectsOf(lookup.kind));
      await platforms.recover();
      const well = await run(platforms, lookup, 300);
      // A list whose objects have moved is read once more.
      const most = (hasMoved ? 2 : 1) * well.requests + extra;
      problems.push(
        ...wrong(platforms, well, ill, most).map((problem) => `${seed}: ${lookup.title}: ${problem}`),
      );
    }
  } finally {
    Math.random = random;
    await platforms.stop();
  }
  return { ...counted, problems };
}

/** The same lookup of another object, if it seeks one by its name. */
function lookupOf(lookup: Lookup, name: string): Lookup {
  const { criteria } = lookup.sought;
  if (criteria.name !== `${lookup.kind}-${soughtNumber}`) return lookup;
  return { ...lookup, sought: { ...lookup.sought, criteria: { ...criteria, name } } };
}

/** The object that is looked up, and the one that there are two of. */
const [soughtNumber, twinNumber] = [7, 3];

/** What an object is sought by: its name, or what tells it apart instead. */
function knownBy(wanted: Wanted, parents: ParentIds): Sought["criteria"] {
  const { definition, inputs } = kinds[wanted.kind];
  const { name, identity } = definition;
  const fields = name === undefined ? identity.arguments : [name.field];
  const all = inputs(wanted, parents);
  return Object.fromEntries(fields.map((field) => [field, all[field]])) as Sought["criteria"];
}

/** Makes objects, two of them of one name where the platform lets them be, and says what may be looked up. */
async function fill(platforms: Platforms): Promise<Filled> {
  const lookups: Lookup[] = [];
  const connectors: { id: string; name: string }[] = [];
  const idsOf = new Map<KindName, readonly string[]>();
  for (const kind of packagedKinds) {
    const { parents = {}, isUnique } = kinds[kind];
    const made: { readonly id: string; readonly criteria: Sought["criteria"] }[] = [];
    const place = (value: number): ParentIds =>
      Object.fromEntries(
        Object.entries(parents).map(([name, parent]) => {
          const ids = idsOf.get(parent) ?? [];
          return [name, ids[value % ids.length]];
        }),
      );
    const numbered = (value: number): Wanted => ({
      ...{ kind, name: `${kind}-${value}`, variant: "a", value, isExplicit: false },
    });
    const make = async (wanted: Wanted): Promise<void> => {
      const parentIds = place(wanted.value);
      const id = await platforms.make({ ...wanted, key: wanted.name }, parentIds);
      made.push({ id, criteria: knownBy(wanted, parentIds) });
    };
    const lookup = (title: string, isList: boolean, what: Partial<Pick<Sought, "id" | "criteria">>): void => {
      const { id, criteria = {} } = what;
      const isSought = (object: (typeof made)[number]): boolean =>
        (id ?? object.id) === object.id &&
        Object.entries(criteria).every(([name, value]) => object.criteria[name] === value);
      lookups.push({
        ...{ title: `${kind} ${title}`, kind, isList },
        sought: { ...(id === undefined ? {} : { id }), criteria, otherType: false },
        expected: () => made.filter(isSought).map((object) => object.id),
      });
    };
    for (let value = 0; value < objectsOf(kind); value++) await make(numbered(value));
    const ids = made.map(({ id }) => id);
    idsOf.set(kind, ids);
    if (kind === "connector")
      connectors.push(...ids.map((id, value) => ({ id, name: numbered(value).name })));
    const known = knownBy(numbered(soughtNumber), place(soughtNumber));
    lookup("list", true, {});
    lookup("that there is not", false, {
      criteria: knownBy({ ...numbered(soughtNumber), name: "nobody", variant: "b" }, place(soughtNumber)),
    });
    lookup("by id", false, { id: ids.at(-1) ?? "" });
    lookup("by name", false, { criteria: known });
    lookup("list by name", true, { criteria: known });
    if (isUnique?.(numbered(twinNumber)) === true) continue;
    await make(numbered(twinNumber));
    lookup("by the name of two", false, { criteria: knownBy(numbered(twinNumber), place(twinNumber)) });
  }
  return { lookups, connectors };
}

async function run(platforms: Platforms, { kind, isList, sought }: Lookup, timeout: number): Promise<Ended> {
  const seconds = (timeout + ++accounts / 1e6).toFixed(6);
  const config: Fields = { ...platforms.settings, ...platforms.timeouts(seconds) };
  const access = { config: (key: string) => config[key] as string | undefined, clock };
  await skippingTime.pass(60_000);
  platforms.forget();
  try {
    const found = await find(kinds[kind].definition, access, sought, {
      isList,
      inputs: inputsOf(sought, []),
    });
    return { found, requests: platforms.log.length };
  } catch (error) {
    return { error, requests: platforms.log.length };
  }
}

/** The list of a kind has all that were made, and one object is the one that was asked for. */
function wrongWithoutFaults(ended: ReadonlyMap<Lookup, Ended>): readonly string[] {
  const problems: string[] = [];
  for (const [{ title, isList, expected }, { found, error }] of ended) {
    const wanted = expected().toSorted();
    const isFound = isList || wanted.length === 1;
    const ids = found?.map(({ id }) => id).sort();
    if (!isDeepStrictEqual(ids, isFound ? wanted : undefined))
      problems.push(
        `without faults: ${title}: ${error instanceof Error ? error.message : found?.length} for ${wanted.length}`,
      );
  }
  return problems;
}

function wrong(platforms: Platforms, well: Ended, ill: Ended, most: number): readonly string[] {
  const problems: string[] = [];
  if (ill.requests > most) problems.push(`${ill.requests} requests, more than ${most}`);
  if (ill.found !== undefined) {
    if (!isDeepStrictEqual(ill.found, well.found)) problems.push("found something else than without faults");
    return problems;
  }
  const { error } = ill;
  if (!isConnectorsError(error)) return [...problems, `an error without a code: ${String(error)}`];
  const { code, message } = error;
  const isAbout = code === "PC_NOT_FOUND" || code === "PC_AMBIGUOUS";
  if (isAbout && !isDeepStrictEqual([message], [(well.error as Error | undefined)?.message]))
    problems.push(`says what is not so: ${message}`);
  if (!errorCodes.includes(code) || code === "PC_INTERNAL") problems.push(`has the code ${code}: ${message}`);
  if (message.split("\n").length > 2) problems.push(`has more than two lines: ${message}`);
  const secrets = Object.entries(platforms.settings).flatMap(([key, value]) =>
    /apiKey|password/i.test(key) ? [value] : [],
  );
  if ([...secrets, "secret-"].some((secret) => message.includes(secret)))
    problems.push(`has a secret: ${message}`);
  return problems;
}
