declare const brand: unique symbol;

/** A connector type that the catalog does not describe. Made by `otherType`. */
export type OtherType = string & { readonly [brand]: true };

/** What tells it from a type of the catalog on its way into the constructor, which takes it off. No vendor has such a type. */
const prefix = "other type: ";

/**
 * Names a connector type that this release does not know yet, in place of a `type`, `connectorName` or `shortName`. Nothing of its
 * configuration is checked before the platform does, and every value is treated as a secret, but for the keys that the resource
 * option `publicKeys` lists.
 *
 * @param type As the vendor spells it.
 */
export function otherType(type: string): OtherType {
  return (prefix + type) as OtherType;
}

/** The type that a program named by `otherType`; undefined if it named one of the catalog's. */
export function otherTypeOf(type: unknown): string | undefined {
  return typeof type === "string" && type.startsWith(prefix) ? type.slice(prefix.length) : undefined;
}
