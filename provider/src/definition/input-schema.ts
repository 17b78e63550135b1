import { z } from "zod";
import type { ResourceDefinition } from "./definition";

const schemas = new WeakMap<ResourceDefinition, z.ZodObject>();

/** The arguments that a resource may have; any other is refused. Made once for each kind. */
export function inputSchema(definition: ResourceDefinition): z.ZodObject {
  let schema = schemas.get(definition);
  if (schema === undefined) {
    const shape = Object.entries(definition.arguments).map(
      ([name, { schema: of }]) => [name, of(z)] as const,
    );
    schema = z.strictObject(Object.fromEntries(shape));
    schemas.set(definition, schema);
  }
  return schema;
}
