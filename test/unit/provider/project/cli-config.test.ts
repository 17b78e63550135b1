import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { loadProject } from "../../../../provider/src/project/project";
import { StackConfigReader } from "../../../../provider/src/project/stack-config";
import projects from "../../../fixtures/cli-config/projects.json";
import scalars from "../../../fixtures/cli-config/scalars.json";

interface ProjectCase {
  readonly name: string;
  /** The end of `Pulumi.yaml`. */
  readonly project: string;
  /** `Pulumi.dev.yaml`. */
  readonly stack?: string;
  /** What the program got. */
  readonly config?: Readonly<Record<string, string>>;
  readonly error?: string;
}

class ConfigFile extends StackConfigReader {
  protected override decrypt(): never {
    throw new Error("no case has a secret");
  }
}

/** What pulumi 3.260.0 does with the same files, recorded from `pulumi preview`. */
describe("project and stack files are read as the CLI reads them", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "cli-config-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);

  /** The config that a program gets. */
  function configOf({ project, stack = "" }: Pick<ProjectCase, "project" | "stack">): Record<string, string> {
    write("Pulumi.yaml", `name: p\nruntime: nodejs\n${project}`);
    write("Pulumi.dev.yaml", stack);
    const loaded = loadProject(folder);
    const file = new ConfigFile(loaded.stackConfigFolder, "dev", loaded.name, loaded);
    file.check();
    return Object.fromEntries(Object.entries(file.read()).map(([key, { value }]) => [key, value]));
  }

  it.each(scalars)("scalar $yaml", ({ yaml, value, fails }) => {
    const read = (): unknown => configOf({ project: "", stack: `config:\n  p:k: ${yaml}\n` })["p:k"];
    if (fails) expect(read).toThrow(/Pulumi\.dev\.yaml/);
    else expect(read()).toBe(value);
  });

  /**
   * Where the CLI is not followed: nothing here needs a version of it, and it takes one of two equal keys at random. A plugin or environment
   * that does not exist is the command's to refuse.
   */
  const different: Readonly<Record<string, string | undefined>> = {
    "default intkeys": undefined,
    plugins: undefined,
    "env list": undefined,
    "env inline": undefined,
    "required version bad": undefined,
    "required version broken": undefined,
    "template unknown": undefined,
    "stack dup": "p:a is there twice",
    "stack legacy dup": "p:a is there twice",
  };

  it.each((projects as ProjectCase[]).filter(({ name }) => !(name in different)))(
    "$name",
    ({ config, error, ...files }) => {
      if (error === undefined) expect(configOf(files)).toEqual(config);
      else expect(() => configOf(files)).toThrow(ownMessage(error));
    },
  );

  it.each(Object.entries(different))("differs for: %s", (name, message) => {
    const found = (projects as ProjectCase[]).find((each) => each.name === name);
    const read = (): unknown => configOf(found ?? { project: "" });
    if (message === undefined) expect(read).not.toThrow();
    else expect(read).toThrow(message);
  });
});

/** The CLI's message where it has a plain one. For what only its schema or its YAML library refuses, the path or the file. */
function ownMessage(error: string): string | RegExp {
  const [path] = /(?<=\* #\/)[\w/]+/.exec(error) ?? [];
  if (path !== undefined) return `Pulumi.yaml: ${path.replaceAll("/", ".")}`;
  const text = error.replace("could not unmarshal 'Pulumi.yaml': ", "");
  const isPlain = /^(validating stack config: Stack|Should|The|[Cc]onfiguration|project config) /.test(text);
  return isPlain ? text : /Pulumi\.(dev\.)?yaml: /;
}
