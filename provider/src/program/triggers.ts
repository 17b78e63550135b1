import { output, Resource, secret, type Input, type Output } from "@pulumi/pulumi";
import { isFields } from "../values/fields";
import { formatPath, type Path } from "../values/tree";
import { fail } from "./errors";

/**
 * The option `triggers` as it goes to the host, which keeps a hash.
 *
 * @param subject Names the resource that has the option.
 * @throws ConnectorsRunError for a resource among them, of which nothing would ever count as a change; if it is an output, that fails.
 */
export function checkedTriggers(subject: string, triggers: Input<readonly unknown[]>): Output<unknown> {
  const checked = <Value>(value: Value): Value => {
    const path = resourceIn(value);
    if (path === undefined) return value;
    return fail(
      "PC_INVALID_ARGUMENT",
      `${subject}: ${formatPath(["options", "triggers", ...path])}: is a resource, which never changes; give an output of it, such as source.id, or a value`,
    ) as Value;
  };
  return secret(output(checked(triggers)).apply((known: unknown) => checked(known)));
}

/** Where a resource is; undefined if there is none, as far as values are known. */
function resourceIn(value: unknown, path: Path = []): Path | undefined {
  if (Resource.isInstance(value)) return path;
  if (!Array.isArray(value) && !isFields(value)) return undefined;
  for (const [key, item] of Object.entries(value)) {
    const found = resourceIn(item, [...path, Array.isArray(value) ? Number(key) : key]);
    if (found !== undefined) return found;
  }
  return undefined;
}
