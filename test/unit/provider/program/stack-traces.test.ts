import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import ts from "typescript";
import { makeProject, repository } from "../../../harness/project";

/** What a run of the program shows. */
interface Shown {
  /** The file and line of each resource, and those of the whole stack, as the SDK sends them to the engine. */
  readonly positions: readonly (readonly string[])[];
  /** The stacks of a transformation that fails and of a registration that does. */
  readonly stacks: readonly string[];
  /** How many stacks of the SDK's promises were looked up in source maps while a resource was made. */
  readonly mapped: number;
  /** Whether errors are formatted as before when a resource has been made. */
  readonly isRestored: boolean;
}

/** The comment and the type move its lines, so that a position that is not mapped shows. */
const program = `
/* A program in TypeScript. */
interface Config { readonly remote_url: string }

import * as pulumi from "@pulumi/pulumi";
import { unstructured } from "pulumi-connectors";

// A second copy of the package, as a component library may bring.
const own = require("node:path").dirname(require.resolve("pulumi-connectors"));
for (const path of Object.keys(require.cache)) {
  if (path.startsWith(own)) delete require.cache[path];
}
const copy: typeof unstructured = require("pulumi-connectors").unstructured;

const positions: unknown[] = [];
pulumi.runtime.setMocks({
  newResource: (args) => {
    if (args.name === "refused") throw new Error("the platform refuses it");
    return { id: args.name, state: args.inputs };
  },
  call: (args) => args.inputs,
});
const monitor: any = pulumi.runtime.getMonitor();
const register = monitor.registerResource.bind(monitor);
monitor.registerResource = (request: any, ...rest: unknown[]) => {
  const frames = request.getStacktrace()?.toObject().framesList ?? [];
  const lineOf = ({ pc }: any = {}) => pc && \`\${pc.uri.replace(/.*\\//, "")}:\${pc.line}\`;
  positions.push([lineOf({ pc: request.getSourceposition()?.toObject() }), ...frames.map(lineOf)]);
  return register(request, ...rest);
};

declare const globalThis: { mapped?: number };
const format = Error.prepareStackTrace!;
const counting: typeof format = (error, frames) => {
  if (frames[0]?.getFunctionName() === "debuggablePromise") globalThis.mapped!++;
  return format(error, frames);
};
if (process.env.COUNTS) Error.prepareStackTrace = counting;
const before = Error.prepareStackTrace;
globalThis.mapped = 0;

class Inherited extends unstructured.Source {
  constructor(name: string, config: Config) {
    super(name, { type: "s3", config });
  }
}
const config: Config = { remote_url: "s3://bucket/" };
new unstructured.Source("plain", { type: "s3", config });
new Inherited("inherited", config);
const within = () => void new copy.Source("of a copy, within another", { type: "s3", config });
new unstructured.Source("outer", { type: "s3", config }, { transformations: [within] });
const refused = new unstructured.Source("refused", { type: "s3", config });
require("library")("of a package", { type: "s3", config });
const makeInModule = ({ make }: any) => void make("of an ES module", { type: "s3", config });
void eval('import("./module.mjs")').then(makeInModule);

const stacks = new Set<string>();
const failing = (): never => {
  throw new Error("a transformation fails");
};
try {
  new unstructured.Source("transformed", { type: "s3", config }, { transformations: [failing] });
} catch (error) {
  stacks.add((error as Error).stack!);
}
const isRestored = Error.prepareStackTrace === before;
const mapped = globalThis.mapped;

process.on("unhandledRejection", (error) => {
  if (/refuses/.test(String(error))) stacks.add((error as Error).stack!);
});
refused.urn.apply(() => undefined);
process.once("beforeExit", () => {
  console.log(JSON.stringify({ positions, stacks: [...stacks], mapped, isRestored }));
  process.exit(0);
});
`;

/** A package that makes resources. */
const library = `const { unstructured } = require("pulumi-connectors");
module.exports = (name, args) => {
  return new unstructured.Source(name, args);
};`;

/** An ES module that does: V8 names the file of its calls by a URL. */
const esModule = `import { unstructured } from "pulumi-connectors";
export const make = (name, args) => new unstructured.Source(name, args);`;

/** Runs the program as `pulumi run` does: with source maps. */
function run(environment: NodeJS.ProcessEnv = {}, flags: readonly string[] = []): Shown {
  const project = makeProject();
  const { outputText } = ts.transpileModule(program, {
    fileName: join(project.folder, "index.ts"),
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      inlineSourceMap: true,
      inlineSources: true,
    },
  });
  project.write("index.js", outputText);
  project.write(join("node_modules", "library", "index.js"), library);
  project.write("module.mjs", esModule);
  const mapping = require.resolve("source-map-support/register", { paths: [repository] });
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [...flags, "--require", mapping, "index.js"],
    {
      cwd: project.folder,
      encoding: "utf8",
      env: { ...process.env, ...environment },
    },
  );
  project.remove();
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.any(String) });
  return JSON.parse(stdout.replaceAll(project.folder, "/project")) as Shown;
}

describe("the stacks that the SDK reads", () => {
  const asBefore = run({ PULUMI_DEBUG_PROMISE_LEAKS: "1" });

  it("show where the program makes a resource, not where this package does", () => {
    const lines = program.split("\n");
    const ofProgram = asBefore.positions.map(([position = ""]) => position.split(":"));
    const made = ofProgram
      .filter(([file]) => file === "index.ts")
      .map(([, line]) => lines[Number(line) - 1]?.trim());
    expect(made).toEqual([
      'new unstructured.Source("plain", { type: "s3", config });',
      'super(name, { type: "s3", config });',
      'const within = () => void new copy.Source("of a copy, within another", { type: "s3", config });',
      expect.stringContaining('new unstructured.Source("outer"'),
      'const refused = new unstructured.Source("refused", { type: "s3", config });',
    ]);
  });

  it("have the calls of the program and its packages, and none of Node, the SDK and this package", () => {
    const line = (text: string): string =>
      `index.ts:${program.split("\n").findIndex((each) => each.includes(text)) + 1}`;
    const stacks = [
      [line('("plain"')],
      [line("super(name"), line('("inherited"')],
      [line("const within"), line('("outer"')],
      [line('("outer"')],
      [line('("refused"')],
      ["index.js:3", line('("of a package"')],
      ["module.mjs:2", line('"of an ES module"')],
    ];
    expect(asBefore.positions).toEqual(stacks.map((stack) => [stack[0], ...stack]));
  });

  it("are not looked up in source maps, if they are for its own debugging", () => {
    expect(run({ COUNTS: "1" }).mapped).toBe(0);
    expect(run({ COUNTS: "1", PULUMI_DEBUG_PROMISE_LEAKS: "1" }).mapped).toBeGreaterThan(50);
  });

  it.each([
    ["as `pulumi run` starts it", () => run()],
    ["with a format of its own", () => run({ COUNTS: "1" })],
    ["with Node's source maps", () => run({}, ["--enable-source-maps"])],
  ])("change no other stack of a program %s", (_how, runIt) => {
    const shown = runIt();
    expect(shown.positions).toEqual(asBefore.positions);
    expect(shown.stacks).toEqual(asBefore.stacks);
    expect(shown.stacks).toHaveLength(2);
    for (const stack of shown.stacks) expect(stack).toMatch(/\/project\/index\.ts:\d+:\d+/);
    expect(shown.isRestored).toBe(true);
  });
});
