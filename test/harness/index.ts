import { afterAll, beforeAll, describe } from "@jest/globals";
import { cliEngine, hasPulumiCli } from "./cli-engine";
import { embeddedEngine } from "./embedded-engine";
import type { Engine, TestStack } from "./engine";
import { startTestPlatform, type TestPlatform } from "./platform";
import { makeProject, type TestProject } from "./project";

// What a developer has in the environment is none of the tests' business.
delete process.env.UNSTRUCTURED_API_KEY;
delete process.env.UNSTRUCTURED_API_URL;

export type { Engine, Outcome, StoredResource, TestStack } from "./engine";
export { embeddedEngine } from "./embedded-engine";
export { startTestPlatform, type TestPlatform } from "./platform";
export { linkedPackages, makeProject, repository, type TestProject } from "./project";

/** What a scenario works with: a platform, a project and its stack, on one engine. */
export interface World {
  readonly platform: TestPlatform;
  readonly project: TestProject;
  readonly stack: TestStack;
}

export interface WorldOptions {
  readonly keepNames?: boolean;
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
  const { packages, withoutKey, ...platformOptions } = options;
  describeOnEachEngine(title, (engine) => {
    let current: World | undefined;
    beforeAll(async () => {
      const platform = await startTestPlatform(platformOptions);
      const project = makeProject(packages);
      const { UNSTRUCTURED_API_KEY: _key, ...envWithoutKey } = platform.env;
      const stack = await engine(project, withoutKey ? envWithoutKey : platform.env);
      current = { platform, project, stack };
    });
    afterAll(async () => {
      await current?.platform.stop();
      current?.project.remove();
    });
    scenario(() => {
      if (current === undefined) throw new Error("the world is not there before the first test");
      return current;
    });
  });
}
