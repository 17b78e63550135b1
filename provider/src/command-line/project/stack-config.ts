import { existsSync } from "node:fs";
import { join } from "node:path";
import { fieldsAt, isFields } from "../../values/fields";
import { descend, mapTree, visitTree } from "../../values/tree";
import { unknownValue } from "../../values/unknowns";
import { UserError } from "../user-error";
import { fullKey } from "./config-key";
import { decrypterFor, type Decrypt } from "./passphrase";
import type { Project } from "./project";
import { projectConfig, type ConfigValue } from "./project-config";
import { readYaml } from "./yaml";

/** The config of a stack as its program gets it, and what is wrong with it. */
export interface StackConfig {
  /** The values by full key, `<namespace>:<name>`: secrets in the clear, objects in JSON, a placeholder for what cannot be decrypted. */
  readonly values: Readonly<Record<string, string>>;
  /** The keys whose values are or contain secrets. */
  readonly secretKeys: readonly string[];
  /** The secrets that were decrypted, which nothing may show. */
  readonly secrets: readonly string[];
  readonly problems: readonly string[];
  readonly notChecked: readonly string[];
}

/**
 * Reads `Pulumi.<stack>.yaml`, which may be missing, and completes it by the config of the project. Secrets are decrypted if the environment
 * has their passphrase.
 *
 * @throws UserError if the file cannot be read.
 */
export function readStackConfig(project: Project, stack: string): StackConfig {
  const path = ["yaml", "yml"]
    .map((end) => join(project.configFolder, `Pulumi.${stack}.${end}`))
    .find(existsSync);
  const file = path === undefined ? {} : readYaml(path);
  if (file.config !== undefined && file.config !== null && !isFields(file.config)) {
    throw new UserError(`Pulumi.${stack}.yaml: config: expected a map of keys`);
  }
  const decrypt = hasSecrets(file.config) ? decrypterFor(file.encryptionsalt) : undefined;
  const secrets: string[] = [];
  const notChecked: string[] = [];
  const config = new Map<string, ConfigValue>();
  for (const [written, stored] of Object.entries(fieldsAt(file, "config"))) {
    const key = fullKey(project.name, written);
    if (key === undefined) throw new UserError(`Pulumi.${stack}.yaml: config: a key has too many colons`);
    const content = mapTree(stored, (value) => {
      if (!isSecure(value)) return descend;
      const text = decrypted(value.secure, decrypt);
      if (text !== undefined) secrets.push(text);
      return text ?? unknownValue;
    });
    config.set(key, { content, isSecret: hasSecrets(stored) });
    if (hasUnknowns(content)) {
      notChecked.push(
        `config ${key}: it cannot be decrypted, so its value is not known; set PULUMI_CONFIG_PASSPHRASE if it was encrypted with a passphrase`,
      );
    }
  }
  if (file.environment !== undefined) notChecked.push("environment: values of Pulumi ESC are not read");
  const problems = projectConfig(project, stack, config);
  return {
    values: Object.fromEntries([...config].map(([key, { content }]) => [key, asText(content)])),
    secretKeys: [...config].filter(([, { isSecret }]) => isSecret).map(([key]) => key),
    secrets,
    problems,
    notChecked,
  };
}

function decrypted(ciphertext: string, decrypt: Decrypt | undefined): string | undefined {
  try {
    return decrypt?.(ciphertext);
  } catch {
    return undefined;
  }
}

function isSecure(value: unknown): value is { readonly secure: string } {
  return isFields(value) && typeof value.secure === "string" && Object.keys(value).length === 1;
}

function hasSecrets(stored: unknown): boolean {
  return contains(stored, isSecure);
}

function hasUnknowns(content: unknown): boolean {
  return contains(content, (value) => value === unknownValue);
}

function contains(tree: unknown, isWanted: (value: unknown) => boolean): boolean {
  let found = false;
  visitTree(tree, (value) => {
    found ||= isWanted(value);
    return found ? undefined : descend;
  });
  return found;
}

/** A text as it is, anything else in JSON, as programs receive them. Within a map or list numbers are doubles. */
function asText(content: unknown): string {
  if (content === null || content === undefined) return "";
  if (typeof content === "string") return content;
  if (typeof content === "bigint") return content.toString();
  return JSON.stringify(content, (_key, value: unknown) =>
    typeof value === "bigint" ? Number(value) : value,
  );
}
