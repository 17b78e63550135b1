import * as pulumi from "@pulumi/pulumi";

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
  if (value === undefined) return undefined;
  if (paths === undefined || paths.includes(key)) return pulumi.secret(value);
  const below = paths.filter((path) => path.startsWith(`${key}.`)).map((path) => path.slice(key.length + 1));
  return below.length === 0 ? value : markSecrets(value, below);
}
