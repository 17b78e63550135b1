import type { PropertyMap } from "../values/property";
import type { Urn } from "../values/urn";

/** Timeouts in seconds. */
export interface CustomTimeouts {
  readonly create?: number;
  readonly update?: number;
  readonly delete?: number;
  readonly read?: number;
}

/**
 * The state of one resource. Steps fill it in as they run, so identity matters: the states before and after a step are two objects.
 * Source: pulumi/pulumi, `sdk/go/common/resource/resource_state.go`.
 */
export interface ResourceState {
  urn: Urn;
  type: string;
  /** Whether a provider manages it; false for components. */
  custom: boolean;
  /** Pending deletion, because its replacement exists. */
  delete: boolean;
  /** Empty until it is created, and for components. */
  id: string;
  inputs: PropertyMap;
  outputs: PropertyMap;
  parent: Urn;
  protect: boolean;
  /** Read, but not managed. */
  external: boolean;
  dependencies: Urn[];
  /** The reasons why it exists but was not initialized. */
  initErrors: string[];
  /** `<urn>::<id>` of the provider. */
  provider: string;
  propertyDependencies: Record<string, Urn[]>;
  /** Deleted, and to be created again. */
  pendingReplacement: boolean;
  additionalSecretOutputs: string[];
  customTimeouts: CustomTimeouts;
  retainOnDelete: boolean;
  /** The resource whose deletion deletes this one, too; empty for none. */
  deletedWith: Urn;
  /** The resources whose replacement replaces this one, too. */
  replaceWith: Urn[];
  /** The id that it was imported by; empty if it was not imported. */
  importID: string;
  created: string | undefined;
  modified: string | undefined;
  ignoreChanges: string[];
  replaceOnChanges: string[];
  /** Its URN before this operation, if that was another one. Not stored. */
  alias: Urn | undefined;
  /** Keys of the stored resource that this engine does not use. */
  rest: Readonly<Record<string, unknown>>;
}

/** A resource with default values for all parts that are not given. */
export function newResourceState(
  identity: Pick<ResourceState, "urn" | "type" | "custom">,
  parts: Partial<ResourceState> = {},
): ResourceState {
  return {
    delete: false,
    id: "",
    inputs: {},
    outputs: {},
    parent: "",
    protect: false,
    external: false,
    dependencies: [],
    initErrors: [],
    provider: "",
    propertyDependencies: {},
    pendingReplacement: false,
    additionalSecretOutputs: [],
    customTimeouts: {},
    retainOnDelete: false,
    deletedWith: "",
    replaceWith: [],
    importID: "",
    created: undefined,
    modified: undefined,
    ignoreChanges: [],
    replaceOnChanges: [],
    alias: undefined,
    rest: {},
    ...identity,
    ...parts,
  };
}

/** The URN in a provider reference, `<urn>::<id>`. */
export function providerUrn(reference: string): Urn {
  return reference.slice(0, reference.lastIndexOf("::"));
}

/** The URNs of everything that a resource depends on, except its parent. */
export function namedDependencies(resource: ResourceState): Urn[] {
  const { provider, dependencies, propertyDependencies, deletedWith, replaceWith } = resource;
  const named = [
    ...dependencies,
    ...Object.values(propertyDependencies).flat(),
    ...(provider === "" ? [] : [providerUrn(provider)]),
    ...(deletedWith === "" ? [] : [deletedWith]),
    ...replaceWith,
  ];
  return [...new Set(named)];
}

/** The URNs of everything that a resource depends on, including its parent. */
export function dependenciesOf(resource: ResourceState): Urn[] {
  return [...namedDependencies(resource), ...(resource.parent === "" ? [] : [resource.parent])];
}
