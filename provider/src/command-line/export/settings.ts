import { execFile } from "node:child_process";
import { folderExists } from "../../project/text-file";
import { UserError } from "../../project/user-error";
import type { ConfigReader } from "../../settings/settings";
import { isFields, own } from "../../values/fields";
import { inOneLine, shortened } from "../../values/text";

/** Where the settings of the platforms come from, before the environment. */
export interface SettingsOptions {
  /** The stack whose config has them. Default: none. */
  readonly stack?: string;
  /** The folder of its project, or one below it. */
  readonly cwd: string;
}

/** The most characters that a message repeats of what the CLI says. */
const longestQuote = 300;

/**
 * The stack config that the command reads settings from: none, or what `pulumi config` has for the stack, with its secrets. They stay in
 * memory.
 *
 * @throws UserError if there is no pulumi CLI, or it fails.
 */
export async function readSettings({ stack, cwd }: SettingsOptions): Promise<ConfigReader> {
  if (stack === undefined) return () => undefined;
  // The CLI could not be started in it, which would look as if there were none.
  if (!folderExists(cwd)) throw new UserError(`--cwd: there is no folder ${cwd}`);
  const text = await pulumiConfig(stack, cwd);
  const values = parsed(text);
  if (values === undefined) {
    throw new UserError("--stack: `pulumi config --json` did not print the config of a stack as JSON");
  }
  return (key) => {
    const entry = own(values, key);
    return isFields(entry) && typeof entry.value === "string" ? entry.value : undefined;
  };
}

function pulumiConfig(stack: string, cwd: string): Promise<string> {
  const args = ["config", "--json", "--show-secrets", "--non-interactive", `--stack=${stack}`];
  const options = {
    cwd,
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  };
  return new Promise((resolve, reject) => {
    execFile("pulumi", args, { ...options, windowsHide: true }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else if (error.code === "ENOENT") reject(noPulumi());
      else reject(new UserError(`--stack: \`pulumi config\` failed: ${saidBy(stderr)}`));
    }).stdin?.end();
  });
}

function noPulumi(): UserError {
  return new UserError(
    "--stack: there is no `pulumi` on the PATH, which reads the config of a stack; install the pulumi CLI, or leave --stack out and set the environment variables of the settings",
  );
}

/** Standard error only: standard output may have secrets. */
function saidBy(stderr: string): string {
  const said = inOneLine(stderr.replace(/^error:\s*/i, ""));
  return said === "" ? "it did not say why" : shortened(said, longestQuote);
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
