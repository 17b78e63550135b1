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
import ts from "typescript";
import { linkedPackages, makeProject, repository, type TestProject } from "../harness";
import { testPassphrase } from "../harness/engine";
import { lightSdk } from "../harness/sdk";

const names = { provider: "pulumi-connectors", sandbox: "pulumi-connectors-sandbox" } as const;

/** Copies of the packages as they are installed, which a test may add to. */
function copyPackages(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-connectors-copy-")));
  const modules = join(root, "node_modules");
  mkdirSync(modules);
  for (const name of readdirSync(join(repository, "node_modules"))) {
    if (name.startsWith(".") || Object.values<string>(names).includes(name)) continue;
    symlinkSync(join(repository, "node_modules", name), join(modules, name));
  }
  const filter = (path: string): boolean => !/\.(map|tsbuildinfo|d\.ts)$/.test(path);
  for (const [folder, name] of Object.entries(names)) {
    const from = join(repository, folder);
    const to = join(modules, name);
    for (const part of ["dist", "package.json", "catalog", "policy-pack"]) {
      if (existsSync(join(from, part))) cpSync(join(from, part), join(to, part), { recursive: true, filter });
    }
    // What the other folder does not have in the same version.
    const own = join(from, "node_modules");
    if (existsSync(own)) symlinkSync(own, join(to, "node_modules"));
  }
  return modules;
}

/** A source as the build makes it; what it imports of the package's sources is where it is when the source is a platform's. */
function compiled(source: string): string {
  const text = source.replaceAll(/"(?:\.\.\/){3}(?:provider|sandbox)\/src\//g, '"../../');
  const { CommonJS } = ts.ModuleKind;
  const compilerOptions = { module: CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
  return ts.transpileModule(text, { compilerOptions }).outputText;
}

/** Adds a platform as CONTRIBUTING.md says: a folder in each package, and the lines in the provider's two indexes. */
function addPlatform(modules: string, name: string): void {
  for (const [folder, package_] of Object.entries(names)) {
    const sources = join(repository, "test", `${name}-platform`, folder);
    const target = join(modules, package_, "dist", "platforms", name);
    mkdirSync(target);
    for (const file of readdirSync(sources)) {
      const text = compiled(readFileSync(join(sources, file), "utf8"));
      writeFileSync(join(target, file.replace(/\.ts$/, ".js")), text);
    }
  }
  const write = (index: string, change: (text: string) => string): void => {
    const text = change(readFileSync(join(repository, "provider", "src", `${index}.ts`), "utf8"));
    writeFileSync(join(modules, names.provider, "dist", `${index}.js`), compiled(text));
  };
  write("index", (text) => `${text}export * as ${name} from "./platforms/${name}";\n`);
  write("lazy-index", (text) =>
    text
      .replace("\n};", `\n  ${name}: () => require("./platforms/${name}"),\n};`)
      .replace(" = undefined;", ` = exports.${name} = undefined;`),
  );
}

describe("a platform that is a folder in each package and three lines more", () => {
  let modules: string;
  let project: TestProject;

  beforeAll(() => {
    modules = copyPackages();
    addPlatform(modules, "tally");
    project = makeProject({ ...linkedPackages, [names.provider]: join(modules, names.provider) });
    project.program(program);
    project.write("protection.json", '{ "connector-protection": { "stacks": ["dev"] } }');
  });
  afterAll(() => {
    project.remove();
    rmSync(dirname(modules), { recursive: true, force: true });
  });

  const program = `
    const { tally } = require("pulumi-connectors");
    const ledger = new tally.Ledger("sales", {
      currency: "EUR",
      openingBalance: 10,
      pin: pulumi.secret("pin-of-sales"),
    });
    const entry = new tally.Entry("rent", {
      ledgerId: ledger.id,
      direction: "expense",
      schedule: "every monday at 6",
      lines: [{ account: "rent", amount: 1000 }],
      enabled: true,
    });
    exports.cron = entry.cron;
    exports.shareUrl = ledger.shareUrl;`;

  /** Runs node in the project; no variable of the environment leads to a platform. */
  function run(...args: readonly string[]): { readonly status: number | null; readonly output: string } {
    const env = { ...process.env, ...lightSdk, PULUMI_CONFIG_PASSPHRASE: testPassphrase };
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: project.folder,
      env,
      encoding: "utf8",
    });
    return { status, output: stdout + stderr };
  }
  const cli = (...args: readonly string[]): ReturnType<typeof run> =>
    run(join(modules, names.sandbox, "dist", "cli.js"), ...args);
  const stored = (path: string): string => readFileSync(join(project.folder, ".sandbox", path), "utf8");

  it("is there for programs, and the provider host finds its providers and settings", () => {
    const { output } = run(
      "--eval",
      `const { tally } = require("pulumi-connectors");
       const host = require("pulumi-connectors/tally/host");
       const config = { "tally:timeout": "soon", "tally:apiUrl": "http://elsewhere.example" };
       host.ledger.configure({ config: { get: (key) => config[key] } });
       host.ledger.check({}, { currency: "EUR" }).then(({ failures }) =>
         console.log(JSON.stringify([
           Object.keys(tally).sort(),
           tally.Ledger.__pulumiType,
           Object.keys(host).sort(),
           failures.map(({ reason }) => reason),
         ])),
       );`,
    );
    expect(JSON.parse(output)).toEqual([
      ["Entry", "Ledger"],
      "pulumi-nodejs:dynamic/tally:Ledger",
      ["entry", "ledger"],
      [
        expect.stringContaining("tally.Ledger: openingBalance: missing"),
        expect.stringContaining("setting tally:apiUrl (from stack config tally:apiUrl)"),
        expect.stringContaining("setting tally:timeout (from stack config tally:timeout)"),
      ],
    ]);
  });

  it("is validated from the command line, with ids as its samples have them", () => {
    const command = join(modules, names.provider, "dist", "command-line", "cli.js");
    expect(run(command, "validate")).toEqual({ status: 0, output: "Stack dev: 2 resources, no problems.\n" });
  });

  it("is seen by the rules of policy packs", () => {
    const pack = join(modules, names.provider, "policy-pack");
    const { status, output } = cli(
      ...["preview", "--policy-pack", pack, "--policy-pack-config", "protection.json"],
    );
    for (const resource of ['tally.Ledger "sales"', 'tally.Entry "rent"']) {
      expect(output).toContain(`${resource}: protect: required in stack "dev"`);
    }
    expect(status).toBe(1);
  });

  it("is served by the sandbox's command line from preview to destroy, with no account", () => {
    const up = cli("up");
    expect(up).toMatchObject({ status: 0, output: expect.stringMatching(/cron *: "0 6 \* \* 1"/) });
    expect(up.output).toMatch(/shareUrl *: \[secret\]/);
    const state = stored("stacks/dev.json");
    expect(state).toContain('"type":"pulumi-nodejs:dynamic/tally:Entry"');
    expect(state).not.toMatch(/pin-of-sales|tally\.example/);
    expect(JSON.parse(stored("platforms/tally.json"))).toMatchObject({
      ledgers: [{ currency: "EUR", pin: "pin-of-sales" }],
      entries: [{ cron: "0 6 * * 1", enabled: true }],
    });

    expect(cli("up", "--skip-preview", "--expect-no-changes")).toMatchObject({ status: 0 });
    expect(cli("refresh", "--skip-preview", "--expect-no-changes")).toMatchObject({ status: 0 });
    expect(cli("destroy", "--skip-preview")).toMatchObject({ status: 0 });
    expect(JSON.parse(stored("platforms/tally.json"))).toMatchObject({ ledgers: [], entries: [] });
  });

  it("is not deployed for real by the sandbox", () => {
    const { status, output } = cli("preview", "-c", "tally:apiUrl=https://tally.example");
    expect(output).toContain("stack config tally:apiUrl leads to tally.example");
    expect(status).not.toBe(0);
  });
});

describe("what serves all platforms", () => {
  const platforms = readdirSync(join(repository, "provider", "catalog"));
  const named = new RegExp([...platforms, "ai squared", "multiwoven"].join("|"), "i");

  /** The names, texts and imports of a source that name a platform; comments may. */
  function naming(path: string): string[] {
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node) || ts.isLiteralExpression(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
        if (named.test(node.text)) found.push(`${path}: ${node.text}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(path, readFileSync(join(repository, path), "utf8"), ts.ScriptTarget.ES2022));
    return found;
  }

  const sources = ["provider/src", "sandbox/src"].flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts"))
      .map((path) => `${folder}/${path}`),
  );

  it("names none of them in its code", () => {
    // The lines for each platform, what is generated from the catalog, and rules that are about one platform.
    const exempt =
      /^provider\/src\/((?:lazy-)?index\.ts|catalog\/generated\/|policy\/)|^[a-z]+\/src\/platforms\//;
    const core = sources.filter((path) => !exempt.test(path));
    expect(core.length).toBeGreaterThan(150);
    expect(core.flatMap(naming)).toEqual([]);
    expect(sources.filter((path) => path.includes("/platforms/")).flatMap(naming)).not.toEqual([]);
  });
});
