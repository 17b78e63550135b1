import { crypterFromState } from "../../project/passphrase";
import { passphraseSetting } from "../../project/passphrase-setting";
import type { Project } from "../../project/project";
import {
  StackConfigReader,
  typeNameOf,
  type ConfigProblem,
  type StackConfig,
} from "../../project/stack-config";
import { holdsUnknown, unknownValue } from "../../values/unknowns";

/** The config of a stack, and what is wrong with it. */
export interface CheckedConfig {
  /** The values as the program gets them, with a placeholder for each secret that cannot be decrypted. */
  readonly values: StackConfig;
  /** One line each, without a value. */
  readonly problems: readonly string[];
  readonly notChecked: readonly string[];
}

/**
 * Reads `Pulumi.<stack>.yaml`, which may be missing, with what the project says about it. Secrets are decrypted if the environment has their
 * passphrase.
 *
 * @throws UserError if it cannot be read.
 */
export function readStackConfig(project: Project, stack: string): CheckedConfig {
  const file = new ConfigFile(project.stackConfigFolder, stack, project.name, project);
  const values = file.read();
  const problems = file.problems().filter(({ value }) => !holdsUnknown(value));
  const unknown = Object.keys(values).filter((key) => values[key]?.secrets.includes(unknownValue));
  const { hasEnvironments } = file;
  // An environment may have what is missing.
  const certain = problems.filter(({ kind }) => kind !== "missing" || !hasEnvironments);
  return {
    values,
    problems: certain.map((problem) => problemLine(problem, stack)),
    notChecked: [
      ...unknown.map(
        (key) =>
          `config ${key}: it cannot be decrypted, so its value is not known; set PULUMI_CONFIG_PASSPHRASE if it was encrypted with a passphrase`,
      ),
      ...(hasEnvironments ? ["environment: values of Pulumi ESC are not read"] : []),
    ],
  };
}

class ConfigFile extends StackConfigReader {
  readonly #passphrase = passphraseSetting();

  protected override decrypt(ciphertext: string): string {
    const { encryptionsalt: salt } = this.file();
    if (this.#passphrase === undefined || typeof salt !== "string") return unknownValue;
    try {
      return crypterFromState(this.#passphrase, salt).decrypt(ciphertext);
    } catch {
      return unknownValue;
    }
  }
}

function problemLine({ key, fullKey, kind }: ConfigProblem, stack: string): string {
  const set = (flag: string): string => `set it with \`pulumi config set${flag} ${key.name} <value>\``;
  switch (kind) {
    case "missing":
      return `config ${fullKey}: missing in stack ${stack}; ${set(key.secret ? " --secret" : "")}`;
    case "not encrypted":
      return `config ${fullKey}: must be a secret; ${set(" --secret")}`;
    case "of another type":
      return `config ${fullKey}: must be of type '${typeNameOf(key)}'`;
  }
}
