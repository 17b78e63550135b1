import type { PropertyMap } from "../values/property";
import type { CustomTimeouts, ResourceState } from "../state/resource-state";
import type { Urn } from "../values/urn";

/** Another identity that a resource may have had: a URN, or what of it was different. */
export type Alias =
  | Urn
  | {
      /** Empty, here and below: as it is now. */
      readonly name: string;
      readonly type: string;
      readonly stack: string;
      readonly project: string;
      readonly parent: Urn;
      /** It was a child of the stack. */
      readonly noParent: boolean;
    };

/** What the program wants a resource to be. Source: pulumi/pulumi, `sdk/go/common/resource/resource_goal.go`. */
export interface Goal {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly inputs: PropertyMap;
  readonly parent: Urn;
  /** `<urn>::<id>` of the provider; empty for components and providers. */
  readonly provider: string;
  readonly dependencies: readonly Urn[];
  readonly propertyDependencies: Readonly<Record<string, readonly Urn[]>>;
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  readonly aliases: readonly Alias[];
  readonly customTimeouts: CustomTimeouts;
  readonly retainOnDelete: boolean;
  /** The resource whose deletion takes this one along; empty if none. */
  readonly deletedWith: Urn;
  /** The resources with which this one is replaced. */
  readonly replaceWith: readonly Urn[];
  /** Undefined leaves it to the provider. */
  readonly deleteBeforeReplace: boolean | undefined;
  /** The id of an object that exists and is to be managed from now on; empty if none. */
  readonly importId: string;
}

/** A goal that asks for nothing but a resource. */
export const plainGoal: Omit<Goal, "type" | "name" | "custom" | "inputs"> = {
  parent: "",
  provider: "",
  dependencies: [],
  propertyDependencies: {},
  protect: false,
  ignoreChanges: [],
  replaceOnChanges: [],
  additionalSecretOutputs: [],
  customTimeouts: {},
  aliases: [],
  retainOnDelete: false,
  deletedWith: "",
  replaceWith: [],
  deleteBeforeReplace: undefined,
  importId: "",
};

/** What a resource became. */
export interface Registered {
  readonly state: ResourceState;
  /** It was left out of this operation, so its outputs are not known. */
  readonly unknown?: boolean;
}

/** What a program asks of the engine. `done` answers it; while it is not called, the program waits. */
export type SourceEvent =
  | {
      readonly kind: "register";
      readonly goal: Goal;
      readonly done: (registered: Registered) => void;
    }
  | {
      readonly kind: "read";
      readonly goal: Pick<
        Goal,
        "type" | "name" | "parent" | "provider" | "dependencies" | "inputs" | "additionalSecretOutputs"
      >;
      readonly id: string;
      readonly done: (registered: Registered) => void;
    }
  | {
      readonly kind: "outputs";
      readonly urn: Urn;
      readonly outputs: PropertyMap;
      readonly done: () => void;
    };

export type RegisterEvent = Extract<SourceEvent, { kind: "register" }>;
export type ReadEvent = Extract<SourceEvent, { kind: "read" }>;
export type OutputsEvent = Extract<SourceEvent, { kind: "outputs" }>;
