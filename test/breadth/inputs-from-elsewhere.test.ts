import { expect, it } from "@jest/globals";
import { describeOnEngines, type StoredResource } from "../harness";

const encrypted = { ciphertext: expect.any(String) };

function config(resource: StoredResource | undefined, side: "inputs" | "outputs"): unknown {
  return (resource?.[side] as { config?: unknown } | undefined)?.config;
}

describeOnEngines("old values that `ignoreChanges` brings back", (world) => {
  const source = (config: string, options = "") => `
    new unstructured.Source("kept", { type: "s3", config: ${config} }, { ${options} });`;

  it("stay secrets of the program in the state and in messages", async () => {
    const { platform, project, stack } = world();
    project.program(source('{ remote_url: pulumi.secret("s3://PLANTED-tenant/"), anonymous: true }'));
    expect(await stack.up()).toMatchObject({ succeeded: true });

    const ignoring = 'ignoreChanges: ["config.remote_url"]';
    for (const recursive of ["true", "false"]) {
      project.program(
        source(`{ remote_url: "s3://elsewhere/", anonymous: true, recursive: ${recursive} }`, ignoring),
      );
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { update: 1 } });
      expect(platform.requests.at(-1)?.body).toMatchObject({
        config: { remote_url: "s3://PLANTED-tenant/" },
      });
    }
    const { kept } = await stack.resources();
    expect(config(kept, "inputs")).toMatchObject({ remote_url: encrypted });
    expect(config(kept, "outputs")).toMatchObject({ remote_url: encrypted });

    project.program(source(`{ remote_url: "s3://elsewhere/", anonymous: true }`, ignoring));
    platform.answerNext("PUT", { status: 422, body: { detail: "s3://PLANTED-tenant/ is not a bucket" } });
    const refused = await stack.up();
    expect(refused.succeeded).toBe(false);
    expect(refused.output).toContain("[secret] is not a bucket");
    expect(refused.output + (await stack.stateText())).not.toContain("PLANTED");
  });
});

/** A dynamic provider as many programs have one, which keeps every value in the clear. */
const other = (id: string): string => `
exports.create = async (inputs) => ({ id: "${id}", outs: { ...inputs, createdAt: "t0" } });`;

const ofOther = (args: string): string => `
new pulumi.CustomResource("pulumi-nodejs:dynamic:Resource", "taken", {
  ...${args},
  __provider: "exports.handler = () => require('./other.js');",
});`;

describeOnEngines("the state of another provider, to which an alias leads", (world) => {
  const args =
    '{ name: "taken", type: "s3", config: { remote_url: "s3://b/", key: "PLANTED-1", secret: "PLANTED-2" } }';
  const aliased = `new unstructured.Source("taken", ${args}, { aliases: [{ type: "pulumi-nodejs:dynamic:Resource" }] });`;

  it("is taken over without a request that changes anything, and holds no secret in the clear afterwards", async () => {
    const { platform, project, stack } = world();
    const body = {
      name: "taken",
      type: "s3",
      config: { remote_url: "s3://b/", key: "PLANTED-1", secret: "PLANTED-2" },
    };
    const { id } = (await platform.ask("POST", "/api/v1/sources/", body)).body as { id: string };
    project.write("other.js", other(id));
    project.program(ofOther(args));
    expect(await stack.up()).toMatchObject({ succeeded: true });
    expect(await stack.stateText()).toContain("PLANTED");

    project.program(aliased);
    const outcome = await stack.up();
    expect(outcome).toMatchObject({ succeeded: true, changes: { update: 1 } });
    const { taken } = await stack.resources();
    expect(taken).toMatchObject({ id, type: "pulumi-nodejs:dynamic/unstructured:Source" });
    expect(config(taken, "inputs")).toMatchObject({ key: encrypted, secret: encrypted });
    expect(config(taken, "outputs")).toMatchObject({ key: encrypted, secret: encrypted });
    expect(await stack.stateText()).not.toContain("PLANTED");
    expect(platform.takeWrites()).toEqual([]);

    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 2 } });
    expect(await stack.destroy()).toMatchObject({ succeeded: true });
    expect(platform.takeWrites()).toEqual([`DELETE /api/v1/sources/${id}`]);
  });
});

describeOnEngines("a state with secrets in the clear that is imported", (world) => {
  it("holds none after `up --refresh`", async () => {
    const { project, stack } = world();
    project.program(`
      new unstructured.Source("s", { type: "s3", config: { remote_url: "s3://b/", key: "PLANTED-1", secret: "PLANTED-2" } });`);
    expect(await stack.up()).toMatchObject({ succeeded: true });
    const exported = JSON.parse(await stack.exportState()) as {
      deployment: { resources: { inputs?: { config?: object }; outputs?: { config?: object } }[] };
    };
    for (const { inputs, outputs } of exported.deployment.resources) {
      for (const side of [inputs, outputs]) {
        if (side?.config) Object.assign(side.config, { key: "PLANTED-1", secret: "PLANTED-2" });
      }
    }
    await stack.importState(JSON.stringify(exported));
    expect(await stack.stateText()).toContain("PLANTED");
    const outcome = await stack.up({ refresh: true });
    expect(outcome).toMatchObject({ succeeded: true });
    expect(outcome.output + (await stack.stateText())).not.toContain("PLANTED");
  });
});
