import type { FoundObject } from "../client/find-objects";
import { isPublicKey } from "../definition/config-entry";
import type { RemoteObject, ResourceDefinition } from "../definition/definition";
import { publicConfig } from "../inventory/public-config";

/**
 * What a program gets of an object: its id, the outputs that its class has (null where the platform says nothing), and what is public of its
 * configuration.
 *
 * @param asSecret Marks a secret output. Without it, they are left out.
 */
export function resultOf(
  definition: ResourceDefinition,
  { id, object }: FoundObject,
  asSecret?: (value: unknown) => unknown,
): Record<string, unknown> {
  const { outputs, secretOutputs = [], config } = definition;
  const shown = outputs.flatMap((name): [string, unknown][] => {
    const value = object[name] ?? null;
    if (!secretOutputs.includes(name)) return [[name, value]];
    return asSecret === undefined ? [] : [[name, asSecret(value)]];
  });
  return {
    id,
    ...Object.fromEntries(shown),
    ...(config === undefined ? {} : { [config.field]: publicKeys(definition, object) }),
  };
}

/** Without keys that hold a secret, also where another part of them is public. */
function publicKeys(definition: ResourceDefinition, object: RemoteObject): Record<string, unknown> {
  const isPublic = isPublicKey(definition, object);
  return Object.fromEntries(
    Object.entries(publicConfig(definition, object)).filter(([key]) => isPublic(key)),
  );
}
