import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { UserError } from "../../../../../provider/src/project/user-error";
import { loadProject } from "../../../../../sandbox/src/engine/stack/load-project";
import { Stack } from "../../../../../sandbox/src/stacks/stack";
import { makeProject, type TestProject } from "../../../../harness/project";

describe("what only the CLI can do is refused", () => {
  let project: TestProject;
  beforeEach(() => {
    project = makeProject({});
  });
  afterEach(() => project.remove());

  const read = (): unknown => new Stack(loadProject(project.folder), "dev").config().read();

  it.each([
    ["runtime: python\n", /Pulumi\.yaml: runtime python: the sandbox runs nodejs programs/],
    [
      "runtime: { name: python, options: { virtualenv: venv, typescript: 1 } }\n",
      /Pulumi\.yaml: runtime python: .*needs the pulumi CLI/,
    ],
    ["runtime: nodejs\nplugins: { providers: [{ name: p, path: . }] }\n", /Pulumi\.yaml: plugins: .* CLI/],
  ])("in a project: %j", (rest, expected) => {
    project.write("Pulumi.yaml", `name: test\n${rest}`);
    expect(read).toThrow(UserError);
    expect(read).toThrow(expected);
  });

  it("in a project whose file is Pulumi.json", () => {
    project.write("Pulumi.json", '{ "name": "test", "runtime": "nodejs" }');
    expect(read).toThrow(/Pulumi\.json: .*needs the pulumi CLI/);
  });

  it.each(["environment: [e]\n", "environment: { imports: [e] }\n"])("in a stack: %j", (text) => {
    project.write("Pulumi.dev.yaml", text);
    expect(read).toThrow(/Pulumi\.dev\.yaml: environment: .*needs the pulumi CLI/);
  });
});
