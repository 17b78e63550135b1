// `npm start` installs and builds if necessary, then runs the sandbox's CLI on the project in this folder. The default command is `up`.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { nextSteps } from "./next-steps.mjs";
import { root, setUp } from "./setup.mjs";

setUp();
const [command = "up", ...options] = process.argv.slice(2);
const args =
  command.startsWith("-") && !["--help", "--version"].includes(command)
    ? ["up", command, ...options]
    : [command, ...options];
// The defaults are for the quickstart only: another project has its own config.
const isOtherProject = args.some((arg) => /^(-C|--cwd)/.test(arg));
const usesDefaults =
  ["preview", "up", "refresh", "destroy", "serve", "console"].includes(args[0]) ||
  args.slice(0, 2).join(" ") === "config set";
if (usesDefaults && !isOtherProject) {
  args.splice(
    args[0] === "config" ? 2 : 1,
    0,
    "--defaults",
    join(root, "examples", "quickstart", "defaults.yaml"),
  );
}
const child = spawn(process.execPath, [join(root, "sandbox", "dist", "cli.js"), ...args], {
  cwd: root,
  stdio: "inherit",
});
// Ctrl-C also reaches the child, which shuts down. This process waits for it.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("exit", (code) => {
  process.exitCode = code ?? 1;
  if (!isOtherProject) process.stdout.write(nextSteps(args, process.exitCode));
});
