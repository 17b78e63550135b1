import { expect, it } from "@jest/globals";
import { describeOnEngines } from "../harness";

/** What a transformation adds after the constructor has marked the secrets of a program. */
const injected = ["PLANTED-key-1", "PLANTED-secret-1", "PLANTED-key-2", "PLANTED-secret-2"];

const program = `
const credentials = (n) => ({ remote_url: "s3://b/", key: "PLANTED-key-" + n, secret: "PLANTED-secret-" + n });
const anonymous = { type: "s3", config: { remote_url: "s3://b/", anonymous: true } };
pulumi.runtime.registerStackTransformation(({ name, props, opts }) =>
  name === "by-the-stack" ? { props: { ...props, config: credentials(1) }, opts } : undefined);
new unstructured.Source("by-the-stack", anonymous);
new unstructured.Source("by-the-resource", anonymous, {
  transformations: [({ props, opts }) => ({ props: { ...props, config: credentials(2) }, opts })],
});`;

describeOnEngines("secrets that a transformation adds", (world) => {
  it("reach the platform, and are in no output and encrypted in the state", async () => {
    const { platform, project, stack } = world();
    project.program(program);
    const preview = await stack.preview();
    const { succeeded, changes, output } = await stack.up();
    expect({ succeeded, changes }).toEqual({ succeeded: true, changes: { create: 3 } });
    const sent = JSON.stringify(platform.requests.map(({ body }) => body));
    for (const secret of injected) expect(sent).toContain(secret);
    expect(preview.output + output + (await stack.stateText())).not.toContain("PLANTED");
    const resources = await stack.resources();
    for (const name of ["by-the-stack", "by-the-resource"]) {
      const secret = { ciphertext: expect.any(String) };
      expect(resources[name]?.inputs).toMatchObject({ config: { key: secret, secret } });
      expect(resources[name]?.outputs).toMatchObject({ config: { key: secret, secret } });
    }
  });

  it("are no change afterwards, and stay encrypted through a refresh", async () => {
    const { platform, stack } = world();
    platform.takeWrites();
    for (const outcome of [await stack.up(), await stack.refresh(), await stack.up({ refresh: true })]) {
      expect(outcome).toMatchObject({ succeeded: true, changes: { same: 3 } });
      expect(outcome.output).not.toContain("PLANTED");
    }
    expect(platform.takeWrites()).toEqual([]);
    expect(await stack.stateText()).not.toContain("PLANTED");
  });
});
