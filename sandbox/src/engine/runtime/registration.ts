import type { PropertyMap } from "../values/property";
import type { CustomTimeouts, ResourceState } from "../state/resource-state";
import type { Urn } from "../values/urn";

/** A former identity of a resource: a URN, or the parts that were different. */
export type Alias =
  | Urn
  | {
      /** Here and below, empty means the current value. */
      readonly name: string;
      readonly type: string;
      readonly stack: string;
      readonly project: string;
      readonly parent: Urn;
      /** Whether it had no parent. */
      readonly noParent: boolean;
    };

/** The desired state of a resource. Source: pulumi/pulumi, `sdk/go/common/resource/resource_goal.go`. */
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
  /** The resource whose deletion deletes this one, too; empty for none. */
  readonly deletedWith: Urn;
  /** The resources whose replacement replaces this one, too. */
  readonly replaceWith: readonly Urn[];
  /** Undefined: the provider decides. */
  readonly deleteBeforeReplace: boolean | undefined;
  /** The id of an existing object to import; empty for none. */
  readonly importId: string;
}

/** A goal without options. */
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

/** The result of a registration. */
export interface Registered {
  readonly state: ResourceState;
  /** Whether the resource was skipped, so that its outputs are unknown. */
  readonly unknown?: boolean;
}

/** A program's request to the engine. The program waits until `done` is called. */
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
