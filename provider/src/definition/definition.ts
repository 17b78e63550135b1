import type { z } from "zod";
import type { ApiRequest } from "../http/connection";
import type { Platform } from "./platform";
import type { Fields } from "../values/fields";
import type { HandlingOptions } from "./state-keys";

/**
 * An object as the platform describes it, under the names that our inputs and outputs have.
 * A field that the answer lacks, or has in an unusable shape, or says nothing reliable about, is undefined.
 */
export type RemoteObject = Readonly<Record<string, unknown>> & { readonly id: string | undefined };

/** What a change of an argument makes necessary. */
export type Consequence = "nothing" | "update" | "replace";

/** An argument that a program may give. */
export interface Argument {
  readonly schema: (zod: typeof z) => z.ZodType;
  /**
   * What a change of it makes necessary. Default: an update. `nothing` is for what counts at creation only.
   * A function decides between two values, each of which may be undefined or, at preview, unknown.
   */
  readonly onChange?: Consequence | ((before: unknown, after: unknown) => Consequence);
  /** The platform's own value stays, whatever it is, where the program gives none. Default: to give none is a wish, too. */
  readonly unmanagedIfAbsent?: true;
  /** The ways to the secrets in it, steps joined by dots; `*` is any step. */
  readonly secrets?: readonly string[];
}

/** The argument that holds the vendor's own keys, and where the catalog describes them. */
export interface ConfigField {
  /** Name of the argument: `config`. */
  readonly field: string;
  /** The argument whose value is the connector type: `type`. */
  readonly typeField: string;
  /** Folder below `catalog/` with one JSON Schema a type: `platform/source`; undefined as long as it is not known. */
  readonly catalog: (inputs: Fields) => string | undefined;
  /** A declared key that an answer lacks is not set on the platform. Default: the answer says nothing about it. */
  readonly absentMeansUnset?: boolean;
}

/** One request of an update, with the changed arguments that it brings to the platform. */
export interface UpdateStep {
  readonly request: ApiRequest;
  readonly carries: readonly string[];
}

/** Pages of a list of objects. */
export interface Listing {
  /** Asks for a page, the first being 1. */
  readonly request: (page: number) => ApiRequest;
  /** The objects of a page; undefined if the body is no list. Never throws, whatever the body is. */
  readonly objects: (body: unknown) => readonly RemoteObject[] | undefined;
  /** Whether another page follows. Default: never, for the list comes whole. */
  readonly hasNext?: (body: unknown) => boolean;
  /** Its objects lack what the object itself shows. */
  readonly isThin?: true;
}

/** What the platform deletes together with an object, without asking. */
export interface Companion {
  /** How resources of that kind are called, whether this package has them yet or not: `platform.Kind`. */
  readonly kind: string;
  /** How messages name several: `models`. */
  readonly plural: string;
  readonly listing: Listing;
  /** Whether it would go with the object of that id. */
  readonly goesWith: (companion: RemoteObject, id: string) => boolean;
}

/**
 * All that makes one resource differ from another. The verbs in this folder are written once and read it.
 * A definition is loaded by programs too, so it must stay free of anything heavy: it imports types only, and gets zod handed in.
 */
export interface ResourceDefinition {
  /** How messages name the kind: `platform.Kind`. */
  readonly kind: string;
  /** How messages name one object: `source`. */
  readonly noun: string;
  readonly platform: Platform;
  /** The arguments that a program may give. Unknown ones are refused. */
  readonly arguments: Readonly<Record<string, Argument>>;
  readonly config?: ConfigField;
  /**
   * What is wrong with arguments that are each right by their schema: one line a problem, path first, without a value. Unknown
   * values pass. Where it needs more than programs may load, the host adds it.
   */
  readonly problems?: (inputs: Fields, options: HandlingOptions) => readonly string[];
  /** The argument that names the object on the platform: renamed in place unless the resource says `onRename: "replace"`. */
  readonly nameField: string;
  /** The platform refuses a second object of the same name, so a replacement that keeps the name deletes first. */
  readonly uniqueName?: true;
  /** The arguments that objects which could be taken for each other have in common, as far as the program gives them. */
  readonly identity: readonly string[];
  /** Values of the object that a program may read besides its id. All are present after every verb; null if the platform has none. */
  readonly outputs: readonly string[];
  /** Those of them that are secrets. */
  readonly secretOutputs?: readonly string[];
  readonly requests: {
    create(inputs: Fields): ApiRequest;
    read(id: string): ApiRequest;
    /** @param changed The arguments that differ from what the platform has. */
    update(id: string, inputs: Fields, changed: readonly string[]): readonly UpdateStep[];
    delete(id: string): ApiRequest;
  };
  /** Lists at least the objects that could be the one that `inputs` describe. */
  readonly listing: (inputs: Fields) => Listing;
  /** Reads one object from the body of an answer. Never throws, whatever the body is. */
  readonly fromAnswer: (body: unknown) => RemoteObject;
  /**
   * What the platform takes without keeping it: the arguments, and the reason with what to do, in one clause.
   * Undefined if it keeps what it takes, as the answer says. Until then its answers say nothing reliable about them.
   */
  readonly loses?: (
    answered: RemoteObject,
  ) => { readonly arguments: readonly string[]; readonly because: string } | undefined;
  readonly companions?: readonly Companion[];
}
