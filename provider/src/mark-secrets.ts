import * as pulumi from "@pulumi/pulumi";
import { secretsAt } from "./catalog/secrets";
import { isFields } from "./values/fields";

/**
 * Marks the values at the given paths as secrets; every value if there are no paths, for then any of them may be one.
 * A configuration that is an output as a whole is marked once it is known.
 *
 * @param config What a program gives as configuration: an object whose values may be outputs, or an output of one.
 * @param paths Steps joined by dots.
 */
export function markSecrets(config: unknown, paths: readonly string[] | undefined): unknown {
  if (pulumi.Output.isInstance(config) || config instanceof Promise) {
    const output: pulumi.Output<unknown> = pulumi.output(config);
    return output.apply((known): unknown => markSecrets(known, paths));
  }
  if (typeof config !== "object" || config === null || Array.isArray(config)) return config;
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, markValue(value, key, paths)]),
  );
}

function markValue(value: unknown, key: string, paths: readonly string[] | undefined): unknown {
  const secrets = secretsAt(paths, key);
  if (secrets === "secret") return secretUnlessUndefined(value);
  return secrets.length === 0 ? value : markSecrets(value, secrets);
}

/** A secret nothing would reach the host as null, where nothing was meant to be given. */
function secretUnlessUndefined(value: unknown): unknown {
  if (value === undefined) return undefined;
  if (!pulumi.Output.isInstance(value) && !(value instanceof Promise)) return pulumi.secret(value);
  const output: pulumi.Output<unknown> = pulumi.output(value);
  return output.apply((known): unknown => (known === undefined ? undefined : pulumi.secret(known)));
}

/** The ways to every secret output among some values, steps joined by dots. */
export async function secretWays(value: unknown, way: readonly string[] = []): Promise<string[]> {
  if (pulumi.Output.isInstance(value)) return (await pulumi.isSecret(value)) ? [way.join(".")] : [];
  if (!Array.isArray(value) && !isFields(value)) return [];
  const below = await Promise.all(
    Object.entries(value).map(([key, item]) => secretWays(item, [...way, key])),
  );
  return below.flat();
}
