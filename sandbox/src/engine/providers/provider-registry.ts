import { randomUUID } from "node:crypto";
import { deepEquals, type PropertyMap } from "../values/property";
import type { Provider } from "./provider";
import type { ResourceState } from "../state/resource-state";
import { unknownText } from "../values/wire";

/** The type of the provider of all dynamic resources. Its inputs are the stack config. */
export const dynamicProviderType = "pulumi:providers:pulumi-nodejs";
/** The type of the provider of the engine's own resources. */
export const builtinProviderType = "pulumi:providers:pulumi";

/** By provider type. */
export type ProviderStarters = Readonly<Record<string, () => Promise<Provider>>>;

/**
 * The providers of an operation, by their reference: `<urn>::<id>`. A provider is itself a resource. One is started when the first of its
 * type is checked or loaded. Source: pulumi/pulumi, `pkg/resource/deploy/providers/registry.go`.
 */
export class ProviderRegistry {
  readonly #configured = new Map<string, Provider>();
  /** The last one configured of each type. */
  readonly #byType = new Map<string, Provider>();
  readonly #all: Provider[] = [];
  /** Started providers that are not configured yet, by type. */
  readonly #unconfigured = new Map<string, Promise<Provider>>();

  constructor(private readonly starters: ProviderStarters) {}

  /** Starts a provider early, while other processes start. */
  prepare(type: string): void {
    if (this.#byType.has(type)) return;
    // An error is reported when the provider is used.
    this.#startedOne(type).catch(() => undefined);
  }

  /** @throws Error if the provider was neither registered nor loaded. */
  get(reference: string): Provider {
    const provider = this.#configured.get(reference);
    if (provider === undefined) throw new Error(`unknown provider '${reference}'`);
    return provider;
  }

  async check({ urn, type }: ResourceState, olds: PropertyMap, news: PropertyMap): Promise<void> {
    await (await this.#any(type)).checkConfig(urn, olds, news);
  }

  /** Whether a provider's configuration has changed. */
  async diff(old: ResourceState, { urn, type, inputs }: ResourceState): Promise<boolean> {
    await (await this.#any(type)).diffConfig(urn, old.inputs, old.outputs, inputs);
    return !deepEquals(old.outputs, inputs);
  }

  /** Configures a new provider. @returns its id, which is unknown in a preview. */
  async create(state: ResourceState, dryRun: boolean): Promise<string> {
    const id = dryRun ? unknownText : randomUUID();
    await this.#configure({ ...state, id });
    return id;
  }

  /** Configures a new provider process under the same reference. */
  async update(state: ResourceState): Promise<void> {
    await this.#configure(state);
  }

  /** Starts a provider of the state and configures it as recorded, unless that has been done. */
  async load(state: ResourceState): Promise<void> {
    if (!this.#configured.has(`${state.urn}::${state.id}`)) await this.#configure(state);
  }

  async stop(): Promise<void> {
    await Promise.allSettled(this.#unconfigured.values());
    await Promise.all(this.#all.map((provider) => provider.stop()));
  }

  async #configure({ urn, type, id, inputs }: ResourceState): Promise<void> {
    const unconfigured = this.#startedOne(type);
    this.#unconfigured.delete(type);
    const provider = await unconfigured;
    await provider.configure(urn, id, inputs);
    this.#configured.set(`${urn}::${id}`, provider);
    this.#byType.set(type, provider);
  }

  /** A provider of a type, for calls that need no configuration. */
  async #any(type: string): Promise<Provider> {
    return this.#byType.get(type) ?? (await this.#startedOne(type));
  }

  #startedOne(type: string): Promise<Provider> {
    const started = this.#unconfigured.get(type) ?? this.#startOne(type);
    this.#unconfigured.set(type, started);
    return started;
  }

  async #startOne(type: string): Promise<Provider> {
    const start = this.starters[type];
    if (start === undefined) {
      throw new Error(
        `the sandbox supports dynamic resources only; a provider of type ${type} needs the pulumi CLI`,
      );
    }
    const provider = await start();
    this.#all.push(provider);
    return provider;
  }
}

/** The provider type for a resource type. */
export function defaultProviderType(type: string): string {
  return `pulumi:providers:${type.split(":")[0] ?? ""}`;
}

/** Whether the sandbox has a provider for a resource type. */
export function isSupported(type: string): boolean {
  return [dynamicProviderType, builtinProviderType].includes(defaultProviderType(type));
}
