import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { makeProject, type TestProject } from "../../../harness/project";
import { lightSdk } from "../../../harness/sdk";

let project: TestProject;

beforeAll(() => {
  project = makeProject();
});
afterAll(() => project.remove());

it("the entry of the package tests a JavaScript program with Node's own test runner", () => {
  project.program(
    `new unstructured.Source("typo", { type: "s3", config: { remote_ulr: "s3://b/", anonymous: true } });
     new airweave.Collection("abc");`,
  );
  project.write(
    "program.test.mjs",
    `import test from "node:test";
     import { testProgram } from "pulumi-connectors/testing";
     test("the program is right", () => testProgram(() => import("./index.js")));`,
  );
  const { status, stdout } = spawnSync(
    process.execPath,
    ["--test-reporter=tap", "--test", "program.test.mjs"],
    {
      cwd: project.folder,
      env: { ...process.env, ...lightSdk },
      encoding: "utf8",
    },
  );
  expect(status).toBe(1);
  for (const problem of [
    "the program has 3 problems:",
    'unstructured.Source "typo": config.remote_url: missing, expected a string',
    'unstructured.Source "typo": config.remote_ulr: unknown key; did you mean remote_url?',
    'airweave.Collection "abc": name: must have at least 4 characters',
  ]) {
    expect(stdout).toContain(problem);
  }
});
