import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { UserError } from "../../project/user-error";
import { isFields, own } from "../../values/fields";
import { inOneLine } from "../../values/text";
import { environmentSettings, type CommandSettings } from "./command-settings";

/** The most bytes of a stack config. */
const maxBytes = 64 * 1024 * 1024;

/**
 * The settings of a stack, and of the environment. The Pulumi CLI reads the stack config, because it alone can decrypt every kind of secret
 * and open ESC environments. What it prints stays in memory.
 *
 * @param cwd A folder of the Pulumi project.
 * @throws UserError if there is no CLI, or it cannot read the stack.
 */
export async function stackSettings(cwd: string, stack: string): Promise<CommandSettings> {
  const values = parsed(await pulumiConfig(resolve(cwd), stack));
  const text = (key: string): string | undefined => {
    const { value } = (own(values, key) ?? {}) as { value?: unknown };
    return typeof value === "string" ? value : undefined;
  };
  const isSecret = (key: string): boolean =>
    (own(values, key) as { secret?: unknown } | undefined)?.secret === true;
  return { ...environmentSettings(), config: text, keys: Object.keys(values), isSecret };
}

async function pulumiConfig(cwd: string, stack: string): Promise<string> {
  if (!existsSync(cwd)) throw new UserError(`--cwd: there is no folder ${cwd}`);
  const args = ["config", "--json", "--show-secrets", "--stack", stack, "--non-interactive"];
  try {
    const { stdout } = await promisify(execFile)("pulumi", args, { cwd, maxBuffer: maxBytes });
    return stdout;
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: unknown };
    if (code === "ENOENT") {
      throw new UserError(
        "--stack: needs the pulumi CLI, which is not on the PATH; without --stack, the settings come from the environment",
      );
    }
    const said = inOneLine(typeof stderr === "string" ? stderr : "").replace(/^error: /, "");
    throw new UserError(
      `--stack: \`pulumi config --stack ${stack}\` failed${said === "" ? "" : `: ${said}`}`,
    );
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  let values: unknown;
  try {
    values = JSON.parse(text);
  } catch {
    // The text may hold secrets, so no message shows it.
  }
  if (isFields(values)) return values;
  throw new UserError("--stack: what `pulumi config --json` printed is not JSON");
}
