import { afterAll, beforeAll, describe } from "@jest/globals";
import { cliEngine, hasPulumiCli } from "./cli-engine";
import { embeddedEngine } from "./embedded-engine";
import type { Engine, TestStack } from "./engine";
import { startTestPlatform, type PlatformName, type PlatformOptions, type TestPlatform } from "./platform";
import { makeProject, type TestProject } from "./project";

// What a developer has in the environment is none of the tests' business.
process.env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(UNSTRUCTURED|AISQUARED|AIRWEAVE)_/.test(name)),
);

export type { Engine, Outcome, StoredResource, TestStack } from "./engine";
export { embeddedEngine } from "./embedded-engine";
export { startTestPlatform, type TestPlatform } from "./platform";
export { linkedPackages, makeProject, repository, type TestProject } from "./project";

/** What a scenario works with: a platform, a project and its stack, on one engine. */
export interface World {
  readonly platform: TestPlatform;
  /** All that the scenario asked for, by name. */
  readonly platforms: Readonly<Record<PlatformName, TestPlatform>>;
  readonly project: TestProject;
  readonly stack: TestStack;
  /** Makes another stack of the same project. */
  readonly otherStack: (name: string) => Promise<TestStack>;
}

export interface WorldOptions {
  /** Which platform. Default: Unstructured. */
  readonly platform?: PlatformName;
  readonly platformOptions?: Partial<PlatformOptions[PlatformName]>;
  /** More of them, with their defaults. */
  readonly beside?: readonly PlatformName[];
  /** Leave the API key out of the environment. */
  readonly withoutKey?: boolean;
  readonly packages?: Readonly<Record<string, string>>;
}

/** Describes something once for the embedded engine and once for the real CLI. Without a CLI the second is listed as skipped. */
export function describeOnEachEngine(title: string, describeOn: (engine: Engine) => void): void {
  for (const [name, engine, present] of [
    ["the embedded engine", embeddedEngine, true],
    ["the pulumi CLI", cliEngine, hasPulumiCli],
  ] as const) {
    (present ? describe : describe.skip)(`${title} (on ${name})`, () => describeOn(engine));
  }
}

/** Describes a scenario on each engine. `world` gives what the scenario works with, from the first test on. */
export function describeOnEngines(
  title: string,
  scenario: (world: () => World) => void,
  options: WorldOptions = {},
): void {
  describeOnEachEngine(title, (engine) => {
    scenario(
      prepared(options, async (project, env) => ({
        stack: await engine(project, env),
        otherStack: (name: string) => engine(project, env, { stack: name }),
      })),
    );
  });
}

/** One stack of one project, which each of the engines has a state of. */
export interface TwoEngines extends Omit<World, "stack" | "otherStack"> {
  readonly embedded: TestStack;
  readonly cli: TestStack;
}

/** Describes what goes from one engine to the other. Without a CLI it is listed as skipped. */
export function describeBetweenEngines(title: string, scenario: (world: () => TwoEngines) => void): void {
  (hasPulumiCli ? describe : describe.skip)(`${title} (between the engines)`, () => {
    scenario(
      prepared({}, async (project, env) => {
        return { embedded: await embeddedEngine(project, env), cli: await cliEngine(project, env) };
      }),
    );
  });
}

/** Makes platform, project and stacks before the first test, and removes them after the last. */
function prepared<Stacks extends object>(
  { packages, withoutKey, platform: name = "unstructured", platformOptions = {}, beside = [] }: WorldOptions,
  makeStacks: (project: TestProject, env: Readonly<Record<string, string>>) => Promise<Stacks>,
): () => Omit<World, "stack" | "otherStack"> & Stacks {
  let current: (Omit<World, "stack" | "otherStack"> & Stacks) | undefined;
  beforeAll(async () => {
    const platform = await startTestPlatform(platformOptions, name);
    const platforms = { [name]: platform } as Record<PlatformName, TestPlatform>;
    for (const other of beside) platforms[other] = await startTestPlatform({}, other);
    const project = makeProject(packages);
    const env = Object.values(platforms)
      .flatMap((each) => Object.entries(each.env))
      .filter(([, value]) => !withoutKey || value !== platform.apiKey);
    const stacks = await makeStacks(project, Object.fromEntries(env));
    current = { platform, platforms, project, ...stacks };
  });
  afterAll(async () => {
    await Promise.all(Object.values(current?.platforms ?? {}).map((platform) => platform.stop()));
    current?.project.remove();
  });
  return () => {
    if (current === undefined) throw new Error("the world is not there before the first test");
    return current;
  };
}
