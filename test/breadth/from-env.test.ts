import { afterAll, expect, it } from "@jest/globals";
import { describeOnEngines } from "../harness";

const program = (folder: string): string =>
  `const s3 = {
     remote_url: "s3://bucket/${folder}/",
     access_key_id: pulumi.output(fromEnv("TEST_ACCESS_KEY")),
     secret_access_key: fromEnv("TEST_SECRET_KEY"),
   };
   new unstructured.Source("invoices", { type: "s3", config: s3 });`;

const note =
  "The environment variable TEST_SECRET_KEY is not set, so a change of its value cannot be noticed";
const values = ["CANARY-access", "CANARY-secret", "CANARY-rotated"];

const setVariables = (secret: string | undefined): void => {
  process.env.TEST_ACCESS_KEY = "CANARY-access";
  if (secret === undefined) delete process.env.TEST_SECRET_KEY;
  else process.env.TEST_SECRET_KEY = secret;
};

describeOnEngines("secrets that stay in the environment", (world) => {
  afterAll(() => {
    delete process.env.TEST_ACCESS_KEY;
    delete process.env.TEST_SECRET_KEY;
  });

  it("are not needed by a preview, and an up that lacks one fails before any request", async () => {
    const { platform, project, stack } = world();
    project.program(program("a"));
    setVariables(undefined);
    expect(await stack.preview()).toMatchObject({ succeeded: true, changes: { create: 2 } });
    const { succeeded, output } = await stack.up();
    expect(succeeded).toBe(false);
    expect(output).toContain(
      "create failed: config.secret_access_key: the environment variable TEST_SECRET_KEY is not set",
    );
    expect(output).toContain("[PC_VARIABLE_NOT_SET]");
    expect(platform.requests).toEqual([]);
  });

  it("reach the platform and nothing else", async () => {
    const { platform, stack } = world();
    setVariables("CANARY-secret");
    const { succeeded, output } = await stack.up();
    expect(succeeded).toBe(true);
    expect(platform.takeBodies("POST")).toMatchObject([
      { config: { access_key_id: "CANARY-access", secret_access_key: "CANARY-secret" } },
    ]);
    const state = await stack.stateText();
    for (const value of values) expect(output + state).not.toContain(value);
    const { invoices } = await stack.resources();
    const reference = {
      fromEnv: "TEST_SECRET_KEY",
      fingerprint: expect.objectContaining({ ciphertext: expect.any(String) }),
    };
    expect(invoices?.inputs?.config).toMatchObject({ secret_access_key: reference });
    expect(invoices?.outputs?.config).toMatchObject({ secret_access_key: reference });
  });

  it("are not needed by a refresh or an up without changes, which warns that it cannot detect a rotation", async () => {
    const { platform, stack } = world();
    platform.take();
    setVariables(undefined);
    const { succeeded, output, changes } = await stack.up({ refresh: true });
    expect([succeeded, changes]).toEqual([true, { same: 2 }]);
    expect(output).toContain(note);
    expect(platform.takeWrites()).toEqual([]);
  });

  it("are needed by an update, which otherwise fails and leaves the state unchanged", async () => {
    const { platform, project, stack } = world();
    project.program(program("b"));
    const { succeeded, output } = await stack.up();
    expect([succeeded, platform.takeWrites()]).toEqual([false, []]);
    expect(output).toContain(
      "update failed: config.secret_access_key: the environment variable TEST_SECRET_KEY is not set",
    );
    expect((await stack.resources()).invoices?.outputs?.config).toMatchObject({
      remote_url: "s3://bucket/a/",
    });
  });

  it("are sent again only when they have changed", async () => {
    const { platform, project, stack } = world();
    project.program(program("a"));
    setVariables("CANARY-rotated");
    const { output, changes } = await stack.up();
    expect(changes).toEqual({ same: 1, update: 1 });
    expect(output).not.toContain(note);
    expect(platform.takeBodies("PUT")).toMatchObject([{ config: { secret_access_key: "CANARY-rotated" } }]);
    for (const value of values) expect(output + (await stack.stateText())).not.toContain(value);
    expect((await stack.up()).changes).toEqual({ same: 2 });
  });

  it("are not needed by a destroy", async () => {
    const { stack } = world();
    setVariables(undefined);
    expect(await stack.destroy()).toMatchObject({ succeeded: true });
  });
});
