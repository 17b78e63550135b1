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
  /** What should not be so, with its seed; none if all is well. */
  readonly problems: readonly string[];
}

/** AI Squared lists 20 a page. */
const objectsPerKind = 23;
/** Nobody makes a new object here, so that none is hidden. */
const faults = faultKinds.filter((kind) => kind !== "hidden");
/** Tells the accounts of seeds apart, as processes are. */
let accounts = 0;

/** Looks up, at platforms with the faults of some seeds, what without faults is found or not. */
export async function runLookups(seeds: readonly string[]): Promise<LookupResult> {
  const platforms = await Platforms.start(skippingTime);
  const { random } = Math;
  const counted = { succeeded: 0, failed: 0, struck: 0 };
  const problems: string[] = [];
  try {
    const lookups = await fill(platforms);
    const wanted = new Map<Lookup, Ended>();
    for (const lookup of lookups) wanted.set(lookup, await run(platforms, lookup, 300));
    problems.push(...(await wrongWithoutFaults(platforms, wanted)));
    for (const seed of seeds) {
      const dice = new Dice(seed);
      Math.random = new Dice(`waits of ${seed}`).fraction;
      const lookup = dice.oneOf(lookups);
      const well = lookup && wanted.get(lookup);
      if (lookup === undefined || well === undefined) continue;
      await skippingTime.pass(60_000);
      platforms.fallIll(seed, dice.from(20, 60), faults);
      const ill = await run(platforms, lookup, dice.oneOf([300, 60, 20] as const));
      counted.struck += platforms.log.filter(({ fault }) => fault !== undefined).length;
      counted[ill.found === undefined ? "failed" : "succeeded"]++;
      const most = well.requests + requestsAfterFaults(platforms.log, objectsPerKind);
      problems.push(
        ...wrong(platforms, well, ill, most).map((problem) => `${seed}: ${lookup.title}: ${problem}`),
      );
      await platforms.recover();
    }
  } finally {
    Math.random = random;
    await platforms.stop();
  }
  return { ...counted, problems };
}

/** Makes objects, two of them of one name where the platform lets them be, and says what may be looked up. */
async function fill(platforms: Platforms): Promise<readonly Lookup[]> {
  const lookups: Lookup[] = [];
  for (const kind of packagedKinds) {
    const { parent, isUnique, definition } = kinds[kind];
    const field = definition.name?.field ?? "name";
    const lookup = (title: string, isList: boolean, what: { id?: string; criteria?: Fields }): void => {
      const { criteria = {}, ...rest } = what;
      const sought = { ...rest, criteria: criteria as Sought["criteria"], otherType: false };
      lookups.push({ title: `${kind} ${title}`, kind, isList, sought });
    };
    lookup("list", true, {});
    lookup("by a name that there is not", false, { criteria: { [field]: "nobody" } });
    if (parent !== undefined) continue;
    const wanted = { kind, variant: "a", isExplicit: false } as const;
    let id = "";
    for (let value = 0; value < objectsPerKind; value++)
      id = await platforms.make({ ...wanted, key: `${kind}-${value}`, name: `${kind}-${value}`, value });
    lookup("by id", false, { id });
    lookup("by name", false, { criteria: { [field]: `${kind}-7` } });
    lookup("list by name", true, { criteria: { [field]: `${kind}-22` } });
    if (isUnique?.({ ...wanted, name: "", value: 0 }) === true) continue;
    await platforms.make({ ...wanted, key: "twin", name: `${kind}-3`, value: 3 });
    lookup("by the name of two", false, { criteria: { [field]: `${kind}-3` } });
  }
  return lookups;
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
