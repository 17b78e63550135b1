import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../../user-error";
import { describeIssue } from "pulumi-connectors/internal/project/json-text";
import { readText } from "pulumi-connectors/internal/project/text-file";
import { plainYaml } from "pulumi-connectors/internal/project/yaml-text";
import { parsePolicyPackConfig, type PolicyPackConfig } from "../policy/policy-config";

/** A policy pack to run. */
export interface PolicyPackSource {
  /** As given by the user. */
  readonly path: string;
  readonly folder: string;
  /** The path of its JSON configuration. */
  readonly configFile?: string;
}

const packSchema = z.looseObject({
  runtime: z.union(
    [
      z
        .string()
        .transform((name): { name: string; options: Record<string, unknown> } => ({ name, options: {} })),
      z.object({ name: z.string(), options: z.record(z.string(), z.unknown()).default({}) }),
    ],
    "expected `nodejs`, or a map with `name: nodejs` and perhaps `options`",
  ),
  version: z.string().default(""),
});

/** The contents of `PulumiPolicy.yaml`. */
export interface PackFile {
  /** Empty if it is not set. */
  readonly version: string;
  /** The runtime option `typescript`: whether the pack may be TypeScript. Default: true. */
  readonly typescript: boolean;
}

/** @throws UserError if the folder is not a policy pack that the sandbox can run. */
export function readPackFile({ path, folder }: PolicyPackSource): PackFile {
  const file = join(folder, "PulumiPolicy.yaml");
  if (!existsSync(file)) {
    throw new UserError(
      `failed to load Pulumi policy project located at "${path}": there is no PulumiPolicy.yaml`,
    );
  }
  const result = packSchema.safeParse(plainYaml(file, readText(file)));
  if (!result.success) throw new UserError(`${file}: ${describeIssue(result.error)}`);
  const { version, runtime } = result.data;
  const { name, options } = runtime;
  if (name !== "nodejs") {
    throw new UserError(
      `${file}: runtime ${name}: the sandbox runs nodejs policy packs; this one needs the pulumi CLI`,
    );
  }
  return { version, typescript: options.typescript !== false };
}

/** @throws UserError if the file does not exist or is invalid. */
export function readConfig(file: string): PolicyPackConfig {
  if (!existsSync(file)) throw new UserError(`${file}: there is no such policy pack config`);
  return parsePolicyPackConfig(readText(file), file);
}
