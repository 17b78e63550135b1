import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export const repository = dirname(dirname(__dirname));

/** A Pulumi project in a temporary folder, with this repository's packages linked. */
export interface TestProject {
  readonly folder: string;
  /** Writes a file in the folder. */
  write(path: string, text: string): void;
  /** Writes the program, in which `pulumi`, the platforms and `config` are defined. It exports with `exports`. */
  program(text: string): void;
  remove(): void;
}

const header = `
const pulumi = require("@pulumi/pulumi");
const { airweave, aisquared, fromEnv, otherType, unstructured } = require("pulumi-connectors");
const config = new pulumi.Config();
`;

export function makeProject(
  packages: Readonly<Record<string, string>> = linkedPackages,
  name = "test",
): TestProject {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-connectors-")));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write("Pulumi.yaml", `name: ${name}\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n`);
  write("package.json", `{ "name": "${name}" }\n`);
  for (const [package_, target] of Object.entries(packages)) {
    const link = join(folder, "node_modules", package_);
    mkdirSync(dirname(link), { recursive: true });
    // The type counts on Windows only, where a junction needs no right of its own.
    symlinkSync(target, link, "junction");
  }
  return {
    folder,
    write,
    program: (text) => write("index.js", header + text),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The packages as built in this repository. */
export const linkedPackages = {
  "@pulumi/pulumi": join(repository, "node_modules", "@pulumi", "pulumi"),
  "pulumi-connectors": join(repository, "provider"),
};
