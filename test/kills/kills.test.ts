import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { embeddedEngine, linkedPackages, makeProject, repository, type TestProject } from "../harness";
import { testPassphrase } from "../harness/engine";
import { lightSdk } from "../harness/sdk";
import { filePlatform, twentyResources } from "./file-platform";

const moments = Number(process.env.KILLS ?? 50);
const seed = Number(process.env.KILLS_SEED ?? 20261121);

/** When to kill which process. */
interface Kill {
  readonly victim: "engine" | "host" | "program";
  /** The number of the provider's write, from 1. */
  readonly write: number;
  /** Before or after the write. */
  readonly phase: "before" | "after";
}

const kill: fc.Arbitrary<Kill> = fc.record({
  victim: fc.constantFrom("engine", "host", "program"),
  write: fc.integer({ min: 1, max: 20 }),
  phase: fc.constantFrom("before", "after"),
});

describe(`an \`up\` of 20 resources that is killed (${moments} moments from seed ${seed})`, () => {
  let project: TestProject | undefined;
  afterEach(() => project?.remove());

  it.each(fc.sample(kill, { numRuns: moments, seed }))(
    "is completed by the next one: $victim, $phase write $write",
    async (plan) => {
      project = makeProject({ "@pulumi/pulumi": linkedPackages["@pulumi/pulumi"] });
      const platform = join(project.folder, "platform");
      mkdirSync(join(platform, "objects"), { recursive: true });
      project.write("node_modules/file-platform/index.js", filePlatform);
      project.write("index.js", twentyResources);
      writeFileSync(join(platform, "plan.json"), JSON.stringify(plan));

      const killed = await up(project.folder, platform);
      expect(existsSync(join(platform, "plan.json"))).toBe(false);
      expect(killed.code).not.toBe(0);

      const stack = await embeddedEngine(project, { FILE_PLATFORM: platform });
      const again = await stack.up();
      expect(again.succeeded).toBe(true);
      const managed = Object.values(await stack.resources()).map(({ id }) => String(id));
      expect(managed).toHaveLength(20);
      const objects = readdirSync(join(platform, "objects")).map((name) => name.replace(".json", ""));
      for (const id of managed) expect(objects).toContain(id);
      const orphans = objects.filter((id) => !managed.includes(id));
      for (const id of orphans)
        expect(again.output).toContain(`::${nameOf(platform, id)}, interrupted while creating`);
      // At most the writes in flight, which are limited by the engine's concurrency.
      expect(orphans.length).toBeLessThanOrEqual(4);
    },
  );
});

async function up(folder: string, platform: string): Promise<{ code: number | null; output: string }> {
  const cli = join(repository, "sandbox", "dist", "cli.js");
  const child = spawn(
    process.execPath,
    [cli, "up", "--yes", "--skip-preview", "--parallel", "4", "-C", folder],
    {
      env: { ...process.env, ...lightSdk, PULUMI_CONFIG_PASSPHRASE: testPassphrase, FILE_PLATFORM: platform },
    },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data: Buffer) => (output += data.toString()));
  }
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output };
}

function nameOf(platform: string, id: string): string {
  const object = JSON.parse(readFileSync(join(platform, "objects", `${id}.json`), "utf8")) as {
    name: string;
  };
  return object.name;
}
