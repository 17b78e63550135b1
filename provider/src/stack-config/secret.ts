import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

/** What `secret` makes of a schema. */
export type SecretSchema<Schema extends z.core.$ZodType> = z.ZodPipe<
  Schema,
  z.ZodTransform<pulumi.Output<z.output<Schema>>, z.output<Schema>>
>;

/**
 * Marks a part of the schema of `loadStackConfig` as a secret: it has to be set with `--secret`, and what comes back is an
 * `Output` that is secret. It may stand in an object: then that key of the object is set with `--secret --path`.
 *
 * @param schema What the value is, checked like any other; refinements go in here, not after.
 */
export function secret<Schema extends z.core.$ZodType>(schema: Schema): SecretSchema<Schema> {
  return z.pipe<z.core.$ZodType, z.core.$ZodType>(
    schema,
    z.transform(toSecret),
  ) as unknown as SecretSchema<Schema>;
}

/** Whether a step of a pipe is the one that `secret` adds. */
export function makesSecret(schema: z.core.$ZodType): boolean {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  return def.type === "transform" && def.transform === toSecret;
}

function toSecret(value: unknown): pulumi.Output<unknown> {
  return pulumi.secret(value);
}
