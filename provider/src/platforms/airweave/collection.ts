import type * as pulumi from "@pulumi/pulumi";
import type { RemoteObject, ResourceDefinition } from "../../definition/definition";
import { withQuery } from "../../http/query";
import type { Found, IdOr } from "../../program/lookup-types";
import type { KnownByName, ManagedOptions, OnRename } from "../../program/options";
import { resourceClass } from "../../program/resource";
import { airweave } from "./api";
import { pages, textOfLength } from "./wire";
import { reader } from "../../values/fields";

/** The arguments of a collection. */
export interface CollectionArgs {
  /** Name on the platform, 4 to 64 characters. Default: the name of the resource. A change renames in place, unless `onRename` is `"replace"`. */
  name?: pulumi.Input<string>;
  /**
   * Identifies the collection in requests: lowercase letters, digits and single hyphens, unique across all organizations.
   * Default: generated from the initial name. A change replaces the collection.
   */
  readableId?: pulumi.Input<string>;
}

/** What a collection that exists is known by; see the option `adopt`. */
export type CollectionCriteria = NamedCollection | { readableId: pulumi.Input<string> };

interface NamedCollection extends KnownByName {
  /** Default: the one that the program gives. */
  readableId?: pulumi.Input<string>;
}

/** Resource options of a collection. */
export interface CollectionOptions extends ManagedOptions<CollectionCriteria>, OnRename {}

/**
 * Its id is the readable one, for that is what every request names.
 * Source: docs/contracts/airweave.md, section 2.
 *
 * @internal
 */
export const collectionDefinition: ResourceDefinition = {
  kind: "airweave.Collection",
  noun: "collection",
  platform: airweave,
  arguments: {
    name: { schema: (z) => textOfLength(z, 4, 64) },
    readableId: {
      schema: (z) =>
        z
          .string()
          .refine(
            (id) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(id),
            "expected small letters and digits, with single hyphens between them",
          )
          .optional(),
      onChange: "replace",
      unmanagedIfAbsent: true,
    },
  },
  name: { field: "name" },
  identity: { arguments: ["name", "readableId"], phrase: "of that name" },
  // Two of one name get different readable ids, unless the program gives it.
  unique: { argument: "readableId", refusal: "already exists" },
  outputs: ["name", "readableId", "uuid", "organizationId", "status", "createdAt", "modifiedAt"],
  requests: {
    create: ({ name, readableId }) => ({
      make: {
        method: "POST",
        path: "collections",
        body: { name, ...(readableId === undefined ? {} : { readable_id: readableId }) },
      },
    }),
    read: (id) => ({ method: "GET", path: item(id) }),
    update: (id, { name }, changed) => [
      { request: { method: "PATCH", path: item(id), body: { name } }, carries: changed },
    ],
    delete: (id) => ({ method: "DELETE", path: item(id) }),
  },
  listing: ({ name }) => pages(withQuery("collections", { search: name }), fromResponse),
  fromResponse,
  inventory: { leftOut: ["status", "modifiedAt"] },
};

function item(id: string): string {
  return `collections/${encodeURIComponent(id)}`;
}

function fromResponse(body: unknown): RemoteObject {
  const { text } = reader(body);
  return {
    id: text("readable_id"),
    name: text("name"),
    readableId: text("readable_id"),
    uuid: text("id"),
    organizationId: text("organization_id"),
    status: text("status"),
    createdAt: text("created_at"),
    modifiedAt: text("modified_at"),
  };
}

/**
 * A collection: what source connections fill and searches look through. Deleting it deletes its connections, too.
 *
 * @example
 * const support = new airweave.Collection("support", { name: "Customer support" });
 *
 * @see https://docs.airweave.ai/api-reference/collections/create-collections-post
 */
export class Collection extends resourceClass<[args?: CollectionArgs, options?: CollectionOptions]>(
  collectionDefinition,
) {
  /** Name on the platform. */
  declare readonly name: pulumi.Output<string>;
  /** What requests and source connections call it; also its id. */
  declare readonly readableId: pulumi.Output<string>;
  /** The platform's internal id. */
  declare readonly uuid: pulumi.Output<string | null>;
  /** The organization that it belongs to. */
  declare readonly organizationId: pulumi.Output<string | null>;
  /** `ACTIVE`, `NEEDS SOURCE` or `ERROR`, as of the last operation. */
  declare readonly status: pulumi.Output<string | null>;
  /** When it was created: UTC, in the platform's spelling, which has no zone. */
  declare readonly createdAt: pulumi.Output<string | null>;
  /** When it was last updated, likewise. */
  declare readonly modifiedAt: pulumi.Output<string | null>;

  /** @param name The resource's own name, unique in the program. */
  constructor(name: string, args?: CollectionArgs, options?: CollectionOptions) {
    super(name, args, options);
    // The same value. It is known to the preview of an update, which would else show the connections as replaced.
    Object.assign(this, { readableId: this.id });
  }
}

/** What a collection is looked up by. Its id is the readable one. */
export type GetCollectionArgs = IdOr<{
  /** Its name on the platform, exactly. */
  name: string;
  /** Its readable id, where several have the name. */
  readableId?: string;
}>;

/** Which collections are listed: those that have all of these. */
export interface CollectionFilter {
  /** Its name, exactly as the platform has it. */
  name?: string;
  /** Its readable id. */
  readableId?: string;
}

/** A collection that was looked up. */
export type CollectionResult = Found<Collection>;
