import type * as pulumi from "@pulumi/pulumi";

/**
 * The fields of `T`, each of which may be an output of another resource, at every depth. An output of a whole `T` is one too, because Pulumi
 * lifts the fields of an object to its output. Not `pulumi.Input`: beside it, the compiler names neither a misspelt nor a missing key.
 */
export type Inputs<T> = { [Key in keyof T]: InputValue<T[Key]> };

type Scalar = string | number | boolean | null | undefined;

// In brackets, so that a union is not distributed: an output of one of two strings is an output of neither. A key without values is the
// rules' of the generated configurations, and must not be the output of one.
type InputValue<T> = [T] extends [never]
  ? undefined
  : [T] extends [Scalar]
    ? pulumi.Input<T>
    : InputObject<Exclude<T, undefined>>;

type InputObject<T> = T extends readonly (infer Item)[] ? pulumi.Input<InputValue<Item>[]> : InputFields<T>;

type InputFields<T> = T extends object ? Inputs<T> : pulumi.Input<T>;
