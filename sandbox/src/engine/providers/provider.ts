import type { PropertyMap } from "../values/property";
import type { ResourceState } from "../state/resource-state";
import type { Urn } from "../values/urn";

/** A reason to reject inputs. */
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

export interface CheckResult {
  readonly inputs: PropertyMap;
  readonly failures: readonly CheckFailure[];
}

export interface DiffResult {
  readonly changes: boolean;
  readonly replaceKeys: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/** A provider's own result. `changes` is undefined if the provider does not report it. */
export type ProviderDiff = Omit<DiffResult, "changes"> & { readonly changes: boolean | undefined };

export interface CreateResult {
  readonly id: string;
  readonly outputs: PropertyMap;
}

export interface ReadResult {
  /** Empty if the object does not exist. */
  readonly id: string;
  readonly outputs: PropertyMap;
  readonly inputs: PropertyMap | undefined;
}

/**
 * A provider, which manages the objects of resources. Every call may throw ProviderError; create and update also InitError.
 * Source: pulumi/pulumi, `pkg/resource/plugin/provider.go`.
 */
export interface Provider {
  /** Resolves if the provider does not implement it. */
  checkConfig(urn: Urn, olds: PropertyMap, news: PropertyMap): Promise<void>;
  /** Resolves if the provider does not implement it. */
  diffConfig(urn: Urn, oldInputs: PropertyMap, oldOutputs: PropertyMap, news: PropertyMap): Promise<void>;
  configure(urn: Urn, id: string, inputs: PropertyMap): Promise<void>;
  check(urn: Urn, olds: PropertyMap, news: PropertyMap, randomSeed: Uint8Array): Promise<CheckResult>;
  diff(
    urn: Urn,
    id: string,
    oldInputs: PropertyMap,
    oldOutputs: PropertyMap,
    news: PropertyMap,
    ignoreChanges: readonly string[],
  ): Promise<ProviderDiff>;
  create(urn: Urn, inputs: PropertyMap): Promise<CreateResult>;
  /** @returns the new outputs. */
  update(
    urn: Urn,
    old: ResourceState,
    inputs: PropertyMap,
    ignoreChanges: readonly string[],
  ): Promise<PropertyMap>;
  read(urn: Urn, id: string, inputs: PropertyMap, outputs: PropertyMap): Promise<ReadResult>;
  delete(old: ResourceState): Promise<void>;
  /** Nothing is called afterwards. */
  stop(): Promise<void>;
}

/** Thrown by create and update if the object exists, but its initialization failed. */
export class InitError extends Error {
  override readonly name = "InitError";
  constructor(
    message: string,
    readonly id: string,
    readonly outputs: PropertyMap,
    readonly reasons: readonly string[],
  ) {
    super(message);
  }
}

/** An error of a provider, with its own message. */
export class ProviderError extends Error {
  override readonly name = "ProviderError";
}

/** Thrown if a provider ended during a call. Whether the call took effect is unknown. */
export class ProviderGoneError extends ProviderError {}
