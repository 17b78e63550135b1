import { afterEach, describe, expect, it } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { airweave, isConnectorsError, unstructured } from "../../../../provider/src";
import { connectorMocks, testProgram, type MockOptions } from "../../../../provider/src/testing";

const s3 = { type: "s3", config: { remote_url: "s3://b/", anonymous: true } } as const;

describe("a program with lookups under mocks", () => {
  afterEach(() => pulumi.runtime.setAllConfig({}));

  /** Answers every call, and records it. */
  const recording = (): { calls: pulumi.runtime.MockCallArgs[]; mocks: MockOptions } => {
    const calls: pulumi.runtime.MockCallArgs[] = [];
    const call = (args: pulumi.runtime.MockCallArgs): pulumi.runtime.MockCallResult => {
      calls.push(args);
      const found = { id: "1", name: "invoices", type: "s3", config: {} };
      return args.token.includes(":list") ? [found, { ...found, id: "2" }] : found;
    };
    return { calls, mocks: { call } };
  };

  it("is refused where neither Pulumi nor mocks run it", async () => {
    // No test of this file has set mocks before.
    expect(pulumi.runtime.getMonitor()).toBeUndefined();
    await expect(unstructured.getSource({ name: "invoices" })).rejects.toMatchObject({
      code: "PC_INVALID_PROGRAM",
      message: expect.stringContaining("unstructured.getSource: the program does not run in Pulumi"),
    });
  });

  it("gets what the mocks return, for promises and outputs", async () => {
    const { calls, mocks } = recording();
    const program = async (): Promise<object> => {
      const found = await unstructured.getSource({ name: "invoices", type: "s3" }, { account: "eu" });
      const listed = await unstructured.listSources();
      const source = new unstructured.Source(`${found.name}-copy`, s3);
      const output = unstructured.getSourceOutput({ name: pulumi.output("invoices") });
      const all = airweave.listCollectionsOutput({ name: "docs" });
      return {
        id: found.id,
        listed: listed.length,
        name: source.name,
        output: output.id,
        second: all.apply(([, other]) => other?.id),
      };
    };
    const { outputs, notChecked } = await testProgram(program, mocks);
    expect(outputs).toEqual({ id: "1", listed: 2, name: "invoices-copy", output: "1", second: "2" });
    expect(notChecked).toEqual([]);
    // Outputs come in any order.
    const seen = calls.map(({ token, inputs }) => [token, inputs as unknown]);
    expect(seen).toHaveLength(4);
    expect(seen).toEqual(
      expect.arrayContaining([
        ["unstructured:index:getSource", { name: "invoices", type: "s3", account: "eu" }],
        ["unstructured:index:listSources", {}],
        ["unstructured:index:getSource", { name: "invoices" }],
        ["airweave:index:listCollections", { name: "docs" }],
      ]),
    );
  });

  it("calls nothing at preview for what only the up makes", async () => {
    const { calls, mocks } = recording();
    const newResource = ({ inputs }: pulumi.runtime.MockResourceArgs): pulumi.runtime.MockResourceResult => ({
      id: undefined,
      state: inputs as object,
    });
    await pulumi.runtime.setMocks({ call: mocks.call as never, newResource }, "test", "dev", true);
    const made = new unstructured.Source("made", { name: "made", ...s3 });
    const found = unstructured.getSourceOutput({ name: made.name }) as unknown as {
      readonly isKnown: Promise<boolean>;
    };
    expect(await found.isKnown).toBe(false);
    expect(calls).toEqual([]);
  });

  it("says which call was not checked if there is no mock", async () => {
    const mocks = connectorMocks();
    await pulumi.runtime.setMocks(mocks, "test", "dev", true);
    await expect(unstructured.getSource({ name: "n" })).rejects.toThrow("no mock was given for the call");
    await mocks.verify();
    expect(mocks.notChecked).toEqual(["no mock was given for the call unstructured:index:getSource"]);
  });

  it("has its arguments checked", async () => {
    const wrong = (): Promise<unknown> => unstructured.getSource({ nmae: "n" } as never);
    const error: unknown = await testProgram(wrong).catch((reason: unknown) => reason);
    expect(isConnectorsError(error, "PC_INVALID_PROGRAM")).toBe(true);
    expect((error as Error).message).toContain(
      "unstructured.getSource: nmae: unknown key; did you mean name?",
    );
  });
});
