import { randomUUID } from "node:crypto";
import { deepEquals, type PropertyMap } from "./property";
import type { ProviderHost } from "./provider-host";
import type { ResourceState } from "./resource-state";
import type { Urn } from "./urn";
import { unknownText } from "./wire";

/** The only provider that the sandbox runs. */
export const dynamicProviderType = "pulumi:providers:pulumi-nodejs";

/**
 * The providers of an operation by their reference, `<urn>::<id>`. A provider is itself a resource, whose inputs are the stack
 * config; a host is started when the first one is checked or loaded. Source: pulumi/pulumi, `pkg/resource/deploy/providers/registry.go`.
 */
export class ProviderRegistry {
  readonly #configured = new Map<string, ProviderHost>();
  readonly #all: ProviderHost[] = [];
  #unconfigured: Promise<ProviderHost> | undefined;

  constructor(private readonly start: () => Promise<ProviderHost>) {}

  /** Starts a host that is going to be needed, while others start too. */
  prepare(): void {
    if (this.#all.length > 0) return;
    this.#unconfigured ??= this.#startOne();
    // Whoever needs it is told that it failed.
    this.#unconfigured.catch(() => undefined);
  }

  /** @throws Error if the provider was neither registered nor loaded. */
  get(reference: string): ProviderHost {
    const host = this.#configured.get(reference);
    if (host === undefined) throw new Error(`unknown provider '${reference}'`);
    return host;
  }

  async check(urn: Urn, olds: PropertyMap, news: PropertyMap): Promise<void> {
    await (await this.#any()).checkConfig(urn, olds, news);
  }

  /** Whether a provider's configuration differs from the recorded one. */
  async diff(old: ResourceState, news: PropertyMap): Promise<boolean> {
    await (await this.#any()).diffConfig(old.urn, old.inputs, old.outputs, news);
    return !deepEquals(old.outputs, news);
  }

  /** Configures a new provider. @returns its id, which at preview is unknown. */
  async create(urn: Urn, inputs: PropertyMap, dryRun: boolean): Promise<string> {
    const id = dryRun ? unknownText : randomUUID();
    await this.#configure(urn, id, inputs);
    return id;
  }

  /** Configures a provider anew under the same reference. */
  async update({ urn, id }: ResourceState, inputs: PropertyMap): Promise<void> {
    await this.#configure(urn, id, inputs);
  }

  /** Makes sure that a provider of the state is there, configured as it was recorded. */
  async load(state: ResourceState): Promise<void> {
    if (state.type !== dynamicProviderType) {
      throw new Error(
        `${state.urn}: the sandbox runs dynamic resources only; ${state.type} needs the pulumi CLI`,
      );
    }
    if (this.#configured.has(`${state.urn}::${state.id}`)) return;
    await this.#configure(state.urn, state.id, state.inputs);
  }

  async stop(): Promise<void> {
    await this.#unconfigured?.catch(() => undefined);
    await Promise.all(this.#all.map((host) => host.stop()));
  }

  async #configure(urn: Urn, id: string, inputs: PropertyMap): Promise<void> {
    const unconfigured = this.#unconfigured ?? this.#startOne();
    this.#unconfigured = undefined;
    const host = await unconfigured;
    await host.configure(urn, id, inputs);
    this.#configured.set(`${urn}::${id}`, host);
  }

  /** A host for calls that need no configuration. */
  async #any(): Promise<ProviderHost> {
    const [configured] = this.#configured.values();
    if (configured !== undefined) return configured;
    return await (this.#unconfigured ??= this.#startOne());
  }

  async #startOne(): Promise<ProviderHost> {
    const host = await this.start();
    this.#all.push(host);
    return host;
  }
}
