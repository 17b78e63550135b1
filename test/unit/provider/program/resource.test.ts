import { beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { airweave, aisquared, unstructured } from "../../../../provider/src";
import { secretMark } from "../../../harness/verbs";

interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
}

const config = {
  remote_url: "s3://bucket/in/",
  access_key_id: "AKIA",
  secret_access_key: "wJal",
  recursive: true,
};

describe("a program with Pulumi's mocks", () => {
  let registered: Registered[];

  beforeAll(async () => {
    await pulumi.runtime.setMocks({
      newResource: ({ type, name, inputs, id }) => {
        registered.push({ type, name, inputs: inputs as Record<string, unknown> });
        const state = { ...(inputs as object), createdAt: "2026-01-01T00:00:00Z", updatedAt: null };
        return { id: id === undefined || id === "" ? `${name}-id` : id, state };
      },
      call: () => ({}),
    });
  });
  beforeEach(() => {
    registered = [];
  });

  /** The value of an output, once everything is registered. */
  const valueOf = <Value>(output: pulumi.Output<Value>): Promise<Value> =>
    new Promise((resolve) => {
      output.apply((value) => resolve(value));
    });

  it("sees the arguments that the host receives, with the logical name as the default name", async () => {
    const source = new unstructured.Source("invoices", { type: "s3", config });
    await valueOf(source.id);
    expect(registered).toMatchObject([
      {
        type: "pulumi-nodejs:dynamic/unstructured:Source",
        name: "invoices",
        inputs: { name: "invoices", type: "s3" },
      },
    ]);
  });

  it("can read every output", async () => {
    const destination = new unstructured.Destination("d", { name: "warehouse", type: "s3", config });
    const { id, name, type, createdAt, updatedAt } = destination;
    expect(await valueOf(pulumi.all({ id, name, type, createdAt, updatedAt }))).toEqual({
      id: "d-id",
      name: "warehouse",
      type: "s3",
      createdAt: "2026-01-01T00:00:00Z",
      updatedAt: null,
    });
  });

  it("passes its options under one key, and nothing if there are none", async () => {
    await valueOf(new unstructured.Source("a", { type: "s3", config }, { onRename: "replace" }).id);
    await valueOf(new unstructured.Source("b", { name: "b", type: "s3", config }, { protect: true }).id);
    expect(registered[0]?.inputs).toMatchObject({ __options: { onRename: "replace" } });
    expect(registered[1]?.inputs).not.toHaveProperty("__options");
  });

  it("passes the paths of other values that the program marks as secret", async () => {
    const remote_url = pulumi.secret("s3://tenant-42/");
    await valueOf(
      new unstructured.Source("a", { type: "s3", config: { remote_url, key: "k", secret: "s" } }).id,
    );
    const other = { type: "something-new", config: { remote_url } } as unknown as unstructured.SourceArgs;
    await valueOf(new unstructured.Source("b", other, { onRename: "replace" }).id);
    expect(registered[0]?.inputs).toMatchObject({ __options: { secrets: ["config.remote_url"] } });
    expect(registered[1]?.inputs.__options).toEqual({ resource: "b", onRename: "replace" });
  });

  it("passes the options that policies need under a key that engines do not strip", async () => {
    const remote_url = pulumi.secret("s3://tenant-42/");
    const options = { account: "eu", adopt: "id-1", onRename: "replace", unknownKeys: "allow" } as const;
    await valueOf(
      new unstructured.Source("a", { type: "s3", config: { remote_url, key: "k", secret: "s" } }, options).id,
    );
    await valueOf(new unstructured.Source("b", { type: "s3", config }, { onRename: "replace" }).id);
    await valueOf(connector({ forceDelete: true }).id);
    expect(registered.map(({ inputs }) => inputs.optionsForPolicies)).toEqual([
      { account: "eu", adopt: "id-1", unknownKeys: "allow", secrets: ["config.remote_url"] },
      undefined,
      { forceDelete: true },
    ]);
  });

  it("passes what is to be taken over, with the resource that does so and the paths of secrets in it", async () => {
    const args = { type: "s3", config } as const;
    const parent = new pulumi.ComponentResource("test:index:Pair", "pair");
    const name = pulumi.secret("by hand");
    await valueOf(
      new unstructured.Source("a", args, { adopt: { name, type: pulumi.output("s3") }, parent }).id,
    );
    await valueOf(new unstructured.Source("b", args, { adopt: pulumi.secret("id-1") }).id);
    await valueOf(new unstructured.Source("c", args, { adopt: pulumi.output({ name: "by hand" }) }).id);
    // The mocks mark the whole of what holds a secret.
    const options = registered.flatMap(({ inputs }) => {
      const given = inputs.__options as { readonly value?: unknown } | undefined;
      return given === undefined ? [] : [given.value ?? given];
    });
    expect(options).toEqual([
      {
        ...{ adopt: { name: "by hand", type: "s3" }, adopter: "pair/a", resource: "a" },
        secrets: ["__options.adopt.name"],
      },
      { adopt: "id-1", adopter: "/b", resource: "b", secrets: ["__options.adopt"] },
      { adopt: { name: "by hand" }, adopter: "/c", resource: "c" },
    ]);
    const judged = registered.flatMap(
      ({ inputs }) => (inputs.optionsForPolicies as object | undefined) ?? [],
    );
    expect(judged[2]).toEqual({ adopt: { name: "by hand" } });
  });

  const slack = { api_token: "t", channel_id: "C0" };
  const connector = (options?: aisquared.ConnectorOptions): aisquared.Connector =>
    new aisquared.Connector(
      "a",
      { name: "it", connectorType: "destination", connectorName: "Slack", configuration: slack },
      options,
    );
  const connection = (secret: pulumi.Input<string>): airweave.SourceConnection =>
    new airweave.SourceConnection("tickets", {
      name: "tickets",
      readableCollectionId: "support",
      shortName: "stripe",
      authentication: { credentials: { api_key: secret } },
    });

  it("passes forceDelete of a connector", async () => {
    await valueOf(connector({ forceDelete: true }).id);
    await valueOf(connector().id);
    expect(registered.map(({ inputs }) => inputs.__options)).toEqual([{ forceDelete: true }, undefined]);
  });

  it("passes whether connections are tested, which no policy judges", async () => {
    await valueOf(connector({ verify: "warn" }).id);
    await valueOf(new unstructured.Source("a", { name: "a", type: "s3", config }, { verify: "fail" }).id);
    expect(registered.map(({ inputs }) => inputs.__options)).toEqual([
      { verify: "warn" },
      { verify: "fail" },
    ]);
    expect(registered.map(({ inputs }) => inputs.optionsForPolicies)).toEqual([undefined, undefined]);
  });

  describe("with triggers of a run", () => {
    const node = { name: "Partitioner", type: "partition", subtype: "vlm", settings: {} } as const;
    const workflow = (triggers: pulumi.Input<readonly unknown[]>): unstructured.Workflow =>
      new unstructured.Workflow(
        "invoices",
        { workflowType: "custom", workflowNodes: [node] },
        { run: "onChange", triggers },
      );
    const problem = (path: string): string =>
      `unstructured.Workflow "invoices": options.triggers${path}: is a resource, which never changes; give an output of it, such as source.id, or a value [PC_INVALID_ARGUMENT]`;

    it("passes their values, as a secret", async () => {
      const source = new unstructured.Source("in", { type: "s3", config });
      await valueOf(workflow([source.id, { version: pulumi.output(2) }]).id);
      expect(registered.find(({ name }) => name === "invoices")?.inputs.__options).toMatchObject({
        ...secretMark,
        value: { resource: "invoices", run: "onChange", triggers: ["in-id", { version: 2 }] },
      });
    });

    it("refuses a resource among them, and says what to give", async () => {
      const source = new unstructured.Source("in", { type: "s3", config });
      expect(() => workflow([1, source])).toThrow(problem("[1]"));
      expect(() => workflow([{ of: [source] }])).toThrow(problem("[0].of[0]"));
      expect(() => workflow([new pulumi.ComponentResource("test:index:Component", "c")])).toThrow(
        problem("[0]"),
      );
      await valueOf(source.id);
    });
  });

  it("does not pass the paths of secrets that the host knows", async () => {
    await valueOf(connection(pulumi.secret("sk_test_0000000000000000")).id);
    expect(JSON.stringify(registered[0]?.inputs)).toContain("sk_test_0000000000000000");
    expect(registered[0]?.inputs).not.toHaveProperty("__options");
  });

  it("recognizes instances of its kind, including those of another copy of the package", async () => {
    const source = new unstructured.Source("a", { type: "s3", config });
    const destination = new unstructured.Destination("b", { type: "s3", config });
    const other = connector();
    await Promise.all([source, destination, other].map(({ id }) => valueOf(id)));
    expect(unstructured.Source.isInstance(source)).toBe(true);
    expect(unstructured.Source.isInstance(destination)).toBe(false);
    expect(
      unstructured.Source.isInstance({ __pulumiType: "pulumi-nodejs:dynamic/unstructured:Source" }),
    ).toBe(true);
    for (const value of [undefined, null, "source", {}, other]) {
      expect(unstructured.Source.isInstance(value)).toBe(false);
    }
    expect(pulumi.CustomResource.isInstance(source)).toBe(true);
  });

  it("has a constant in place of the provider's code", async () => {
    await valueOf(new unstructured.Source("a", { type: "s3", config }).id);
    await valueOf(new unstructured.Destination("b", { type: "s3", config }).id);
    await valueOf(connector().id);
    await valueOf(new airweave.Collection("c").id);
    await valueOf(connection("s").id);
    const constants = registered.map(({ inputs }) => String(inputs.__provider));
    // All existing states contain these strings, so they must never change.
    expect(constants).toEqual([
      'exports.handler = () => require("pulumi-connectors/unstructured/host").source;',
      'exports.handler = () => require("pulumi-connectors/unstructured/host").destination;',
      'exports.handler = () => require("pulumi-connectors/aisquared/host").connector;',
      'exports.handler = () => require("pulumi-connectors/airweave/host").collection;',
      'exports.handler = () => require("pulumi-connectors/airweave/host").sourceConnection;',
    ]);
    for (const constant of constants) expect(Buffer.byteLength(constant)).toBeLessThanOrEqual(100);
  });

  it("reads an object by id without arguments", async () => {
    const source = unstructured.Source.get("existing", "a1b2c3d4");
    expect(await valueOf(source.createdAt)).toBe("2026-01-01T00:00:00Z");
    // The engine tells the host nothing else of the resource.
    expect(registered[0]?.inputs).toEqual({
      __options: { resource: "existing" },
      __provider: expect.any(String),
    });
  });

  it("notes the resource's own name where the program gives no other", async () => {
    await valueOf(new airweave.Collection("documents").id);
    await valueOf(new airweave.Collection("notes", { name: "notes" }).id);
    const [unnamed, named] = registered;
    expect(unnamed?.inputs).toMatchObject({ name: "documents", __options: { resource: "documents" } });
    expect(unnamed?.inputs.optionsForPolicies).toBeUndefined();
    expect(named?.inputs.__options).toBeUndefined();
  });

  it("refuses Pulumi's import and says what to write", () => {
    expect(() => new unstructured.Source("invoices", { type: "s3", config }, { import: "a1b2c3d4" })).toThrow(
      'unstructured.Source "invoices": Pulumi\'s option `import` cannot work for a dynamic resource; write { adopt: "<id>" } instead [PC_IMPORT_OPTION]',
    );
  });
});
