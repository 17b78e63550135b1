import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { UserError } from "../../user-error";
import { parsePolicyPackConfig, type PolicyPackConfig } from "../policy/policy-config";

/** A policy pack that an operation is to run. */
export interface PolicyPackSource {
  /** As the user gave it. */
  readonly path: string;
  readonly folder: string;
  /** Its JSON. */
  readonly configFile?: string;
}

const packSchema = z.looseObject({
  runtime: z.union([
    z
      .string()
      .transform((name): { name: string; options: Record<string, unknown> } => ({ name, options: {} })),
    z.object({ name: z.string(), options: z.record(z.string(), z.unknown()).default({}) }),
  ]),
  version: z.string().default(""),
});

/** What a pack's own file says of it. */
export interface PackFile {
  /** Empty if it does not say. */
  readonly version: string;
  /** Whether it may be in TypeScript, as it may unless the file says otherwise. */
  readonly typescript: boolean;
}

/** @throws UserError if the folder is no policy pack that the sandbox can run. */
export function readPackFile({ path, folder }: PolicyPackSource): PackFile {
  const file = join(folder, "PulumiPolicy.yaml");
  if (!existsSync(file)) {
    throw new UserError(
      `failed to load Pulumi policy project located at "${path}": there is no PulumiPolicy.yaml`,
    );
  }
  const result = packSchema.safeParse(parse(readFileSync(file, "utf8")));
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new UserError(`${file}: ${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { version, runtime } = result.data;
  const { name, options } = runtime;
  if (name !== "nodejs") {
    throw new UserError(
      `${file}: runtime ${name}: the sandbox runs nodejs policy packs; this one needs the pulumi CLI`,
    );
  }
  return { version, typescript: options.typescript !== false };
}

/** @throws UserError if there is no such file, or it is no config of a policy pack. */
export function readConfig(file: string): PolicyPackConfig {
  if (!existsSync(file)) throw new UserError(`${file}: there is no such policy pack config`);
  return parsePolicyPackConfig(readFileSync(file, "utf8"));
}
