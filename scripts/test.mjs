// `npm test` installs and builds if necessary, then runs the tests. Arguments are passed to jest.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root, setUp } from "./setup.mjs";

setUp();
const jest = join(root, "node_modules", "jest", "bin", "jest.js");
const { status } = spawnSync(process.execPath, [jest, ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
