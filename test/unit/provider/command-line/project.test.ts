import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { words } from "../../../../provider/src/command-line/project/node-arguments";
import { chooseStack, loadProject } from "../../../../provider/src/command-line/project/project";
import { readStackConfig } from "../../../../provider/src/command-line/project/stack-config";
import { UserError } from "../../../../provider/src/command-line/user-error";
import { makeProject, type TestProject } from "../../../harness/project";

let project: TestProject;

beforeEach(() => {
  project = makeProject({});
});
afterEach(() => project.remove());

describe("the config of a stack", () => {
  it("has the values of the stack and, where it has none, those of the project, as programs receive them", () => {
    project.write(
      "Pulumi.yaml",
      `name: test
runtime: nodejs
stackConfigDir: stacks
config:
  pulumi:tags: { value: { pulumi:template: typescript } }
  region: eu
  list: { type: array, items: { type: integer }, default: [1, 2] }
  given: { type: boolean }
`,
    );
    project.write(
      "stacks/Pulumi.dev.yaml",
      "config:\n  test:given: true\n  test:config:old: 12345678901234567890\n",
    );
    const loaded = loadProject(project.folder);
    expect(chooseStack(loaded, undefined)).toBe("dev");
    expect(readStackConfig(loaded, "dev")).toEqual({
      values: {
        "test:given": "true",
        "test:old": "12345678901234567890",
        "pulumi:tags": '{"pulumi:template":"typescript"}',
        "test:region": "eu",
        "test:list": "[1,2]",
      },
      ...{ secretKeys: [], secrets: [], problems: [], notChecked: [] },
    });
  });

  it.each([
    ["config: hello\n", /^Pulumi\.dev\.yaml: config: expected a map/],
    ["- 1\n", /^Pulumi\.dev\.yaml: expected a map/],
    ["config:\n  a: [\n  secret: CANARY\n", /^Pulumi\.dev\.yaml: [^\n]*at line \d+/],
    ["config:\n  a:b:c:d: 1\n", /^Pulumi\.dev\.yaml: config: a key has too many colons/],
  ])("that cannot be read is one line with the name of the file: %j", (text, expected) => {
    project.write("Pulumi.dev.yaml", text);
    const read = (): unknown => readStackConfig(loadProject(project.folder), "dev");
    expect(read).toThrow(UserError);
    expect(read).toThrow(expected);
    expect(read).not.toThrow(/CANARY/);
  });
});

it("the option nodeargs is separated as a shell does it", () => {
  expect(words(`--max-old-space-size=4096  --require "./my hooks.js" '--title=a "b"' c\\ d`)).toEqual([
    ...["--max-old-space-size=4096", "--require", "./my hooks.js", '--title=a "b"', "c d"],
  ]);
});
