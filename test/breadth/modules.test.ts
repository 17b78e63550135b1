import { afterAll, expect, it } from "@jest/globals";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describeOnEngines } from "../harness";

describeOnEngines("a program of ES modules", (world) => {
  it("supports top-level await, logging and exports as stack outputs", async () => {
    const { project, stack } = world();
    project.write("package.json", '{ "name": "test", "type": "module" }');
    project.write("bucket.js", 'export const bucket = await Promise.resolve("s3://b/");');
    project.write(
      "index.js",
      `import * as pulumi from "@pulumi/pulumi";
       import { unstructured } from "pulumi-connectors";
       import { bucket } from "./bucket.js";
       const source = new unstructured.Source("s", { type: "s3", config: { remote_url: bucket, anonymous: true } });
       await pulumi.log.warn("mind this", source);
       console.log("printed by the program");
       export const type = source.type;
       export const list = [source.name, { deep: pulumi.secret("PLANTED") }];`,
    );
    const outcome = await stack.up();
    expect(outcome).toMatchObject({ succeeded: true, changes: { create: 2 } });
    expect(outcome.output).toContain("warning: mind this");
    expect(outcome.output).toContain("printed by the program");
    expect(await stack.outputs()).toMatchObject({
      type: "s3",
      list: ["s", { deep: { ciphertext: expect.stringMatching(/^v1:/) } }],
    });
    expect(outcome.output + (await stack.stateText())).not.toContain("PLANTED");
  });

  it("fails on a non-zero exit code, and keeps the existing resources", async () => {
    const { project, stack } = world();
    project.write("index.js", "process.exit(3);");
    const outcome = await stack.up();
    expect(outcome.succeeded).toBe(false);
    expect(outcome.output).toContain("Program exited with non-zero exit code: 3");
    expect(Object.keys(await stack.resources())).toEqual(["s"]);
  });
});

describeOnEngines("a module hook in NODE_OPTIONS", (world) => {
  const before = process.env.NODE_OPTIONS;

  afterAll(() => {
    process.env.NODE_OPTIONS = before ?? "";
  });

  it("reaches the program, and lets it and the provider host run", async () => {
    const { project, stack } = world();
    project.write(
      "hook.mjs",
      'import { register } from "node:module";\nregister("./resolve.mjs", import.meta.url);',
    );
    project.write(
      "resolve.mjs",
      `export async function resolve(name, context, next) {
         return name === "bucket:" ? { url: 'data:text/javascript,export default "s3://b/"', shortCircuit: true } : next(name, context);
       }`,
    );
    project.write("package.json", '{ "name": "test", "type": "module" }');
    project.write(
      "index.js",
      `import { unstructured } from "pulumi-connectors";
       import bucket from "bucket:";
       new unstructured.Source("s", { type: "s3", config: { remote_url: bucket, anonymous: true } });`,
    );
    process.env.NODE_OPTIONS = `--import ${pathToFileURL(join(project.folder, "hook.mjs")).href}`;
    expect(await stack.preview()).toMatchObject({ succeeded: true, changes: { create: 2 } });
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 2 } });
  });
});
