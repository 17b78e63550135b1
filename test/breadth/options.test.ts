import { expect, it } from "@jest/globals";
import { describeOnEngines } from "../harness";

const source = (name: string, options = "{}"): string =>
  `new unstructured.Source("${name}", { type: "s3", name: "t", config: { remote_url: "s3://b/", anonymous: true } }, ${options})`;

describeOnEngines("renamed resources", (world) => {
  const pair = (name: string, options: string, secondOptions: string): string => `
    class Pair extends pulumi.ComponentResource {
      constructor(name, options) {
        super("test:index:Pair", name, {}, options);
        const args = { type: "s3", name: "of the pair", config: { remote_url: "s3://b/", anonymous: true } };
        const first = new unstructured.Source(name + "-first", args, { parent: this });
        new unstructured.Source(name + "-second", args, ${secondOptions});
      }
    }
    new Pair("${name}", ${options});
  `;
  const names = async (): Promise<string[]> => Object.keys(await world().stack.resources()).sort();

  it("keep their objects with an alias, and so do their children", async () => {
    const { platform, project, stack } = world();
    project.program(pair("one", "{}", "{ parent: this }") + source("t"));
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 5 } });
    expect(await names()).toEqual(["one", "one-first", "one-second", "t"]);
    platform.take();

    const aliased = pair("two", '{ aliases: [{ name: "one" }] }', "{ parent: this, deletedWith: first }");
    project.program(aliased + source("u", '{ aliases: [{ name: "t" }] }'));
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 5 } });
    expect(await names()).toEqual(["two", "two-first", "two-second", "u"]);
    expect(platform.takeWrites()).toEqual([]);
  });

  it("are not deleted separately with `deletedWith`", async () => {
    const { platform, project, stack } = world();
    const first = (await stack.resources())["two-first"];
    platform.take();
    project.program(source("u"));
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { delete: 3, same: 2 } });
    expect(platform.takeWrites()).toEqual([`DELETE /api/v1/sources/${first?.id}`]);
    expect(await names()).toEqual(["u"]);
  });
});

describeOnEngines("stack references", (world) => {
  it("read the outputs of another stack, and keep secrets secret", async () => {
    const { project, stack, otherStack } = world();
    project.program(`
      if (pulumi.getStack() === "dev") {
        exports.bucket = "s3://from-dev/";
        exports.keys = [{ key: "AKIA", secret: pulumi.secret("PLANTED") }, "plain"];
      } else {
        const dev = new pulumi.StackReference("organization/test/dev");
        new unstructured.Source("s", { type: "s3", config: { remote_url: dev.requireOutput("bucket"), anonymous: true } });
        exports.keys = dev.getOutput("keys");
        exports.missing = dev.getOutput("nothing").apply((value) => value === undefined);
      }
    `);
    expect(await stack.up()).toMatchObject({ succeeded: true });
    const prod = await otherStack("prod");
    expect(await prod.up()).toMatchObject({ succeeded: true, changes: { create: 2 } });
    expect((await prod.resources()).s?.inputs).toMatchObject({
      config: { remote_url: "s3://from-dev/", anonymous: true },
    });
    expect(await prod.outputs()).toMatchObject({ keys: { ciphertext: expect.stringMatching(/^v1:/) } });
    for (const each of [stack, prod]) expect(await each.stateText()).not.toContain("PLANTED");
    expect(await prod.outputs()).toHaveProperty("missing");
  });

  it("fail if there is no such stack", async () => {
    const { project, stack } = world();
    project.program('exports.x = new pulumi.StackReference("organization/test/nobody").getOutput("y");');
    const outcome = await stack.preview();
    expect(outcome.succeeded).toBe(false);
    expect(outcome.output).toContain("nobody");
  });
});

describeOnEngines(
  "refresh and destroy with --run-program",
  (world) => {
    it("use the current configuration, not that of the last up", async () => {
      const { platform, project, stack } = world();
      await stack.configure(
        { "unstructured:apiUrl": platform.url },
        { "unstructured:apiKey": platform.apiKey },
      );
      project.program(`${source("a")}; ${source("b")};`);
      expect(await stack.up()).toMatchObject({ succeeded: true });
      await stack.configure({}, { "unstructured:apiKey": "rotated" });
      platform.rotateKey("rotated");
      expect((await stack.refresh()).succeeded).toBe(false);

      project.program(`${source("a")}; ${source("c")};`);
      platform.take();
      expect(await stack.refresh({ runProgram: true })).toMatchObject({ succeeded: true });
      expect(platform.takeWrites()).toEqual([]);
      expect(Object.keys(await stack.resources()).sort()).toEqual(["a", "b"]);

      expect(await stack.destroy({ runProgram: true })).toMatchObject({ succeeded: true });
      expect(platform.takeWrites()).toHaveLength(2);
      expect(await stack.resources()).toEqual({});
    });
  },
  { withoutKey: true },
);
