import * as pulumi from "@pulumi/pulumi";
import { secretsAt } from "../catalog/secrets";
import { isFields } from "../values/fields";
import { isReference } from "../values/reference";

/**
 * Marks the values at the given paths as secrets. What is an output as a whole is marked once it is known.
 *
 * @param values What a program gives: an object whose values may be outputs, or an output of one.
 * @param paths Steps joined by dots; `*` is any step.
 */
export function markSecrets(values: unknown, paths: readonly string[]): unknown {
  if (pulumi.Output.isInstance(values) || values instanceof Promise) {
    const output: pulumi.Output<unknown> = pulumi.output(values);
    return output.apply((known): unknown => markSecrets(known, paths));
  }
  if (typeof values !== "object" || values === null || Array.isArray(values)) return values;
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, markValue(value, key, paths)]),
  );
}

function markValue(value: unknown, key: string, paths: readonly string[]): unknown {
  // Of a reference the fingerprint is a secret, and marked as one already.
  if (isReference(value)) return value;
  const secrets = secretsAt(paths, key);
  if (secrets === "secret") return secretUnlessUndefined(value);
  return secrets.length === 0 ? value : markSecrets(value, secrets);
}

/** A secret nothing would reach the host as null, where nothing was meant to be given. */
function secretUnlessUndefined(value: unknown): unknown {
  if (value === undefined) return undefined;
  if (!pulumi.Output.isInstance(value) && !(value instanceof Promise)) return pulumi.secret(value);
  const output: pulumi.Output<unknown> = pulumi.output(value);
  return output.apply((known): unknown =>
    known === undefined || isReference(known) ? known : pulumi.secret(known),
  );
}

/** The ways to every secret output among some values, steps joined by dots. */
export async function secretWays(value: unknown, way: readonly string[] = []): Promise<string[]> {
  if (pulumi.Output.isInstance(value)) return (await pulumi.isSecret(value)) ? [way.join(".")] : [];
  if ((!Array.isArray(value) && !isFields(value)) || isReference(value)) return [];
  const below = await Promise.all(
    Object.entries(value).map(([key, item]) => secretWays(item, [...way, key])),
  );
  return below.flat();
}
