import type { PropertyMap } from "./property";
import type { CustomTimeouts, ResourceState } from "./resource-state";
import type { Urn } from "./urn";

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
  readonly customTimeouts: CustomTimeouts;
  readonly retainOnDelete: boolean;
  /** Undefined leaves it to the provider. */
  readonly deleteBeforeReplace: boolean | undefined;
}

/** What a program asks of the engine. `done` answers it; while it is not called, the program waits. */
export type SourceEvent =
  | {
      readonly kind: "register";
      readonly goal: Goal;
      readonly done: (state: ResourceState) => void;
    }
  | {
      readonly kind: "read";
      readonly goal: Pick<
        Goal,
        "type" | "name" | "parent" | "provider" | "dependencies" | "inputs" | "additionalSecretOutputs"
      >;
      readonly id: string;
      readonly done: (state: ResourceState) => void;
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
