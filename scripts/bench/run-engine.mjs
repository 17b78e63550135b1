import { spawn } from "node:child_process";
import { measureUsage } from "./usage.mjs";

/**
 * Runs an operation of an engine in a project, and measures it.
 *
 * @param command Program and arguments.
 * @param env Variables besides those of this process.
 * @throws Error with the engine's output if the operation fails.
 */
export async function runEngine(folder, [command, ...args], env) {
  let output = "";
  const { code, ...usage } = await measureUsage((measuring) => {
    const child = spawn(command, args, {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env, ...measuring },
    });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (output += data));
    return child;
  });
  if (code !== 0) throw new Error(`${[command, ...args].join(" ")} exited with ${code}:\n${output}`);
  return usage;
}
