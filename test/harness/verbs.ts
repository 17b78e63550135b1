import type { dynamic } from "@pulumi/pulumi";
import { provider } from "../../provider/src/lifecycle/provider";
import { destinationDefinition } from "../../provider/src/unstructured/destination";
import { sourceDefinition } from "../../provider/src/unstructured/source";

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

export function sourceVerbs(config: Config = {}): Verbs {
  return configured(provider(sourceDefinition), config);
}

export function destinationVerbs(config: Config = {}): Verbs {
  return configured(provider(destinationDefinition), config);
}

/** The stack config that leads to a platform. */
export function settingsFor({ url, apiKey }: { readonly url: string; readonly apiKey: string }): Config {
  return { "unstructured:apiUrl": url, "unstructured:apiKey": apiKey };
}

function configured(verbs: dynamic.ResourceProvider, config: Config): Verbs {
  void verbs.configure?.({
    config: { get: (key: string) => config[key], require: (key: string) => config[key] ?? "" },
  });
  return verbs as unknown as Verbs;
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
