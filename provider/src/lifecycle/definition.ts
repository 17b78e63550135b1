import type { z } from "zod";
import type { ApiRequest } from "../http/client";
import type { Platform } from "../platform";
import type { Fields } from "../values/fields";

/**
 * An object as the platform describes it, under the names that our inputs and outputs have.
 * A field that the answer lacks, or has in an unusable shape, is undefined.
 */
export type RemoteObject = Readonly<Record<string, unknown>> & { readonly id: string | undefined };

/** The argument that holds the vendor's own keys, and where the catalog describes them. */
export interface ConfigField {
  /** Name of the argument: `config`. */
  readonly field: string;
  /** The argument whose value is the connector type: `type`. */
  readonly typeField: string;
  /** Folder below `catalog/` with one JSON Schema a type: `unstructured/source`. */
  readonly catalog: string;
}

/**
 * All that makes one resource differ from another. The verbs in this folder are written once and read it.
 * A definition is loaded by programs too, so it must stay free of anything heavy: it imports types only, and gets zod handed in.
 */
export interface ResourceDefinition {
  /** How messages name the kind: `unstructured.Source`. */
  readonly kind: string;
  /** How messages name one object: `source`. */
  readonly noun: string;
  readonly platform: Platform;
  /** The arguments that a program may give. Unknown ones are refused. */
  readonly inputs: (zod: typeof z) => z.ZodObject;
  readonly config: ConfigField;
  /** Arguments whose change makes a new object. */
  readonly replaceOn: readonly string[];
  /** The argument that names the object on the platform: renamed in place unless the resource says `onRename: "replace"`. */
  readonly nameField: string;
  /** Values of the object that a program may read besides its id. All are present after every verb; null if the platform has none. */
  readonly outputs: readonly string[];
  readonly requests: {
    create(inputs: Fields): ApiRequest;
    read(id: string): ApiRequest;
    update(id: string, inputs: Fields): ApiRequest;
    delete(id: string): ApiRequest;
    /** Lists at least the objects that could be the one that `inputs` describe. */
    list(inputs: Fields): ApiRequest;
  };
  /** Reads one object from the body of an answer. Never throws, whatever the body is. */
  readonly fromAnswer: (body: unknown) => RemoteObject;
  /** Reads the objects of a list from the body of an answer; undefined if it is no list. Never throws, whatever the body is. */
  readonly fromListAnswer: (body: unknown) => readonly RemoteObject[] | undefined;
}
