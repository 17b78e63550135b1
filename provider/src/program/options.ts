import type * as pulumi from "@pulumi/pulumi";
import type { Run, WaitFor } from "../definition/runs";
import type { Verify } from "../definition/verification";

/** Pulumi's resource options, and how objects of a kind with a name and a configuration are handled. */
export interface ObjectOptions<Criteria = KnownByName>
  extends ManagedOptions<Criteria>, OnRename, UnknownKeys {}

/** What an object is known by on the platform, where its id is not at hand. */
export interface KnownByName {
  /** Its name, exactly as the platform has it. */
  name: pulumi.Input<string>;
}

/** One of some known values, or an output of any text: what it is shows only when the program runs. */
export type Criterion<Known extends string> = Known | Promise<string> | pulumi.Output<string>;

/**
 * Pulumi's resource options, and how objects of any kind are handled.
 *
 * @typeParam Criteria What an object of the kind may be known by.
 */
export interface ManagedOptions<Criteria = KnownByName> extends pulumi.CustomResourceOptions {
  /**
   * Which of the stack's accounts on the platform the object is in, by its name in the stack config: `"eu"` has the settings
   * `<platform>:accounts.eu.apiKey` and so on. Default: the account of the platform's own settings, `<platform>:apiKey` and so on.
   * Another name creates a new object there and deletes the old one; a new key or address under the same name does not.
   */
  account?: string;
  /**
   * An object that exists on the platform and is to be managed from now on: its id, or its name, `{ name: "..." }`, where the others of
   * that name are of another type. At the first `up` it is looked up, compared (another type is refused) and made what the program says;
   * afterwards the option may stay or go. It takes the place of Pulumi's `import`, which cannot work for a dynamic resource.
   */
  adopt?: pulumi.Input<string> | Criteria;
}

/** For kinds with a name. */
export interface OnRename {
  /**
   * What a change of the name does: `"update"` (default) renames the object in place, and fails if the platform does not; `"replace"`
   * creates a new object and deletes the old one.
   */
  onRename?: "update" | "replace";
}

/** For kinds with a configuration that the catalog describes. */
export interface UnknownKeys {
  /**
   * What happens to a key of the configuration that the catalog does not know: `"refuse"` (default) names it and stops before any request;
   * `"allow"` sends it, for a field that is newer than this release. Its value is then a secret, unless `publicKeys` lists the key.
   */
  unknownKeys?: "allow" | "refuse";
  /** The keys of the configuration, of those that the catalog does not know, whose values are not secret. Default: none. */
  publicKeys?: readonly string[];
}

/** Pulumi's resource options, for an object that is only read. */
export interface GetOptions extends pulumi.CustomResourceOptions {
  /** Which of the stack's accounts on the platform has the object; see `ObjectOptions`. */
  account?: string;
}

/** For kinds of which the platform deletes more than it is asked to. */
export interface ForceDelete {
  /** Delete the object even if the platform then deletes others along with it that this program did not create. Default: false. */
  forceDelete?: boolean;
}

/** For kinds with a login in the browser. */
export interface RenewLogin {
  /**
   * Renew the link for the login in an `up` that finds it opened or expired, as long as the object waits for that login. Default: false.
   */
  renewLogin?: boolean;
}

/** For kinds whose connection the platform can test. */
export interface VerifyConnection {
  /**
   * Whether a create, an update and an `adopt` have the platform test the connection: `"off"`; `"warn"`, which shows a line unless the test
   * succeeds; or `"fail"`, which then fails, also if the outcome is not known by the time limit. The output `connectionTest` has the
   * outcome. Default: the setting `<platform>:verify`, which is `"off"` by default.
   */
  verify?: Verify;
}

/** For kinds that the platform runs. */
export interface RunOnChange {
  /**
   * When to run the object: `"never"` (default); `"onCreate"`, once it is created; `"onChange"`, also after every update that changes it on
   * the platform or in which the `triggers` have changed. A failed run does not undo the update. The output `lastRun` has the outcome.
   */
  run?: Run;
  /**
   * Values of which a change runs the object, too, if `run` is `"onChange"`: what it depends on without being part of it, such as the
   * configuration of its source. Outputs and secrets are allowed, resources are not; the state gets a hash only. Default: none.
   */
  triggers?: pulumi.Input<readonly unknown[]>;
  /**
   * Whether an operation is done when the run was `"started"` (default) or when it has `"finished"`. With the latter it fails if the run does
   * not succeed by the time limit.
   */
  waitFor?: WaitFor;
}
