import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { chooseStack } from "../../../../provider/src/command-line/validate/choose-stack";
import { readStackConfig } from "../../../../provider/src/command-line/validate/stack-config";
import { loadProject } from "../../../../provider/src/project/project";
import { UserError } from "../../../../provider/src/project/user-error";
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
        "test:given": { value: "true", secrets: [] },
        "test:old": { value: "12345678901234567890", secrets: [] },
        "pulumi:tags": { value: '{"pulumi:template":"typescript"}', secrets: [] },
        "test:region": { value: "eu", secrets: [] },
        "test:list": { value: "[1,2]", secrets: [] },
      },
      ...{ problems: [], notChecked: [] },
    });
  });

  it("has each scalar as the CLI reads it", () => {
    project.write(
      "Pulumi.dev.yaml",
      "config:\n  a: 017\n  b: 1_000\n  c: 2020-01-01\n  d: 1.0\n  e: [0x1F, yes, 1e3]\n",
    );
    const { values } = readStackConfig(loadProject(project.folder), "dev");
    expect(Object.values(values).map(({ value }) => value)).toEqual([
      ...["15", "1000", "2020-01-01 00:00:00 +0000 UTC", "1", '[31,"yes",1000]'],
    ]);
  });

  it("leaves open what a secret or an environment that is not read decides", () => {
    project.write(
      "Pulumi.yaml",
      `name: test
runtime: nodejs
config:
  missing: { type: string }
  sizes: { type: array, items: { type: integer } }
  sealed: { type: integer, secret: true }
  plain: { type: string, secret: true }
`,
    );
    project.write(
      "Pulumi.dev.yaml",
      "environment: [e]\nconfig:\n  sizes: [{ secure: v1:x }]\n  sealed: { secure: v1:y }\n  plain: CANARY\n",
    );
    const { problems, notChecked } = readStackConfig(loadProject(project.folder), "dev");
    expect(problems).toEqual([
      "config test:plain: must be a secret; set it with `pulumi config set --secret plain <value>`",
    ]);
    expect(notChecked).toEqual([
      expect.stringMatching(/^config test:sizes: it cannot be decrypted/),
      expect.stringMatching(/^config test:sealed: it cannot be decrypted/),
      "environment: values of Pulumi ESC are not read",
    ]);
  });

  it.each([
    ["config: hello\n", /Pulumi\.dev\.yaml: config: expected a map/],
    ["- 1\n", /Pulumi\.dev\.yaml: expected a map/],
    ["config:\n  a: [\n  secret: CANARY\n", /Pulumi\.dev\.yaml: line \d+, column \d+: [^\n]*$/],
    ["config:\n  a:b:c:d: 1\n", /Pulumi\.dev\.yaml: invalid configuration key/],
  ])("that cannot be read is one line with the name of the file: %j", (text, expected) => {
    project.write("Pulumi.dev.yaml", text);
    const read = (): unknown => readStackConfig(loadProject(project.folder), "dev");
    expect(read).toThrow(UserError);
    expect(read).toThrow(expected);
    expect(read).not.toThrow(/CANARY/);
  });
});
