import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { loadProject } from "../../../../../sandbox/src/engine/stack/project";
import { StackConfigFile } from "../../../../../sandbox/src/engine/stack/stack-config";
import { Stack } from "../../../../../sandbox/src/stacks/stack";
import projects from "../../../../fixtures/cli-config/projects.json";
import scalars from "../../../../fixtures/cli-config/scalars.json";

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
    const file = new Stack(loadProject(folder), "dev").config();
    file.check();
    return Object.fromEntries(Object.entries(file.read()).map(([key, { value }]) => [key, value]));
  }

  it.each(scalars)("scalar $yaml", ({ yaml, value, fails }) => {
    const read = (): unknown => configOf({ project: "", stack: `config:\n  p:k: ${yaml}\n` })["p:k"];
    if (fails) expect(read).toThrow(/Pulumi\.dev\.yaml/);
    else expect(read()).toBe(value);
  });

  /** Where the sandbox is not the CLI: it never needs a version of it, and the CLI takes one of two equal keys at random. */
  const different: Readonly<Record<string, string | undefined>> = {
    "default intkeys": undefined,
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

  it("keeps what it does not change when it writes a file", () => {
    const lines = scalars.map(({ yaml, fails }, index) => (fails ? "" : `  p:k${index}: ${yaml}\n`));
    const before = configOf({ project: "", stack: `config:\n${lines.join("")}` });
    const file = StackConfigFile.open(folder, "dev", "p", "pp");
    file.set("k", "v", { secret: false });
    file.save();
    const written = readFileSync(file.path, "utf8");
    expect(configOf({ project: "", stack: written })).toEqual({ ...before, "p:k": "v" });
  });

  it("writes every text so that it is read again", () => {
    const file = (): StackConfigFile => StackConfigFile.open(folder, "dev", "p", "pp");
    const text = fc.string({
      unit: fc.constantFrom(...Array.from("0123789_+-.:eExXoObBtTzZ ~yn#\n<")),
      maxLength: 8,
    });
    fc.assert(
      fc.property(text, text, (top, inner) => {
        const written = file();
        written.set("k", top, { secret: false });
        written.set("l.m", `${inner}0x`, { secret: false, path: true });
        written.save();
        expect(file().get("k")?.value).toBe(top);
        expect(file().get("l.m", { path: true })?.value).toBe(`${inner}0x`);
      }),
      {
        examples: [
          ["0O17", "0X1f"],
          ["+0o17", ""],
          ["2020-1-1", ""],
          ["1e5_0", ""],
          ["0B11", ""],
        ],
      },
    );
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
