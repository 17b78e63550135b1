import { expect, it } from "@jest/globals";
import { describeOnEngines } from "../harness";

const withoutConfig = `
new unstructured.Source("no-config", { type: "s3" });
`;
const withManyProblems = `
new unstructured.Source("much", { name: "", type: "s3", config: { remote_ulr: "s3://b/", recursive: "perhaps", size: 12345678901234567890 } });
`;

describeOnEngines("invalid input", (world) => {
  it("is refused in a preview and in an up, before any request", async () => {
    const { platform, project, stack } = world();
    project.program(withoutConfig);
    for (const outcome of [await stack.preview(), await stack.up()]) {
      expect(outcome.succeeded).toBe(false);
      expect(outcome.output).toContain('unstructured.Source "no-config": config: missing');
    }
    expect(platform.requests).toEqual([]);
  });

  it("is reported all at once, one line per problem", async () => {
    const { project, stack } = world();
    project.program(withManyProblems);
    const { output } = await stack.preview();
    const lines = output
      .split("\n")
      .filter((line) => line.includes("    error:") && line.includes("has a problem"));
    expect(lines.map((line) => line.replace(/^.*has a problem: /, "")).sort()).toEqual(
      [
        "unstructured.Source: config.recursive: expected a boolean, got a string",
        "unstructured.Source: config.remote_ulr: unknown key; did you mean remote_url?",
        "unstructured.Source: config.remote_url: missing, expected a string",
        "unstructured.Source: config.size: an integer beyond 2^53 loses digits on its way to the platform; write it as a string",
        "unstructured.Source: config.size: unknown key",
        "unstructured.Source: config: expected one of: key and secret; key, secret and token; anonymous set to true; ambient_credentials set to true",
        "unstructured.Source: name: must not be empty",
      ].map((line) => `${line} [PC_INVALID_ARGUMENT]`),
    );
  });

  it("is reported in settings, too", async () => {
    const { platform, project, stack } = world();
    project.program(
      'new unstructured.Source("s", { type: "s3", config: { remote_url: "s3://b/", anonymous: true } });',
    );
    await stack.configure({ "unstructured:apiUrl": "not an address" });
    const outcome = await stack.up();
    expect(outcome.succeeded).toBe(false);
    expect(outcome.output).toContain(
      "setting unstructured:apiUrl (from stack config unstructured:apiUrl): expected an http or https URL",
    );
    expect(platform.requests).toEqual([]);
  });

  it("is reported for an API key that the platform refuses, with the origin of the key", async () => {
    const { platform, stack } = world();
    await stack.configure(
      { "unstructured:apiUrl": platform.url },
      { "unstructured:apiKey": "PLANTEDwrong7key" },
    );
    const outcome = await stack.up();
    expect(outcome.succeeded).toBe(false);
    expect(outcome.output).toContain("apiKey came from stack config unstructured:apiKey");
    expect(outcome.output).not.toContain("PLANTEDwrong7key");
  });
});

describeOnEngines("values that are unknown in a preview", (world) => {
  it("pass the preview and are sent by the up", async () => {
    const { platform, project, stack } = world();
    project.program(`
      const first = new unstructured.Source("first", { type: "s3", config: { remote_url: "s3://b/", anonymous: true } });
      const parts = { remote_url: pulumi.interpolate\`s3://\${first.id}/\`, key: "AKIA", secret: first.createdAt };
      new unstructured.Destination("second", { name: first.id.apply((id) => "to " + id), type: "s3", config: parts });
      new unstructured.Destination("third", { type: "s3", config: first.id.apply((id) => ({ remote_url: "s3://" + id, anonymous: true })) });
    `);
    expect(await stack.preview()).toMatchObject({ succeeded: true, changes: { create: 4 } });
    expect(platform.requests).toEqual([]);
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 4 } });
    const { first, second } = await stack.resources();
    const sent = platform.requests.find(({ body }) => (body as { name: string }).name === `to ${first?.id}`);
    expect(sent?.body).toMatchObject({ config: { remote_url: `s3://${first?.id}/` } });
    expect(second?.inputs).toMatchObject({ config: { secret: { ciphertext: expect.any(String) } } });
    expect(await stack.up()).toMatchObject({ changes: { same: 4 } });
  });

  it("update the dependents of a replaced resource in place", async () => {
    const { project, stack } = world();
    project.program(`
      const first = new unstructured.Source("first", { type: "gcs", config: { remote_url: "gs://b/", service_account_key: "{}" } });
      new unstructured.Destination("second", { type: "s3", config: { remote_url: pulumi.interpolate\`s3://\${first.id}/\`, anonymous: true } });
    `);
    expect(await stack.preview()).toMatchObject({
      succeeded: true,
      changes: { replace: 1, update: 1, delete: 1 },
    });
    expect(await stack.up()).toMatchObject({
      succeeded: true,
      changes: { replace: 1, update: 1, delete: 1 },
    });
  });
});

describeOnEngines(
  "a missing API key",
  (world) => {
    it("does not fail a preview, and an up says how to set it", async () => {
      const { platform, project, stack } = world();
      project.program(
        'new unstructured.Source("s", { type: "s3", config: { remote_url: "s3://b/", anonymous: true } });',
      );
      await stack.configure({ "unstructured:apiUrl": platform.url });
      expect(await stack.preview()).toMatchObject({ succeeded: true, changes: { create: 2 } });
      const outcome = await stack.up();
      expect(outcome.succeeded).toBe(false);
      expect(outcome.output).toContain(
        'unstructured.Source "s": a setting is missing: set unstructured:apiKey (`pulumi config set --secret unstructured:apiKey`)',
      );
      expect(platform.requests).toEqual([]);
    });
  },
  { withoutKey: true },
);
