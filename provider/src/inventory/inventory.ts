/**
 * What a workspace holds, as `export` reads it, and as the sandbox takes it in (`--objects`). It never contains a secret. The objects are
 * in a fixed order, so that equal workspaces have equal inventories.
 */
export interface Inventory {
  /** The form of the file: an older release refuses what it does not know. */
  readonly version: 1;
  readonly objects: readonly InventoryObject[];
}

/** An object of a workspace. */
export interface InventoryObject {
  /** `platform.Kind`. */
  readonly kind: string;
  readonly id: string;
  /**
   * Its arguments and outputs under our names, as far as the platform shows them and they are not secret. Of a configuration only what
   * the catalog knows to be public.
   */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Paths of arguments that have a value on the platform which is not shown here: `config.secret`. */
  readonly secrets: readonly string[];
  /**
   * Paths of arguments that the catalog does not know although it knows the type: left out, and reported. Of a type that the catalog does
   * not know, all keys are `secrets`.
   */
  readonly unknown: readonly string[];
  /** Present for a type that the catalog does not describe. */
  readonly isOtherType?: true;
}
