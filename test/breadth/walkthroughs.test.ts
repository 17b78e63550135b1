import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { repository } from "../harness";
import { testPassphrase } from "../harness/engine";

const packages = { provider: "pulumi-connectors", sandbox: "pulumi-connectors-sandbox" } as const;

/** A page of docs/contributing. */
class Page {
  readonly #text: string;

  constructor(name: string) {
    this.#text = readFileSync(join(repository, "docs", "contributing", `${name}.md`), "utf8");
  }

  /** Its blocks in a language. A name chooses those that follow `<!-- diff: name -->`. */
  blocks(language: string, name?: string): string[] {
    const marker = name === undefined ? "" : `<!-- diff: ${name} -->\n\n`;
    const pattern = new RegExp(`^${marker}(\`{3,})${language}\n([^]*?)^\\1$`, "gm");
    return [...this.#text.matchAll(pattern)].map(([, , block = ""]) => block);
  }

  /** The lines of its shell blocks that begin with a command, without it. */
  commands(command: string): string[][] {
    return this.blocks("sh")
      .flatMap((block) => block.split("\n"))
      .filter((line) => line.startsWith(`${command} `))
      .map((line) => line.slice(command.length + 1).split(" "));
  }
}

/** A copy of the working tree, in which the pages are followed. */
class Copy {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), "walkthrough-")));
  readonly files: readonly string[];

  constructor() {
    const { stdout } = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
      cwd: repository,
      encoding: "utf8",
    });
    this.files = [...new Set(stdout.split("\0"))].filter(
      (path) => path !== "" && !path.startsWith("test/fixtures/"),
    );
    for (const path of this.files) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      cpSync(join(repository, path), join(this.root, path), { preserveTimestamps: true });
    }
    symlinkSync(join(repository, "test", "fixtures"), join(this.root, "test", "fixtures"));
    for (const folder of [".", "test/lowest-sdk"]) this.#linkModules(folder);
    for (const [folder, name] of Object.entries(packages)) {
      symlinkSync(join(this.root, folder), join(this.root, "node_modules", name));
      this.#linkModules(folder);
      // Only what the pages change is compiled again.
      cpSync(join(repository, folder, "dist"), join(this.root, folder, "dist"), { recursive: true });
    }
  }

  /** Links what is installed in a folder, each package by itself: nothing can be removed or added there through the copy. */
  #linkModules(folder: string): void {
    const installed = join(repository, folder, "node_modules");
    const modules = join(this.root, folder, "node_modules");
    mkdirSync(modules);
    for (const name of existsSync(installed) ? readdirSync(installed) : []) {
      if (Object.values<string>(packages).includes(name)) continue;
      symlinkSync(join(installed, name), join(modules, name));
    }
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  /** Runs Node in the copy, without a variable that leads to a platform. @returns its output. @throws if it fails. */
  node(...args: readonly string[]): string {
    const env = { ...process.env, PULUMI_CONFIG_PASSPHRASE: testPassphrase };
    return this.#run(process.execPath, args, { env });
  }

  apply(diffs: readonly string[], ...options: readonly string[]): void {
    expect(diffs).not.toEqual([]);
    this.#run("git", ["apply", ...options], { input: diffs.join("") });
  }

  build(): void {
    const projects = Object.keys(packages).map((folder) => join(this.root, folder));
    this.node(join("node_modules", "typescript", "bin", "tsc"), "--build", ...projects);
  }

  /** Runs tests. `npm test` would install and build first. */
  test(paths: readonly string[]): void {
    this.node(join("node_modules", "jest", "bin", "jest.js"), ...paths);
  }

  /** Runs the commands of a page on its program: each must succeed. */
  try(page: Page): string {
    const folder = join(this.root, "demo");
    mkdirSync(folder);
    writeFileSync(join(folder, "Pulumi.yaml"), "name: demo\nruntime: nodejs\n");
    writeFileSync(join(folder, "package.json"), "{}");
    const [program = ""] = page.blocks("ts");
    writeFileSync(join(folder, "index.ts"), program);
    const commands = page.commands("npx connectors-sandbox");
    expect(commands.map(([command]) => command)).toEqual(["up", "refresh", "destroy"]);
    const cli = join("sandbox", "dist", "cli.js");
    const outputs = commands.map((args) => this.node(cli, ...args, "--cwd", folder));
    rmSync(folder, { recursive: true });
    return outputs.join("");
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  #run(command: string, args: readonly string[], options: object): string {
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd: this.root,
      encoding: "utf8",
      ...options,
    });
    if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stdout}${stderr}`);
    return stdout;
  }
}

/** The files that diffs make or change. */
function pathsIn(diffs: readonly string[]): string[] {
  return diffs.flatMap((diff) => [...diff.matchAll(/^\+\+\+ b\/(.+)$/gm)].map(([, path = ""]) => path));
}

describe("the page on a connector type", () => {
  const page = new Page("connector-type");
  let copy: Copy;
  beforeAll(() => {
    copy = new Copy();
    // As if the type were missing.
    copy.apply([...page.blocks("diff", "by hand"), ...page.blocks("diff", "generated")], "--reverse");
    expect(copy.node("scripts/generate.mjs")).toBe("Written: README.md, provider/README.md\n");
  });
  afterAll(() => copy.remove());

  it("has in its diffs all that adding it changes", () => {
    copy.apply(page.blocks("diff", "by hand"));
    const written = copy.node("scripts/generate.mjs");
    for (const path of pathsIn(page.blocks("diff", "generated"))) expect(written).toContain(path);
    const differing = copy.files.filter(
      (path) => copy.read(path) !== readFileSync(join(repository, path), "utf8"),
    );
    expect(differing).toEqual([]);
  });

  it("names tests that pass", () => {
    const [args = []] = page.commands("npm test --");
    expect(args.length).toBeGreaterThan(2);
    copy.test(args);
  });
});

describe("the pages on a platform and a kind", () => {
  const pages = { platform: new Page("platform"), kind: new Page("kind") };
  let copy: Copy;
  beforeAll(() => {
    copy = new Copy();
  });
  afterAll(() => copy.remove());

  const follow = (page: Page): void => {
    copy.apply(page.blocks("diff"));
    copy.node(
      join("node_modules", "prettier", "bin", "prettier.cjs"),
      "--check",
      ...pathsIn(page.blocks("diff")),
    );
    copy.build();
  };

  it("add a platform that compiles and deploys", () => {
    follow(pages.platform);
    expect(copy.try(pages.platform)).toMatch(/rounding *: "half-up"/);
  });

  it("then a kind that compiles, passes its test and deploys", () => {
    follow(pages.kind);
    const [args = []] = pages.kind.commands("npm test --");
    copy.test(args);
    expect(copy.try(pages.kind)).toMatch(/cron *: "0 6 \* \* 1"/);
  });

  it("add what the tests have in test/tally-platform", () => {
    for (const folder of Object.keys(packages)) {
      const source = join("test", "tally-platform", folder);
      const target = join(folder, "src", "platforms", "tally");
      const names = readdirSync(join(repository, source)).sort();
      expect(readdirSync(join(copy.root, target)).sort()).toEqual(names);
      for (const name of names) {
        const text = readFileSync(join(repository, source, name), "utf8");
        const moved = text.replaceAll(/"(?:\.\.\/){3}(?:provider|sandbox)\/src\//g, '"../../');
        expect([name, copy.read(join(target, name))]).toEqual([name, moved]);
      }
    }
  });
});
