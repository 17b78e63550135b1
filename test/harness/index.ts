import { afterAll, beforeAll, describe } from "@jest/globals";
import { cliEngine, hasPulumiCli } from "./cli-engine";
import { embeddedEngine } from "./embedded-engine";
import type { Engine, TestStack } from "./engine";
import { startTestPlatform, type PlatformName, type PlatformOptions, type TestPlatform } from "./platform";
import { makeProject, type TestProject } from "./project";

// The developer's settings must not affect the tests.
process.env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(UNSTRUCTURED|AISQUARED|AIRWEAVE)_/.test(name)),
);

export type { Engine, Outcome, StoredResource, TestStack } from "./engine";
export { embeddedEngine } from "./embedded-engine";
export { startTestPlatform, type TestPlatform } from "./platform";
export { linkedPackages, makeProject, repository, type TestProject } from "./project";

/** The fixtures of a scenario: a platform, a project and its stack on one engine. */
export interface World {
  readonly platform: TestPlatform;
  /** All platforms of the scenario, by name. */
  readonly platforms: Readonly<Record<PlatformName, TestPlatform>>;
  readonly project: TestProject;
  readonly stack: TestStack;
  /** Creates another stack of the same project. */
  readonly otherStack: (name: string) => Promise<TestStack>;
}

export interface WorldOptions {
  /** Default: `unstructured`. */
  readonly platform?: PlatformName;
  readonly platformOptions?: Partial<PlatformOptions[PlatformName]>;
  /** Additional platforms, with default options. */
  readonly beside?: readonly PlatformName[];
  /** Leave the API key out of the environment. */
  readonly withoutKey?: boolean;
  readonly packages?: Readonly<Record<string, string>>;
}

/** Describes something on the embedded engine and on the CLI. Without a CLI, the second is reported as skipped. */
export function describeOnEachEngine(title: string, describeOn: (engine: Engine) => void): void {
  for (const [name, engine, present] of [
    ["the embedded engine", embeddedEngine, true],
    ["the pulumi CLI", cliEngine, hasPulumiCli],
  ] as const) {
    (present ? describe : describe.skip)(`${title} (on ${name})`, () => describeOn(engine));
  }
}

/** Describes a scenario on each engine. `world` returns its fixtures, once the first test runs. */
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

/** One stack of one project, with a state on each engine. */
export interface TwoEngines extends Omit<World, "stack" | "otherStack"> {
  readonly embedded: TestStack;
  readonly cli: TestStack;
}

/** Describes what moves between the engines. Without a CLI it is reported as skipped. */
export function describeBetweenEngines(title: string, scenario: (world: () => TwoEngines) => void): void {
  (hasPulumiCli ? describe : describe.skip)(`${title} (between the engines)`, () => {
    scenario(
      prepared({}, async (project, env) => {
        return { embedded: await embeddedEngine(project, env), cli: await cliEngine(project, env) };
      }),
    );
  });
}

/** Creates platform, project and stacks before the first test, and removes them after the last. */
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
    if (current === undefined) throw new Error("the world does not exist before the first test");
    return current;
  };
}
