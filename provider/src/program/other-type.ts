import { otherTypePrefix } from "../definition/options";

/**
 * A connector type that the catalog does not describe. Made by `otherType`. The arguments with it are the last of each union of arguments,
 * where the compiler's message about an argument of type `string` ends; so the key says what that argument has to be. The names of these types
 * begin with "Unlisted", because TypeScript 7 orders a union by name.
 */
export type OtherType = string & {
  readonly "a type of the catalog as a literal, not any string: declare the arguments `as const`, or use otherType(); see docs/types.md": true;
};

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
