import * as pulumi from "@pulumi/pulumi";
import { isFields } from "../values/fields";
import { referenceKey, referencePrefix, type Reference } from "../values/reference";

declare const brand: unique symbol;

/** A value that stays in the environment. Made by `fromEnv`. */
export type FromEnv = string & { readonly [brand]: true };

/**
 * Refers to an environment variable in place of a value in `config`, `configuration` or `authentication`. Only the process that
 * talks to the platform reads it, when it makes or changes the object. The state holds the name of the variable, and an encrypted
 * fingerprint by which a new value is noticed; never the value.
 *
 * @param name Of the variable, which holds the value as a whole: a text, not a part of one.
 * @throws pulumi.RunError for what no variable can be called.
 */
export function fromEnv(name: string): FromEnv {
  if (!/^[A-Za-z_]\w*$/.test(name)) {
    // What is given may be the secret itself, by mistake.
    throw new pulumi.RunError(
      "fromEnv: expected the name of an environment variable, of letters, digits and _, not its value; got something else, which is not shown",
    );
  }
  return (referencePrefix + name) as FromEnv;
}

/** The arguments of a program as the host takes them, where a reference is an object. */
export function withReferences(value: unknown): unknown {
  if (typeof value === "string" && value.startsWith(referencePrefix)) {
    return referenceTo(value.slice(referencePrefix.length));
  }
  if (pulumi.Output.isInstance(value) || value instanceof Promise) {
    const output: pulumi.Output<unknown> = pulumi.output(value);
    return output.apply(withReferences);
  }
  if (Array.isArray(value)) return value.map(withReferences);
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withReferences(item)]));
}

/** The host fills in the fingerprint. The engine keeps it a secret there because it is one here. */
function referenceTo(name: string): Record<keyof Reference, unknown> {
  return { [referenceKey]: name, fingerprint: pulumi.secret("") };
}
