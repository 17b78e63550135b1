/**
 * What a workspace holds, as `export` reads it, and as the sandbox takes it in (`--objects`). It never contains a secret. Objects and keys
 * are in a fixed order, so that equal workspaces have equal inventories.
 */
export interface Inventory {
  /** The form of the file: an older release refuses what it does not know. */
  readonly version: 1;
  /** The named account that it was read from. Absent: the account of the platforms' own settings. */
  readonly account?: string;
  /** By kind, name and id. */
  readonly objects: readonly InventoryObject[];
}

/** An object of a workspace. */
export interface InventoryObject {
  /** `platform.Kind`. */
  readonly kind: string;
  readonly id: string;
  /**
   * Its arguments and outputs under our names, as far as the platform shows them and they are not secret. Of a configuration only what
   * the catalog knows to be public. What has no value is absent, and so is what changes without a change of the object, such as a status.
   */
  readonly fields: Readonly<Record<string, unknown>>;
  /**
   * Paths of values that the platform shows, masked or not, and that are not shown here: `config.secret`, as `formatSecretPath` writes
   * them. In a list, null stands in place of such a value. What no response has, such as credentials of a login, is not among them.
   */
  readonly secrets: readonly string[];
  /**
   * Paths of arguments that the catalog does not know although it knows the type: left out, and reported. Of a type that the catalog does
   * not know, all keys are `secrets`.
   */
  readonly unknown: readonly string[];
  /** Present for a type that the catalog does not describe. */
  readonly isOtherType?: true;
}
