import { describe, expect, it } from "@jest/globals";
import { cliEngine, hasPulumiCli } from "../harness/cli-engine";
import { describeOnEngines, makeProject, startTestPlatform } from "../harness";

const credentials = `
const credentials = (n) => ({ remote_url: "s3://b/", key: "PLANTED-key-" + n, secret: "PLANTED-secret-" + n });
const anonymous = { type: "s3", config: { remote_url: "s3://b/", anonymous: true } };
const inject = (n) => ({ type, props, opts }) =>
  type.startsWith("acme") ? undefined : { props: { ...props, config: credentials(n) }, opts };`;

/** Every kind of transformation that runs in the program, after the constructor has marked the secrets of its arguments. */
const program = `${credentials}
pulumi.runtime.registerStackTransformation((args) => args.name === "by-the-stack" ? inject(1)(args) : undefined);
new unstructured.Source("by-the-stack", anonymous);
new unstructured.Source("by-the-resource", anonymous, { transformations: [inject(2)] });
const parent = new pulumi.ComponentResource("acme:Intake", "parent", {}, { transformations: [inject(3)] });
new unstructured.Source("by-the-component", anonymous, { parent });
const late = ({ props, opts }) => ({ props: { ...props, config: pulumi.output(Promise.resolve(credentials(4))) }, opts });
new unstructured.Source("by-an-output", anonymous, { transformations: [late] });
const other = { type: otherType("s3"), config: { remote_url: "s3://b/", key: "PLANTED-key", secret: "PLANTED-token" } };
new unstructured.Source("other", anonymous, {
  publicKeys: ["remote_url"],
  transformations: [({ props, opts }) => ({ props: { ...props, ...other }, opts })],
});
new unstructured.Source("from-env", anonymous, {
  transformations: [({ props, opts }) => ({
    props: { ...props, config: { remote_url: "s3://b/", key: fromEnv("KEY_OF_TEST"), secret: fromEnv("SECRET_OF_TEST") } },
    opts,
  })],
});`;

const injected = [1, 2, 3, 4].flatMap((n) => [`PLANTED-key-${n}`, `PLANTED-secret-${n}`]);

describeOnEngines("secrets that a transformation adds", (world) => {
  it("reach the platform, and are in no output and encrypted in the state", async () => {
    process.env.KEY_OF_TEST = "PLANTED-key-of-env";
    process.env.SECRET_OF_TEST = "PLANTED-secret-of-env";
    const { platform, project, stack } = world();
    project.program(program);
    const preview = await stack.preview({ diff: true });
    const { succeeded, changes, output } = await stack.up();
    expect({ succeeded, changes }).toEqual({ succeeded: true, changes: { create: 8 } });
    const sent = JSON.stringify(platform.requests.map(({ body }) => body));
    const all = [...injected, "PLANTED-token", "PLANTED-key-of-env", "PLANTED-secret-of-env"];
    for (const secret of all) expect(sent).toContain(secret);
    expect(preview.output + output + (await stack.stateText())).not.toContain("PLANTED");
    const resources = await stack.resources();
    const secret = { ciphertext: expect.any(String) };
    for (const name of ["by-the-stack", "by-the-resource", "by-the-component", "by-an-output"]) {
      expect(resources[name]?.inputs).toMatchObject({ config: { key: secret, secret } });
      expect(resources[name]?.outputs).toMatchObject({ config: { key: secret, secret } });
    }
    expect(resources.other?.inputs).toMatchObject({
      type: "s3",
      config: { remote_url: "s3://b/", key: secret, secret },
    });
    expect(resources["from-env"]?.outputs).toMatchObject({
      config: { secret: { fromEnv: "SECRET_OF_TEST", fingerprint: secret } },
    });
  });

  it("are no change afterwards, and stay encrypted through a refresh", async () => {
    const { platform, stack } = world();
    platform.takeWrites();
    for (const outcome of [await stack.up(), await stack.refresh(), await stack.up({ refresh: true })]) {
      expect(outcome).toMatchObject({ succeeded: true, changes: { same: 8 } });
      expect(outcome.output).not.toContain("PLANTED");
    }
    expect(platform.takeWrites()).toEqual([]);
    expect(await stack.stateText()).not.toContain("PLANTED");
  });
});

// The embedded engine refuses these: they run in the engine.
(hasPulumiCli ? describe : describe.skip)(
  "secrets that `registerResourceTransform` adds (on the pulumi CLI)",
  () => {
    it("are in no output and encrypted in the state", async () => {
      const platform = await startTestPlatform();
      const project = makeProject();
      try {
        project.program(`${credentials}
        pulumi.runtime.registerResourceTransform(({ type, props, opts }) =>
          type.includes("unstructured") ? { props: { ...props, config: credentials(1) }, opts } : undefined);
        new unstructured.Source("transformed", anonymous);`);
        const stack = await cliEngine(project, platform.env);
        const outputs = [await stack.preview({ diff: true }), await stack.up(), await stack.up()];
        expect(outputs.map(({ succeeded }) => succeeded)).toEqual([true, true, true]);
        expect(JSON.stringify(platform.requests.map(({ body }) => body))).toContain("PLANTED-secret-1");
        const text = outputs.map(({ output }) => output).join("\n");
        expect(text + (await stack.stateText())).not.toContain("PLANTED");
      } finally {
        await platform.stop();
        project.remove();
      }
    });
  },
);
