import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { collectionDefinition } from "../../provider/src/platforms/airweave/collection";
import { sourceConnectionOfHost } from "../../provider/src/platforms/airweave/source-connection-problems";
import { connectorDefinition } from "../../provider/src/platforms/aisquared/connector";
import type { ResourceDefinition } from "../../provider/src/definition/definition";
import { provider } from "../../provider/src/lifecycle/provider";
import { destinationDefinition } from "../../provider/src/platforms/unstructured/destination";
import { sourceDefinition } from "../../provider/src/platforms/unstructured/source";
import { SkippingClock } from "./skipping-clock";

type Config = Readonly<Record<string, string>>;
export type Fields = Record<string, unknown>;

/** The verbs of a resource as the provider host calls them, configured with a stack config. */
export interface Verbs {
  check(
    olds: Fields,
    news: Fields,
  ): Promise<{ inputs: Fields; failures: { property: string; reason: string }[] }>;
  diff(
    id: string,
    olds: Fields,
    news: Fields,
  ): Promise<{ changes: boolean; replaces: string[]; deleteBeforeReplace: boolean }>;
  create(inputs: Fields): Promise<{ id: string; outs: Fields }>;
  read(id: string, props: Fields): Promise<{ id?: string; props?: Fields; inputs?: Fields }>;
  update(id: string, olds: Fields, news: Fields): Promise<{ outs: Fields }>;
  delete(id: string, props: Fields): Promise<void>;
}

/** The clock of all verbs here, on which nobody waits for the next attempt. */
export const clock = new SkippingClock();

export function sourceVerbs(config: Config = {}): Verbs {
  return configured(sourceDefinition, config);
}

export function destinationVerbs(config: Config = {}): Verbs {
  return configured(destinationDefinition, config);
}

/** @param config Of the stack: the platform's address and key. */
export function connectorVerbs(config: Config = {}): Verbs {
  return configured(connectorDefinition, config);
}

export function collectionVerbs(config: Config = {}): Verbs {
  return configured(collectionDefinition, config);
}

export function sourceConnectionVerbs(config: Config = {}): Verbs {
  return configured(sourceConnectionOfHost, config);
}

const verbsByKind: Readonly<Record<string, (config?: Config) => Verbs>> = {
  "unstructured.Source": sourceVerbs,
  "unstructured.Destination": destinationVerbs,
  "aisquared.Connector": connectorVerbs,
  "airweave.Collection": collectionVerbs,
  "airweave.SourceConnection": sourceConnectionVerbs,
};

/** The verbs of a resource by its kind, as messages name it. */
export function verbsOfKind(kind: string, config: Config = {}): Verbs {
  const make = verbsByKind[kind];
  if (make === undefined) throw new Error(`no verbs for ${kind}`);
  return make(config);
}

/** The stack config that leads to a platform. */
export function settingsFor({ url, apiKey }: { readonly url: string; readonly apiKey: string }): Config {
  return { "unstructured:apiUrl": url, "unstructured:apiKey": apiKey };
}

/** The verbs without the host between: what they return and throw has the marks of secrets. */
export function markingVerbs(definition: ResourceDefinition, config: Config): Verbs {
  const verbs = provider(definition, clock);
  void verbs.configure?.({
    config: { get: (key: string) => config[key], require: (key: string) => config[key] ?? "" },
  });
  return verbs as unknown as Verbs;
}

function configured(definition: ResourceDefinition, config: Config): Verbs {
  const called = markingVerbs(definition, config);
  return {
    ...called,
    create: (inputs) => throughHost(called.create(inputs)),
    read: (id, props) => throughHost(called.read(id, props)),
    update: (id, olds, news) => throughHost(called.update(id, olds, news)),
  };
}

/**
 * What the engine gets of what a verb returns or throws, properties without the marks of secrets. Like the host
 * it fails on anything that is no plain JSON, an undefined value above all.
 */
async function throughHost<Result extends object>(verb: Promise<Result>): Promise<Result> {
  try {
    const result = await verb;
    const fields = ["outs", "props", "inputs"].filter((key) => key in result);
    return {
      ...result,
      ...Object.fromEntries(fields.map((key) => [key, received((result as Fields)[key])])),
    };
  } catch (error) {
    const { properties } = error as Fields;
    throw properties === undefined
      ? error
      : Object.assign(error as Error, { properties: received(properties) });
  }
}

function received(properties: unknown): unknown {
  const struct = Struct.fromJavaScript(properties as Parameters<typeof Struct.fromJavaScript>[0]);
  return withoutSecretMarks(struct.toJavaScript());
}

/** The mark of a secret on the wire. */
export const secretMark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

function withoutSecretMarks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecretMarks);
  if (typeof value !== "object" || value === null) return value;
  const [signature] = Object.keys(secretMark);
  if (signature !== undefined && signature in value) return withoutSecretMarks((value as Fields).value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSecretMarks(item)]));
}

/** What something rejected with. Fails if it did not. */
export async function rejection(promise: Promise<unknown>): Promise<Error & Fields> {
  const failed = await promise.then(
    () => undefined,
    (error: unknown) => error as Error & Fields,
  );
  if (failed === undefined) throw new Error("expected a rejection");
  return failed;
}
