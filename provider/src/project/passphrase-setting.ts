import { asSet } from "./system-error";
import { readText } from "./text-file";

/**
 * The passphrase of stack configs, from the environment as the CLI reads it; undefined if none is set. An empty PULUMI_CONFIG_PASSPHRASE
 * counts as set.
 *
 * @throws UserError if the file that is set cannot be read.
 */
export function passphraseSetting(): string | undefined {
  const { PULUMI_CONFIG_PASSPHRASE: given, PULUMI_CONFIG_PASSPHRASE_FILE: file } = process.env;
  if (given !== undefined || file === undefined) return given;
  return asSet("PULUMI_CONFIG_PASSPHRASE_FILE", () => readText(file).trim());
}
