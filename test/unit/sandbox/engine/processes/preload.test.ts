import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "@jest/globals";
import { repository } from "../../../../harness/project";

it("an error of the SDK's is printed at once, which Node alone may take a minute for", () => {
  const preload = join(repository, "sandbox", "dist", "engine", "processes", "preload.js");
  const script = `
    const error = new Error("wrong");
    error.stack = "Error: wrong\\n    at run (/project/node_modules/@pulumi/resource.ts:1:2)";
    console.log(require("node:util").inspect(error, { colors: true }));
    console.log(require("node:util").inspect("text", { colors: true }));`;
  // Without the preload this ends after half a minute, and with another text.
  const { stdout } = spawnSync(process.execPath, [`--require=${preload}`, "-e", script], {
    encoding: "utf8",
  });
  expect(stdout).toBe(
    "Error: wrong\n    at run (/project/node_modules/@pulumi/resource.ts:1:2)\n\u001b[32m'text'\u001b[39m\n",
  );
});
