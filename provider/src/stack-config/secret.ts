import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

/** The type of `secret(schema)`. */
export type SecretSchema<Schema extends z.core.$ZodType> = z.ZodPipe<
  Schema,
  z.ZodTransform<pulumi.Output<z.output<Schema>>, z.output<Schema>>
>;

/**
 * Marks part of a schema for `loadStackConfig` as a secret. The value must be set with `pulumi config set --secret` (inside an
 * object with `--secret --path`) and is returned as a secret `Output`.
 *
 * @param schema Validates the value. Put refinements in here, not after `secret(...)`.
 */
export function secret<Schema extends z.core.$ZodType>(schema: Schema): SecretSchema<Schema> {
  return z.pipe<z.core.$ZodType, z.core.$ZodType>(
    schema,
    z.transform(toSecret),
  ) as unknown as SecretSchema<Schema>;
}

/** Whether a pipe's transform is the one that `secret` adds. */
export function makesSecret(schema: z.core.$ZodType): boolean {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  return def.type === "transform" && def.transform === toSecret;
}

function toSecret(value: unknown): pulumi.Output<unknown> {
  return pulumi.secret(value);
}
