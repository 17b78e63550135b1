import type * as pulumi from "@pulumi/pulumi";

/** Options of a lookup. */
export interface LookupOptions {
  /** Which of the stack's accounts on the platform is looked in; see `ObjectOptions`. Default: that of the platform's own settings. */
  account?: string;
}

/** An object by its id. */
export interface ById {
  /** Its id on the platform. */
  id: string;
}

/** Some arguments, of which those of `Other` are not given along with them. */
type Without<Args, Other> = Args & Partial<Record<Exclude<keyof Other, keyof Args>, undefined>>;

/** Arguments of a lookup of one object: its id alone, or what it is known by. */
export type IdOr<Args> = Without<ById, Args> | Without<Args, ById>;

/** The same, each of which may be an output. */
export type LookupInputs<Args> = Args extends unknown
  ? {
      [Key in keyof Args]:
        Args[Key] | Promise<Args[Key]> | (Args[Key] extends undefined ? never : pulumi.Output<string>);
    }
  : never;

/** What a lookup finds: the id and the outputs of a class, without the secret ones. */
export type Found<Resource, Secret extends PropertyKey = never> = { readonly id: string } & {
  readonly [
    Key in keyof Resource as Key extends keyof pulumi.CustomResource | Secret ? never : Key
  ]: Resource[Key] extends pulumi.Output<infer Value> ? Value : never;
};

/**
 * Finds one object. Sends requests, so it needs the platform's settings at preview, too.
 *
 * @throws ConnectorsRunError with the code `PC_NOT_FOUND` or `PC_AMBIGUOUS` that lists what there is, if it finds none or several;
 *   `PC_INVALID_ARGUMENT` and `PC_INVALID_SETTING` before any request; otherwise the code of the request that failed.
 */
export type Lookup<Args, Result> = (args: Args, options?: LookupOptions) => Promise<Result>;

/** The same with inputs. With one that is unknown at preview, the result is unknown, and no request is sent. */
export type LookupOutput<Args, Result> = (
  args: LookupInputs<Args>,
  options?: LookupOptions,
) => pulumi.Output<Result>;

/** Lists the objects that have all given values, in the order of the platform; throws as `Lookup` does, but not if there is none. */
export type ListLookup<Filter, Result> = (filter?: Filter, options?: LookupOptions) => Promise<Result[]>;

/** The same with inputs, as `LookupOutput`. */
export type ListLookupOutput<Filter, Result> = (
  filter?: LookupInputs<Filter>,
  options?: LookupOptions,
) => pulumi.Output<Result[]>;
