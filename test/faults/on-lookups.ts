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
import { kinds, packagedKinds, type KindName } from "./kinds";
import { Platforms } from "./platforms";
import { requestsAfterFaults } from "./request-bound";

/** A lookup, and how it ends where nothing fails. */
interface Lookup {
  readonly title: string;
  readonly kind: KindName;
  readonly isList: boolean;
  readonly sought: Sought;
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
    problems.push(...(await wrongWithoutFaults(platforms, wanted)));
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
  if (criteria.name !== soughtName(lookup.kind)) return lookup;
  return { ...lookup, sought: { ...lookup.sought, criteria: { ...criteria, name } } };
}

const soughtName = (kind: KindName): string => `${kind}-7`;

/** Makes objects, two of them of one name where the platform lets them be, and says what may be looked up. */
async function fill(platforms: Platforms): Promise<Filled> {
  const lookups: Lookup[] = [];
  const connectors: { id: string; name: string }[] = [];
  const ids = new Map<KindName, string>();
  for (const kind of packagedKinds) {
    const { parents = {}, isUnique, definition } = kinds[kind];
    const field = definition.name?.field ?? "name";
    const lookup = (title: string, isList: boolean, what: { id?: string; criteria?: Fields }): void => {
      const { criteria = {}, ...rest } = what;
      const sought = { ...rest, criteria: criteria as Sought["criteria"], otherType: false };
      lookups.push({ title: `${kind} ${title}`, kind, isList, sought });
    };
    lookup("list", true, {});
    lookup("by a name that there is not", false, { criteria: { [field]: "nobody" } });
    const place = Object.fromEntries(
      Object.entries(parents).map(([name, parent]) => [name, ids.get(parent)]),
    );
    const wanted = { kind, variant: "a", isExplicit: false } as const;
    let id = "";
    for (let value = 0; value < objectsOf(kind); value++) {
      const name = `${kind}-${value}`;
      id = await platforms.make({ ...wanted, key: name, name, value }, place);
      if (kind === "connector") connectors.push({ id, name });
    }
    ids.set(kind, id);
    lookup("by id", false, { id });
    lookup("by name", false, { criteria: { [field]: soughtName(kind) } });
    lookup("list by name", true, { criteria: { [field]: soughtName(kind) } });
    if (isUnique?.({ ...wanted, name: "", value: 0 }) === true) continue;
    await platforms.make({ ...wanted, key: "twin", name: `${kind}-3`, value: 3 }, place);
    lookup("by the name of two", false, { criteria: { [field]: `${kind}-3` } });
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

/** The list of a kind has all that the platform has, and one object is the one that was asked for. */
async function wrongWithoutFaults(
  platforms: Platforms,
  wanted: ReadonlyMap<Lookup, Ended>,
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const [{ title, kind, isList, sought }, { found, error }] of wanted) {
    const { id, criteria } = sought;
    const { field = "" } = kinds[kind].definition.name ?? {};
    const all = (await platforms.objects(new Set([kind]))).filter(
      (each) => (id ?? each.id) === each.id && (criteria[field] ?? each.name) === each.name,
    );
    const isFound = isList || all.length === 1;
    const ids = (objects: readonly { readonly id: string }[]): string =>
      objects
        .map((object) => object.id)
        .sort()
        .join();
    if (isFound ? found === undefined || ids(found) !== ids(all) : found !== undefined)
      problems.push(
        `without faults: ${title}: ${error instanceof Error ? error.message : found?.length} for ${all.length}`,
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
