import type * as pulumi from "@pulumi/pulumi";

/**
 * The fields of `T`, each of which may be an output of another resource, at every depth. An output of a whole `T` is one too, because Pulumi
 * lifts the fields of an object to its output. Not `pulumi.Input`: beside it, the compiler names neither a misspelt nor a missing key.
 */
export type Inputs<T> = SharedInputs<T> & RuleInputs<T>;

/**
 * The keys that are the same in all members of a union, as one object type: an editor shows the documentation of a key in a literal only if the
 * members that the literal leaves have the very same property, not just equal ones.
 */
type SharedInputs<T> = [RuleKeys<T>] extends [never]
  ? FieldInputs<T>
  : SomeInputs<T, Exclude<keyof T, RuleKeys<T>>>;

/** The other keys, as a union. */
type RuleInputs<T> = [RuleKeys<T>] extends [never] ? unknown : EachInputs<T, RuleKeys<T>>;

type EachInputs<Member, Keys> = Member extends unknown ? SomeInputs<Member, Keys & keyof Member> : never;

type FieldInputs<T> = { [Key in keyof T]: InputValue<T[Key]> };

// Unlike a mapped type over `keyof T`, it is not distributed over the members of a union.
type SomeInputs<T, Keys extends keyof T> = { [Key in Keys]: InputValue<T[Key]> };

/**
 * The keys of a generated configuration that its rules are about: those with another type in one of the members, or required in some of them
 * only; never if `T` is no union.
 */
type RuleKeys<T, Member = T> = Member extends unknown ? DifferentKeys<T, Member, keyof T> : never;

type DifferentKeys<T, Member, Keys extends keyof T> = {
  [Key in Keys]-?: [Pick<T, Key>] extends [Pick<Member, Key & keyof Member>] ? never : Key;
}[Keys];

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
