import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { embeddedEngine, linkedPackages, makeProject, type Engine } from "../harness";
import { cliEngine, hasPulumiCli } from "../harness/cli-engine";
import { randomPrograms, type RandomProgram } from "../property/random-program";
import { Comparison, type Comparable } from "../traces/comparable";
import { readLog, readSummary } from "../traces/recording";
import { programText } from "./program-text";

const script = process.env.npm_lifecycle_event;
const count = Number(process.env.COMPARED ?? (script === "test:compare" ? 10 : 2));
const seed = Number(process.env.COMPARED_SEED ?? 20261121);

/** Previews and deploys random programs and edits of them on both engines. Requires the pulumi CLI. */
(hasPulumiCli ? describe : describe.skip)(`${count} random programs on both engines (seed ${seed})`, () => {
  afterEach(() => {
    delete process.env.PULUMI_DEBUG_GRPC;
  });
  const samples = fc.sample(randomPrograms({ runs: 4 }), { numRuns: count, seed });

  it.each(samples.map((programs, index) => [index, programs] as const))(
    "do the same with number %d",
    async (_index, programs) => {
      const embedded = await runAll(embeddedEngine, programs);
      const real = await runAll(cliEngine, programs);
      expect(embedded).toEqual(real);
    },
    600_000,
  );
});

/** The operations of one engine on a program and its edits, up to the first failure, which ends them at a random point. */
async function runAll(engine: Engine, programs: readonly RandomProgram[]): Promise<unknown[]> {
  const project = makeProject({
    "@pulumi/pulumi": linkedPackages["@pulumi/pulumi"],
    compared: join(__dirname, "provider"),
  });
  const objects = join(project.folder, "objects");
  mkdirSync(objects);
  const log = join(project.folder, "grpc.json");
  process.env.PULUMI_DEBUG_GRPC = log;
  const stack = await engine(project, { COMPARED_OBJECTS: objects }, { parallel: 8 });
  const comparison = new Comparison();
  const results: unknown[] = [];
  const operations = [
    ...programs.map(unprotected).flatMap((program) => [
      { program, run: () => stack.preview() },
      { program, run: () => stack.up() },
    ]),
    { program: [], run: () => stack.refresh() },
    { program: [], run: () => stack.destroy() },
  ];
  for (const { program, run } of operations) {
    project.write("index.js", programText(program));
    rmSync(log, { force: true });
    const { succeeded, output } = await run();
    const seen = comparison.of({
      exit: succeeded ? 0 : 1,
      summary: readSummary(output),
      calls: readLog(readFileSync(log, "utf8")),
      resourcesAfter: await stack.allResources(),
    });
    results.push(succeeded ? withoutOrder(seen) : { exit: seen.exit });
    if (!succeeded) break;
  }
  project.remove();
  return results;
}

/** Sorts independent resources and lists of dependencies, which have no defined order. */
function withoutOrder({ writes, resourcesAfter, calls, ...rest }: Comparable): unknown {
  const resources = withSortedUrns(resourcesAfter) as readonly object[];
  const key = (resource: object): string => JSON.stringify(resource);
  return {
    ...rest,
    calls: withSortedUrns(calls),
    writes: [...writes].sort(),
    resourcesAfter: [...resources].sort((a, b) => key(a).localeCompare(key(b))),
  };
}

function withSortedUrns(value: unknown): unknown {
  if (Array.isArray(value)) {
    const urns = value.every((item) => typeof item === "string" && item.startsWith("urn:"));
    return urns ? [...(value as string[])].sort() : value.map(withSortedUrns);
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withSortedUrns(item)]));
}

/** Without protection, which would fail most programs. */
function unprotected(program: RandomProgram): RandomProgram {
  return program.map((resource) => ({ ...resource, options: { ...resource.options, protect: false } }));
}
