import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "@jest/globals";
import { repository } from "../../../../harness/project";

it("an error with a stack frame of the SDK is printed at once, which takes Node up to a minute without the preload", () => {
  const preload = join(repository, "sandbox", "dist", "engine", "processes", "preload.js");
  const script = `
    const error = new Error("wrong");
    error.stack = "Error: wrong\\n    at run (/project/node_modules/@pulumi/resource.ts:1:2)";
    console.log(require("node:util").inspect(error, { colors: true }));
    console.log(require("node:util").inspect("text", { colors: true }));`;
  // Without the preload this takes half a minute, and prints another text.
  const { stdout } = spawnSync(process.execPath, [`--require=${preload}`, "-e", script], {
    encoding: "utf8",
  });
  expect(stdout).toBe(
    "Error: wrong\n    at run (/project/node_modules/@pulumi/resource.ts:1:2)\n\u001b[32m'text'\u001b[39m\n",
  );
});
