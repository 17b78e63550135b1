import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { ResourceDefinition } from "../../provider/src/definition/definition";
import { errorCodes } from "../../provider/src/errors/codes";
import { identityIn } from "../../provider/src/lifecycle/identity";
import { isManaged } from "../../provider/src/lifecycle/outputs";
import { unpacked } from "../../provider/src/lifecycle/packed-records";
import { provider } from "../../provider/src/lifecycle/provider";
import { kinds } from "../../provider/src/kinds";
import { isFields } from "../../provider/src/values/fields";
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
  /** @returns `inputs` as the state has them afterwards: an engine keeps those that it has if a read returns none. */
  read(id: string, props: Fields): Promise<{ id?: string; props?: Fields; inputs?: Fields }>;
  update(id: string, olds: Fields, news: Fields): Promise<{ outs: Fields }>;
  delete(id: string, props: Fields): Promise<void>;
}

/** The clock of all verbs here; retries do not wait for real. */
export const clock = new SkippingClock();

export const sourceVerbs = (config?: Config): Verbs => verbsOfKind("unstructured.Source", config);
export const destinationVerbs = (config?: Config): Verbs => verbsOfKind("unstructured.Destination", config);
export const workflowVerbs = (config?: Config): Verbs => verbsOfKind("unstructured.Workflow", config);
export const connectorVerbs = (config?: Config): Verbs => verbsOfKind("aisquared.Connector", config);
export const collectionVerbs = (config?: Config): Verbs => verbsOfKind("airweave.Collection", config);
export const sourceConnectionVerbs = (config?: Config): Verbs =>
  verbsOfKind("airweave.SourceConnection", config);

/**
 * The verbs of a kind of resource, by its name in messages.
 *
 * @param config The stack config: the platform's address and key.
 */
export function verbsOfKind(kind: string, config: Config = {}): Verbs {
  const definition = kinds.find((each) => each.kind === kind);
  if (definition === undefined) throw new Error(`no definition of ${kind}`);
  return verbsOf(definition, config);
}

/** The stack config for a platform. */
export function settingsFor({ url, apiKey }: { readonly url: string; readonly apiKey: string }): Config {
  return { "unstructured:apiUrl": url, "unstructured:apiKey": apiKey };
}

/** The verbs without the provider host: results and errors contain secret markers. */
export function markingVerbs(definition: ResourceDefinition, config: Config): Verbs {
  const verbs = provider(definition, clock, (line) => said.push(line));
  void verbs.configure?.({
    config: { get: (key: string) => config[key], require: (key: string) => config[key] ?? "" },
  });
  return verbs as unknown as Verbs;
}

/** What the outputs of an object that a response has shown say of the settings. */
export const seen: Fields = {
  __identity: {
    asymmetricMatch: (kept: unknown) => identityIn({ __identity: kept })?.key !== undefined,
    toString: () => "an identity with a fingerprint of the key",
  },
};

/** The lines that verbs have shown to the user. */
export const said: string[] = [];

/** The verbs of a definition, with arguments, results and errors passed through the engine's protocol. */
export function verbsOf(definition: ResourceDefinition, config: Config = {}): Verbs {
  const called = markingVerbs(definition, config);
  return {
    check: async (olds, news) => {
      const { inputs, failures } = await called.check(sent(olds), sent(news));
      return {
        inputs: received(inputs) as Fields,
        failures: failures.map(({ property, reason }) => ({ property, ...withoutCode(reason, "reason") })),
      };
    },
    diff: (id, olds, news) => throughHost(called.diff(id, sent(olds), sent(news))),
    create: (inputs) => throughHost(called.create(sent(inputs))),
    read: async (id, props) => {
      const result = await throughHost(called.read(id, sent(props)));
      return result.props === undefined || result.inputs !== undefined || !isManaged(definition, props)
        ? result
        : { ...result, inputs: inputsBehind(definition, sent(props)) };
    },
    update: (id, olds, news) => throughHost(called.update(id, sent(olds), sent(news))),
    delete: (id, props) => called.delete(id, sent(props)).catch(receivedError),
  };
}

/** Checks a resource that the state has, and compares it, as an engine does when a program registers it: a refresh does not check. */
export async function registered(
  verbs: Verbs,
  id: string,
  outputs: Fields,
  news: Fields,
): ReturnType<Verbs["diff"]> {
  const { inputs, failures } = await verbs.check(outputs, news);
  if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
  return verbs.diff(id, outputs, inputs);
}

/** The inputs of which a create or an update made the outputs. */
function inputsBehind({ arguments: names }: ResourceDefinition, outputs: Fields): Fields {
  const { defaults = [] } = (outputs.__response ?? {}) as { readonly defaults?: readonly string[] };
  const kept = [...Object.keys(names), "__options", "optionsForPolicies"].filter(
    (name) => (outputs[name] ?? undefined) !== undefined && !defaults.includes(name),
  );
  return Object.fromEntries(kept.map((name) => [name, outputs[name]]));
}

/** The fields as the host receives them. The SDK omits undefined values. */
function sent(fields: Fields): Fields {
  const given: unknown = JSON.parse(JSON.stringify(fields));
  const struct = Struct.fromJavaScript(given as Parameters<typeof Struct.fromJavaScript>[0]);
  return struct.toJavaScript();
}

/**
 * What the engine receives when a verb returns or throws, without secret markers. Like the host, it fails on
 * anything but plain JSON, including undefined values.
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
    return receivedError(error);
  }
}

/** Throws an error as the engine receives it, with the code split off from the message. */
function receivedError(error: unknown): never {
  const { message, properties } = error as Error & Fields;
  const { text, code } = withoutCode(message, "text");
  throw Object.assign(error as Error, {
    message: text,
    code,
    ...(properties === undefined ? {} : { properties: received(properties), reasons: [text] }),
  });
}

/** Splits a message and its code. Throws if it does not end with a known code. */
function withoutCode<Key extends string>(message: string, key: Key): Record<Key | "code", string> {
  const [, text = "", code = ""] = /^(.*) \[(PC_\w+)\]$/s.exec(message) ?? [];
  if (!(errorCodes as readonly string[]).includes(code)) throw new Error(`no code at the end of: ${message}`);
  return { [key]: text, code } as Record<Key | "code", string>;
}

/** What the engine gets, with what this package keeps for itself in place of the text in which it is. */
function received(properties: unknown): unknown {
  const struct = Struct.fromJavaScript(properties as Parameters<typeof Struct.fromJavaScript>[0]);
  const fields = withoutSecretMarks(struct.toJavaScript());
  return isFields(fields) ? unpacked(fields) : fields;
}

/** Marks a secret in the engine's protocol. */
export const secretMark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

function withoutSecretMarks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecretMarks);
  if (typeof value !== "object" || value === null) return value;
  const [signature] = Object.keys(secretMark);
  if (signature !== undefined && signature in value) return withoutSecretMarks((value as Fields).value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSecretMarks(item)]));
}

/** The error of a rejected promise. Throws if it was fulfilled. */
export async function rejection(promise: Promise<unknown>): Promise<Error & Fields> {
  const failed = await promise.then(
    () => undefined,
    (error: unknown) => error as Error & Fields,
  );
  if (failed === undefined) throw new Error("expected a rejection");
  return failed;
}
