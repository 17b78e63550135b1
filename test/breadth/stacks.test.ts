import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import ts from "typescript";
import {
  describeOnEachEngine,
  linkedPackages,
  makeProject,
  repository,
  startTestPlatform,
  type TestPlatform,
  type TestProject,
  type TestStack,
} from "../harness";

type StackName = "dev" | "staging" | "prod";

/** The secrets of a stack, as in the example's README.md. */
const secretsOf = (stack: StackName): Record<string, string> => ({
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: `PLANTED-key-of-${stack}`,
  warehousePassword: `PLANTED-password-of-${stack}`,
  githubToken: `PLANTED-token-of-${stack}`,
});

const example = (file: string): string => readFileSync(join(repository, "examples", "stacks", file), "utf8");

/** The three stacks of `examples/stacks`; production has its own account on Unstructured. */
describeOnEachEngine("the example with three stacks", (engine) => {
  let platforms: Record<"unstructured" | "production" | "aisquared" | "airweave", TestPlatform>;
  let project: TestProject;
  let stacks: Record<StackName, TestStack>;

  beforeAll(async () => {
    platforms = {
      unstructured: await startTestPlatform(),
      production: await startTestPlatform(),
      aisquared: await startTestPlatform({}, "aisquared"),
      airweave: await startTestPlatform({}, "airweave"),
    };
    project = makeProject(linkedPackages, "stacks");
    for (const stack of ["dev", "staging", "prod"]) {
      project.write(`Pulumi.${stack}.yaml`, example(`Pulumi.${stack}.yaml`));
    }
    // The types are checked elsewhere, so no run needs the compiler.
    const { outputText } = ts.transpileModule(example("index.ts"), {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    project.write("index.js", outputText);
    const { unstructured, aisquared, airweave } = platforms;
    const env = { ...unstructured.env, ...aisquared.env, ...airweave.env };
    stacks = {
      dev: await engine(project, env, { stack: "dev" }),
      staging: await engine(project, env, { stack: "staging" }),
      prod: await engine(project, env, { stack: "prod" }),
    };
    const { url, apiKey } = platforms.production;
    await stacks.prod.configure({ "unstructured:apiUrl": url }, { "unstructured:apiKey": apiKey });
  });
  afterAll(async () => {
    await Promise.all(Object.values(platforms).map((platform) => platform.stop()));
    project.remove();
  });

  const requests = (): string[] => Object.values(platforms).flatMap((platform) => platform.take());

  it("says how to set missing values, before any request", async () => {
    const { succeeded, output } = await stacks.dev.preview();
    expect(succeeded).toBe(false);
    expect(output).toContain("the config of stack dev is invalid:");
    for (const key of Object.keys(secretsOf("dev"))) {
      expect(output).toContain(
        `stacks:${key}: missing, expected a string; set it with \`pulumi config set --secret ${key} <value>\``,
      );
    }
    expect(requests()).toEqual([]);
  });

  it.each([
    ["dev", ["invoices"], "SMALL", "example-org/sandbox", {}],
    ["staging", ["invoices", "contracts"], "SMALL", "example-org/product", { cron: "0 6 * * 1" }],
    ["prod", ["invoices", "contracts"], "LARGE", "example-org/product", { cron: "0 * * * *" }],
  ] as const)(
    "has its own buckets, schedule and account: %s",
    async (name, folders, size, repo_name, schedule) => {
      await stacks[name].configure({}, secretsOf(name));
      expect(await stacks[name].up()).toMatchObject({
        succeeded: true,
        changes: { create: folders.length + 5 },
      });
      const unstructured = platforms[name === "prod" ? "production" : "unstructured"].takeBodies("POST");
      expect(unstructured).toHaveLength(folders.length + 1);
      const secret_access_key = `PLANTED-key-of-${name}`;
      for (const folder of folders) {
        const remote_url = `s3://example-${name}-input/${folder}/`;
        expect(unstructured).toContainEqual(
          expect.objectContaining({ config: expect.objectContaining({ remote_url, secret_access_key }) }),
        );
      }
      const output: unknown = expect.objectContaining({ remote_url: `s3://example-${name}-output/` });
      expect(unstructured).toContainEqual(
        expect.objectContaining({ name: `documents-${name}`, config: output }),
      );
      expect(platforms.aisquared.takeBodies("POST")).toContainEqual({
        connector: expect.objectContaining({
          configuration: expect.objectContaining({
            host: `${name}.example.snowflakecomputing.com`,
            warehouse: size,
          }),
        }),
      });
      expect(platforms.airweave.takeBodies("POST")).toContainEqual(
        expect.objectContaining({ name: `issues-${name}`, config: { repo_name }, schedule }),
      );
      expect(requests()).toEqual([]);
      expect(await stacks[name].stateText()).not.toContain("PLANTED");
    },
  );

  it("refuses to destroy a protected stack, and destroys the others", async () => {
    requests();
    const refused = await stacks.prod.destroy();
    expect(refused.succeeded).toBe(false);
    expect(refused.output).toContain("protect");
    expect(Object.keys(await stacks.prod.resources())).toHaveLength(6);
    expect(requests().filter((line) => line.startsWith("DELETE"))).toEqual([]);

    expect(await stacks.dev.destroy()).toMatchObject({ succeeded: true });
    expect(await stacks.dev.resources()).toEqual({});
  });
});
