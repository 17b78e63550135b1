import type { PropertyMap } from "../values/property";
import type { Urn } from "../values/urn";

/** Times that an operation may take, in seconds. */
export interface CustomTimeouts {
  readonly create?: number;
  readonly update?: number;
  readonly delete?: number;
  readonly read?: number;
}

/**
 * What the engine knows of one resource. Steps fill it in as they run, so identity counts: the state of before a step
 * and that of after it are two objects. Source: pulumi/pulumi, `sdk/go/common/resource/resource_state.go`.
 */
export interface ResourceState {
  urn: Urn;
  type: string;
  /** Managed by a provider; false for components. */
  custom: boolean;
  /** To be deleted: its replacement exists already. */
  delete: boolean;
  /** Empty until created, and for components. */
  id: string;
  inputs: PropertyMap;
  outputs: PropertyMap;
  parent: Urn;
  protect: boolean;
  /** Only read, not managed. */
  external: boolean;
  dependencies: Urn[];
  /** Why it exists but is not ready. */
  initErrors: string[];
  /** `<urn>::<id>` of the provider. */
  provider: string;
  propertyDependencies: Record<string, Urn[]>;
  /** Deleted already, to be created again. */
  pendingReplacement: boolean;
  additionalSecretOutputs: string[];
  customTimeouts: CustomTimeouts;
  retainOnDelete: boolean;
  /** Goes when this one is deleted; empty if none. */
  deletedWith: Urn;
  /** Is replaced when one of these is. */
  replaceWith: Urn[];
  /** The id under which it was imported; empty if it was not. */
  importID: string;
  created: string | undefined;
  modified: string | undefined;
  ignoreChanges: string[];
  replaceOnChanges: string[];
  /** The URN under which this operation found it; never stored. */
  alias: Urn | undefined;
  /** Parts of a stored resource that this engine does not use, kept as they were. */
  rest: Readonly<Record<string, unknown>>;
}

/** A resource that has nothing but its name and type yet. */
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

/** The URN in a reference to a provider. */
export function providerUrn(reference: string): Urn {
  return reference.slice(0, reference.lastIndexOf("::"));
}

/** Who a resource names as needed for its being: dependencies, provider and what it goes with. Its parent is a matter of its own. */
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

/** All that a resource names, its parent included. */
export function dependenciesOf(resource: ResourceState): Urn[] {
  return [...namedDependencies(resource), ...(resource.parent === "" ? [] : [resource.parent])];
}
