import { expect } from "@jest/globals";
import { kinds } from "../../provider/src/kinds";
import { isFields, isEqual, type Fields } from "../../provider/src/values/fields";
import { formatPath } from "../../provider/src/values/tree";
import type { PlatformName, TestPlatform } from "../harness/platform";
import { startTestPlatform } from "../harness/platform";
import { verbsOfKind, type Verbs } from "../harness/verbs";
import { startRespellingProxy } from "../harness/respelling-proxy";
import { changesOf } from "./changes";
import { withStores, type Stored, type Stores } from "./stores";
import { coveringConfigs, isFederated, type CatalogType } from "./types";

/** A platform whose objects are changed behind the provider's back. */
export interface DriftWorld {
  readonly platform: TestPlatform;
  readonly stores: Stores;
  readonly settings: Readonly<Record<string, string>>;
  readonly respells: boolean;
  stop(): Promise<void>;
}

/**
 * Starts a platform with all features, and on Airweave the collection of the connections.
 *
 * @param respells Whether it spells in its own way what it is sent. Default: no.
 */
export async function startWorld(name: PlatformName, { respells = false } = {}): Promise<DriftWorld> {
  const { platform, stores } = await withStores(() => startTestPlatform(optionsOf(name), name));
  if (name === "airweave")
    await platform.ask("POST", "/collections", { name: "Documents", readable_id: "docs" });
  const { apiKey, env } = platform;
  const proxy = respells ? await startRespellingProxy(platform.url) : undefined;
  const { url } = proxy ?? platform;
  const settings = {
    unstructured: { "unstructured:apiUrl": url, "unstructured:apiKey": apiKey },
    aisquared: {
      "aisquared:apiUrl": url,
      "aisquared:email": env.AISQUARED_EMAIL ?? "",
      "aisquared:password": env.AISQUARED_PASSWORD ?? "",
    },
    airweave: { "airweave:apiUrl": url, "airweave:apiKey": apiKey },
  }[name];
  await readListsWhileEmpty(name, settings);
  return {
    platform,
    stores,
    respells,
    settings: settings as unknown as Readonly<Record<string, string>>,
    async stop() {
      await proxy?.stop();
      await platform.stop();
    },
  };
}

/**
 * Has the lists read that take the place of many reads in an operation. All verbs of a world are one operation to the provider, and must see
 * what is changed in between: an object that the list lacks is read by itself.
 */
async function readListsWhileEmpty(
  name: PlatformName,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const id = name === "aisquared" ? "1" : "00000000-0000-4000-8000-000000000000";
  for (const { kind, platform, isReadInBulk } of kinds) {
    if (platform.name !== name || isReadInBulk !== true) continue;
    const verbs = verbsOfKind(kind, settings);
    for (let reads = 0; reads < 5; reads++) await expect(verbs.read(id, {})).rejects.toThrow("get failed");
  }
}

function optionsOf(name: PlatformName): object {
  return name === "airweave" ? { featureFlags, worker: false } : {};
}

/** Those that catalog keys need. */
const featureFlags = ["sharepoint_2019_v2", "zephyr_scale"];

/** What a change of one field has shown: the field, and what went wrong; none if all is as it should be. */
export interface Result {
  readonly changes: number;
  readonly failures: readonly string[];
}

/** An object of a type, and how it is read and put right. */
export interface Subject {
  readonly kind: string;
  readonly label: string;
  readonly verbs: Verbs;
  readonly id: string;
  readonly inputs: Fields;
  readonly outs: Fields;
  readonly path: string;
  readonly store: { get(id: string): Stored | undefined; put(value: Stored): Promise<void> };
  /** What of the stored object an update puts back. Default: all of it but times. */
  readonly comparable?: (stored: Stored | undefined) => unknown;
}

/** A change of a field on the platform. */
export interface FieldChange {
  readonly what: string;
  /** Of the field in the arguments. */
  readonly path: readonly string[];
  /** The object afterwards, as the platform stores it. */
  readonly after: Stored;
  /** Whether it is no drift even where it is seen. Default: no. */
  readonly isQuiet?: boolean;
  /** Whether only another object puts it back. Default: no. */
  readonly isReplaced?: boolean;
}

/** The object as the platform shows it. With the session of the last request: another login would end that of the verbs. */
async function shownBy({ url, requests }: TestPlatform, path: string): Promise<unknown> {
  const { "content-length": _length, ...headers } = requests.at(-1)?.headers ?? {};
  const response = await fetch(url + path, { headers: headers as Record<string, string> });
  if (!response.ok) throw new Error(`GET ${path}: ${response.status}`);
  return response.json();
}

const timestamps = ["updated_at", "modified_at"];

/**
 * Changes an object on the platform, and checks that a refresh reports exactly that field, twice; that one request of the next update puts
 * it back; and that nothing is left to be done then. What the platform does not show cannot be reported: then nothing may be.
 */
export async function driftProblems(
  { platform }: DriftWorld,
  subject: Subject,
  { what, path, after, isQuiet = false, isReplaced = false }: FieldChange,
): Promise<string[]> {
  const { verbs, id, inputs, outs, store, comparable = withoutTimes } = subject;
  const before = store.get(id);
  if (before === undefined) throw new Error(`${subject.label} is not stored`);
  const shown = (): Promise<unknown> => shownBy(platform, subject.path);
  const shownBefore = await shown();
  await store.put(after);
  const isShown = !isEqual(withoutTimes(shownBefore), withoutTimes(await shown()));
  const expected = isShown && !isQuiet ? [formatPath(path)] : [];
  const problems: string[] = [];
  const check = (name: string, found: unknown, wanted: unknown): void => {
    if (!isEqual(found, wanted)) {
      problems.push(
        `${subject.label}: ${formatPath(path)}: ${what}: ${name}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`,
      );
    }
  };
  const first = await verbs.read(id, outs);
  check("found", differences(inputs, first.inputs), expected);
  const second = await verbs.read(id, first.props ?? {});
  check("found again", differences(inputs, second.inputs), expected);
  const { changes, replaces } = await verbs.diff(id, second.props ?? {}, inputs);
  check("up", [changes, replaces], [expected.length > 0, isReplaced ? path.slice(0, 1) : []]);
  if (changes && !isReplaced) {
    platform.takeWrites();
    const { outs: repaired } = await verbs.update(id, second.props ?? {}, inputs).catch((error: unknown) => {
      problems.push(`${subject.label}: ${formatPath(path)}: ${what}: update: ${String(error)}`);
      return { outs: outs };
    });
    check("writes", platform.takeWrites().length, 1);
    const kept = store.get(id);
    check("put back", comparable(kept), comparable(before));
    check("recorded", withoutTimes(repaired), withoutTimes(outs));
    const again = await verbs.read(id, repaired);
    check("quiet", differences(inputs, again.inputs), []);
    check("quiet up", (await verbs.diff(id, again.props ?? {}, inputs)).changes, false);
  }
  await store.put(before);
  return problems;
}

/** The paths at which two sets of inputs differ; below a secret object, a list or one that is there once only nothing. */
export function differences(left: unknown, right: unknown, path: readonly string[] = []): string[] {
  if (isEqual(left, right)) return [];
  if (!isFields(left) || !isFields(right)) return [formatPath(path)];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) =>
    differences(left[key], right[key], [...path, key]),
  );
}

export function withoutTimes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTimes);
  if (!isFields(value)) return value;
  const kept = Object.entries(value).filter(
    ([key]) => ![...timestamps, "updatedAt", "modifiedAt"].includes(key),
  );
  // A hash that was made anew has another salt.
  return Object.fromEntries(
    kept.map(([key, each]) => [
      key,
      key === "fingerprints" ? Object.keys(each as Fields).sort() : withoutTimes(each),
    ]),
  );
}

const collections: Readonly<Record<PlatformName, (store: string) => string>> = {
  unstructured: (store) => `/api/v1/${store}`,
  aisquared: (store) => `/api/v1/${store}`,
  airweave: () => "/source-connections",
};

/** Creates an object of a type. */
export async function subjectOf(
  { stores, settings }: DriftWorld,
  type: Pick<CatalogType, "kind" | "type" | "store" | "platform">,
  inputs: Fields,
  label = `${type.kind} ${type.type}`,
): Promise<Subject> {
  const verbs = verbsOfKind(type.kind, settings);
  const { id, outs } = await verbs.create(inputs);
  const store = stores.get(type.store);
  if (store === undefined) throw new Error(`no store ${type.store}`);
  const path = `${collections[type.platform](type.store)}/${id}`;
  return { kind: type.kind, label, verbs, id, inputs, outs, path, store };
}

/** Refreshes and diffs again and again, without a change: the state stays as it is, and nothing is written. */
export async function expectQuietRounds(
  { platform }: DriftWorld,
  subject: Subject,
  rounds = 10,
): Promise<void> {
  const { verbs, id, inputs, outs, label } = subject;
  platform.takeWrites();
  let recorded = outs;
  for (let round = 0; round < rounds; round++) {
    const { props = {}, inputs: found } = await verbs.read(id, recorded);
    expect([label, props]).toEqual([label, outs]);
    expect([label, found]).toEqual([label, inputs]);
    expect(await verbs.diff(id, props, inputs)).toMatchObject({ changes: false });
    recorded = props;
  }
  expect(platform.takeWrites()).toEqual([]);
}

let created = 0;

/**
 * Makes all changes of one field each to objects of a type whose programs together declare every key.
 *
 * @param most The most objects. Default: as many as it takes; one where the platform respells.
 */
export async function checkType(
  world: DriftWorld,
  type: CatalogType,
  most = world.respells ? 1 : Infinity,
): Promise<Result> {
  const failures: string[] = [];
  let changes = 0;
  const configs = coveringConfigs(type);
  for (const [index, config] of configs.slice(0, most).entries()) {
    const inputs = type.inputs(`object ${++created}`, config);
    const subject = await subjectOf(world, type, inputs, `${type.kind} ${type.type} #${index}`);
    const stored = subject.store.get(subject.id);
    const settings = stored?.[type.field];
    if (stored === undefined || !isFields(settings)) throw new Error(`${subject.label} has no configuration`);
    for (const { path, after, ...change } of changesOf(
      type.schema,
      config,
      settings,
      type.platform === "aisquared",
    )) {
      // Spelled by the platform, a number in quotes is another text.
      if (world.respells && change.isQuiet === true && change.what.startsWith("the same")) continue;
      const changed = { ...change, path: [type.field, ...path], after: { ...stored, [type.field]: after } };
      failures.push(...(await driftProblems(world, subject, changed)));
      changes++;
    }
    if (index === 0) {
      for (const change of changesOfArguments(type, stored)) {
        failures.push(...(await driftProblems(world, subject, change)));
        changes++;
      }
    }
  }
  return { changes, failures };
}

/** Changes of the arguments beside the configuration. */
function changesOfArguments({ platform, schema }: CatalogType, stored: Stored): FieldChange[] {
  const renamed = { what: "another name", path: ["name"], after: { ...stored, name: "renamed elsewhere" } };
  if (platform === "unstructured") return [renamed];
  const described = {
    what: "a description",
    path: ["description"],
    after: { ...stored, description: "by another" },
  };
  if (platform === "aisquared") return [renamed, described];
  // What the program does not declare of a schedule is the platform's.
  const scheduled = isFederated(schema)
    ? []
    : [
        {
          what: "another schedule",
          path: ["schedule"],
          after: { ...stored, sync: { ...(stored.sync as Fields), cron: "0 3 * * 1" } },
          isQuiet: true,
        },
      ];
  return [renamed, described, ...scheduled];
}
