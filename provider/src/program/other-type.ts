import { otherTypePrefix } from "../definition/options";

declare const brand: unique symbol;

/** A connector type that the catalog does not describe. Made by `otherType`. */
export type OtherType = string & { readonly [brand]: true };

/**
 * Names a connector type that this release does not know yet, in place of a `type`, `connectorName` or `shortName`. Its configuration is not
 * checked before the platform does, and every value in it is treated as a secret, except for the keys that the resource option
 * `publicKeys` lists.
 *
 * @example
 * new unstructured.Source("new", { type: otherType("brand-new"), config: { url: "https://..." } }, { publicKeys: ["url"] });
 *
 * @param type As the vendor spells it.
 */
export function otherType(type: string): OtherType {
  return (otherTypePrefix + type) as OtherType;
}
