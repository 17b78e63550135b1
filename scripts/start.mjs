// `npm start`: sets up what is missing, then runs the sandbox's command line on the project in this folder. Without a command it is `up`.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { root, setUp } from "./setup.mjs";

setUp();
const [command = "up", ...options] = process.argv.slice(2);
const args =
  command.startsWith("-") && command !== "--help" ? ["up", command, ...options] : [command, ...options];
// They are the quickstart's: another project has its own config.
const isOtherProject = args.some((arg) => /^(-C|--cwd)/.test(arg));
const makesConfig =
  ["preview", "up", "refresh", "destroy", "serve"].includes(args[0]) ||
  args.slice(0, 2).join(" ") === "config set";
if (makesConfig && !isOtherProject) {
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
// Ctrl-C reaches the child too, which ends what it is doing; this process waits for it.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("exit", (code) => (process.exitCode = code ?? 1));
