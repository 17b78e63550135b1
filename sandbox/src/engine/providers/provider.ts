import type { PropertyMap } from "../values/property";
import type { ResourceState } from "../state/resource-state";
import type { Urn } from "../values/urn";

/** Why inputs are no good. */
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

/** A provider's own answer, which may leave open whether anything changes. */
export type ProviderDiff = Omit<DiffResult, "changes"> & { readonly changes: boolean | undefined };

export interface CreateResult {
  readonly id: string;
  readonly outputs: PropertyMap;
}

export interface ReadResult {
  /** Empty if the object is gone. */
  readonly id: string;
  readonly outputs: PropertyMap;
  /** Undefined if the provider returned none. */
  readonly inputs: PropertyMap | undefined;
}

/**
 * What manages the objects behind resources. Source: pulumi/pulumi, `pkg/resource/plugin/provider.go`.
 * Every call may throw ProviderError, create and update InitError too.
 */
export interface Provider {
  /** What it does not implement passes as it is. */
  checkConfig(urn: Urn, olds: PropertyMap, news: PropertyMap): Promise<void>;
  /** What it does not implement is an update if anything has changed. */
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
  /** Ends it. Nothing is called afterwards. */
  stop(): Promise<void>;
}

/** Thrown by create and update: the object exists, but is not what was asked for. */
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

/** Thrown when a provider refuses a call, with its own words. */
export class ProviderError extends Error {
  override readonly name = "ProviderError";
}

/** Thrown when a provider has ended in the middle of a call: nobody knows what was done. */
export class ProviderGoneError extends ProviderError {}
