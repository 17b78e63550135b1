import { expect, it } from "@jest/globals";
import { describeOnEngines } from "../harness";

const source = (name: string, url = "s3://b/", options = "{}"): string =>
  `new unstructured.Source("${name}", { type: "s3", config: { remote_url: ${JSON.stringify(url)}, anonymous: true } }, ${options})`;

describeOnEngines("programs with components and dependencies", (world) => {
  const program = `
    class Pair extends pulumi.ComponentResource {
      constructor(name, options) {
        super("test:index:Pair", name, {}, options);
        const first = ${source("first", "s3://b/", "{ parent: this }")};
        const second = ${source("second", "s3://b/", "{ parent: this, dependsOn: [first] }")};
        this.registerOutputs({ firstId: first.id, secret: pulumi.secret("PLANTED") });
      }
    }
    const pair = new Pair("pair");
    ${source("third", "s3://b/", "{ dependsOn: [pair] }")};
  `;

  it("create each object after what it depends on", async () => {
    const { platform, project, stack } = world();
    project.program(program);
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 5 } });
    expect(platform.requests.map(({ body }) => (body as { name: string }).name)).toEqual([
      "first",
      "second",
      "third",
    ]);
    const { first } = await stack.resources();
    expect(first).toMatchObject({
      urn: "urn:pulumi:dev::test::test:index:Pair$pulumi-nodejs:dynamic/unstructured:Source::first",
      parent: "urn:pulumi:dev::test::test:index:Pair::pair",
    });
    expect(await stack.stateText()).not.toContain("PLANTED");
    expect(await stack.up()).toMatchObject({ changes: { same: 5 } });
  });

  it("delete in the opposite order", async () => {
    const { platform, stack } = world();
    const { first, second, third } = await stack.resources();
    platform.take();
    expect(await stack.destroy()).toMatchObject({ succeeded: true, changes: { delete: 5 } });
    expect(platform.takeWrites()).toEqual(
      [third, second, first].map((resource) => `DELETE /api/v1/sources/${resource?.id}`),
    );
    expect(await stack.resources()).toEqual({});
  });
});

// With deeper stack traces Node 20 takes a minute to print an error; preload.ts avoids that for the embedded engine only.
const shortStacks = "Error.stackTraceLimit = 3;";

describeOnEngines("failing programs", (world) => {
  it("leave resources that they did not reach unchanged", async () => {
    const { platform, project, stack } = world();
    project.program(`${source("a")}; ${source("b")};`);
    await stack.up();
    platform.take();
    project.program(`${shortStacks} ${source("a")}; throw new Error("the program is wrong");`);
    const outcome = await stack.up();
    expect(outcome.succeeded).toBe(false);
    expect(outcome.output).toContain("the program is wrong");
    expect(platform.takeWrites()).toEqual([]);
    expect(Object.keys(await stack.resources()).sort()).toEqual(["a", "b"]);
  });

  it("include those with an unhandled rejection", async () => {
    const { project, stack } = world();
    project.program(`${shortStacks} ${source("a")}; Promise.reject(new Error("nobody awaits this"));`);
    const outcome = await stack.up();
    expect(outcome.succeeded).toBe(false);
    expect(outcome.output).toContain("nobody awaits this");
    expect(Object.keys(await stack.resources()).sort()).toEqual(["a", "b"]);
  });

  it("keep the objects created before a failure, and the next up creates the rest", async () => {
    const { platform, project, stack } = world();
    project.program(`
      const c = ${source("c")};
      new unstructured.Source("d", { type: "s3", config: { remote_url: pulumi.interpolate\`s3://\${c.id}\`, anonymous: true } });
      ${source("a")}; ${source("b")};
    `);
    // The lookup after a 500 takes a fifteenth of the timeout.
    await stack.configure({ "unstructured:timeout": "15" });
    platform.answerNext("POST", { status: 500, body: "Internal Server Error" });
    expect((await stack.up()).succeeded).toBe(false);
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 2, same: 3 } });
    expect(Object.keys(await stack.resources()).sort()).toEqual(["a", "b", "c", "d"]);
  });

  it("are refused for two resources of the same name", async () => {
    const { project, stack } = world();
    project.program(`${source("a")}; ${source("a")};`);
    const outcome = await stack.preview();
    expect(outcome.succeeded).toBe(false);
    expect(outcome.output).toContain("Duplicate resource URN");
  });

  it("are refused for `import`, with advice", async () => {
    const { project, stack } = world();
    project.program(source("e", "s3://b/", '{ import: "some-id" }'));
    const outcome = await stack.preview();
    expect(outcome.succeeded).toBe(false);
    expect(outcome.output).toContain('write { adopt: "<id>" } instead');
  });
});

describeOnEngines("Pulumi's resource options", (world) => {
  it("protect prevents the deletion of an object", async () => {
    const { platform, project, stack } = world();
    project.program(source("a", "s3://b/", "{ protect: true }"));
    await stack.up();
    platform.take();
    for (const outcome of [await stack.destroy(), (project.program(""), await stack.up())]) {
      expect(outcome.succeeded).toBe(false);
      expect(outcome.output).toContain("because it is protected");
    }
    expect(platform.takeWrites()).toEqual([]);
    project.program(source("a"));
    expect(await stack.up()).toMatchObject({ succeeded: true });
  });

  it("ignoreChanges keeps the recorded value", async () => {
    const { platform, project, stack } = world();
    project.program(source("a", "s3://other/", '{ ignoreChanges: ["config.remote_url"] }'));
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 2 } });
    expect(platform.takeWrites()).toEqual([]);
  });

  it("replaceOnChanges has no effect on a dynamic resource, and a warning says so", async () => {
    const { platform, project, stack } = world();
    project.program(source("a", "s3://other/", '{ replaceOnChanges: ["config"] }'));
    const outcome = await stack.up();
    expect(outcome).toMatchObject({ succeeded: true, changes: { update: 1 } });
    expect(outcome.output).toContain("`replaceOnChanges` has no effect on a dynamic resource");
    expect(platform.takeWrites()).toEqual([expect.stringMatching(/^PUT /)]);
  });

  it("retainOnDelete leaves the object on the platform", async () => {
    const { platform, project, stack } = world();
    project.program(source("a", "s3://other/", "{ retainOnDelete: true }"));
    await stack.up();
    platform.take();
    project.program("");
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { delete: 1 } });
    expect(platform.takeWrites()).toEqual([]);
  });

  it("deleteBeforeReplace deletes first", async () => {
    const { platform, project, stack } = world();
    project.program(source("b"));
    await stack.up();
    platform.take();
    project.program(
      'new unstructured.Source("b", { type: "gcs", config: { remote_url: "gs://b/", service_account_key: "{}" } }, { deleteBeforeReplace: true });',
    );
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { replace: 1 } });
    expect(platform.takeWrites()).toEqual([expect.stringMatching(/^DELETE /), "POST /api/v1/sources/"]);
  });
});

describeOnEngines("adopting an object", (world) => {
  it("updates it without creating another", async () => {
    const { platform, project, stack } = world();
    const response = await fetch(`${platform.url}/api/v1/sources/`, {
      method: "POST",
      headers: { "unstructured-api-key": platform.apiKey, "content-type": "application/json" },
      body: JSON.stringify({
        name: "by hand",
        type: "s3",
        config: { remote_url: "s3://by-hand/", anonymous: true },
      }),
    });
    const { id } = (await response.json()) as { id: string };
    platform.take();
    project.program(source("mine", "s3://b/", `{ adopt: "${id}" }`));
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 2 } });
    expect(platform.takeWrites()).toEqual([`PUT /api/v1/sources/${id}`]);
    expect((await stack.resources()).mine).toMatchObject({ id });
    project.program(source("mine"));
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 2 } });
  });

  it("keeps it when another resource of the program adopts it", async () => {
    const { platform, project, stack } = world();
    const { id = "" } = (await stack.resources()).mine ?? {};
    project.program(source("renamed", "s3://b/", `{ adopt: "${id}" }`));
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 1, delete: 1 } });
    expect(platform.takeWrites()).toEqual([`PUT /api/v1/sources/${id}`]);
    expect(await stack.resources()).toMatchObject({ renamed: { id } });

    project.program(source("mine", "s3://b/", `{ adopt: "${id}" }`));
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 1, delete: 1 } });
    expect(platform.takeWrites()).toEqual([`PUT /api/v1/sources/${id}`]);
  });

  it("refuses another type", async () => {
    const { platform, project, stack } = world();
    const { mine } = await stack.resources();
    platform.take();
    project.program(
      `${source("mine")}; new unstructured.Source("other", { type: "gcs", config: { remote_url: "gs://b/", service_account_key: "{}" } }, { adopt: "${mine?.id}" });`,
    );
    const outcome = await stack.up();
    expect(outcome.succeeded).toBe(false);
    expect(outcome.output).toMatch(/adopt failed: (this stack manages|type of)/);
    expect(platform.takeWrites()).toEqual([]);
  });

  it("deletes it on destroy, also with --run-program", async () => {
    const { platform, project, stack } = world();
    const { mine } = await stack.resources();
    project.program(source("mine", "s3://b/", `{ adopt: "${mine?.id}" }`));
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 2 } });
    expect(await stack.destroy({ runProgram: true })).toMatchObject({ succeeded: true });
    expect(platform.takeWrites()).toEqual([`DELETE /api/v1/sources/${mine?.id}`]);
  });
});
