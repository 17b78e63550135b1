import { secret } from "@pulumi/pulumi";
import { referenceKey, referencePrefix, variableIn, type Reference } from "../values/reference";
import { fail } from "./errors";

declare const brand: unique symbol;

/** A value that stays in the environment. Made by `fromEnv`. */
export type FromEnv = string & { readonly [brand]: true };

/**
 * Refers to an environment variable in place of a value in `config`, `configuration` or `authentication`. Only the process that talks to the
 * platform reads it, when it creates or updates the object. The state holds the name of the variable and an encrypted fingerprint, by
 * which a new value is noticed; never the value.
 *
 * @example
 * const config = { remote_url: "s3://b/", key: fromEnv("AWS_KEY"), secret: fromEnv("AWS_SECRET") };
 *
 * @param name Of the variable, whose value is a whole string, not a part of one.
 * @throws ConnectorsRunError with the code `PC_FROM_ENV_NAME` for anything that cannot be the name of a variable.
 */
export function fromEnv(name: string): FromEnv {
  if (!/^[A-Za-z_]\w*$/.test(name)) {
    // It may be the secret itself, by mistake.
    return fail(
      "PC_FROM_ENV_NAME",
      "fromEnv: expected the name of an environment variable (letters, digits and _), not its value; got something else, which is not shown",
    ) as FromEnv;
  }
  return (referencePrefix + name) as FromEnv;
}

/** The object that the host takes for a reference. It fills in the fingerprint, which stays a secret because it is one here. */
export function referenceIn(value: unknown): Record<keyof Reference, unknown> | undefined {
  const variable = variableIn(value);
  return variable === undefined ? undefined : { [referenceKey]: variable, fingerprint: secret("") };
}
