import { describe, expect, it } from "@jest/globals";
import { Alias } from "@pulumi/pulumi/proto/alias_pb";
import { Callback } from "@pulumi/pulumi/proto/callback_pb";
import * as messages from "@pulumi/pulumi/proto/resource_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { ResourceMonitor } from "../../../../../sandbox/src/engine/rpc/monitor";
import type { SourceEvent } from "../../../../../sandbox/src/engine/runtime/registration";
import { newResourceState } from "../../../../../sandbox/src/engine/state/resource-state";

type Call = (
  call: { request: unknown },
  callback: (error: { code: number } | null, response?: unknown) => void,
) => void;

/** A monitor, with the events that it emits and the errors that it reports. */
function monitor() {
  const events: SourceEvent[] = [];
  const log: string[] = [];
  let failed = false;
  const { service } = new ResourceMonitor({
    project: "test",
    stack: "dev",
    config: { "test:a": { value: "1", secrets: [] } },
    dryRun: false,
    parallel: 1,
    listener: {
      emit: (event) => {
        events.push(event);
        if (event.kind === "register") {
          const urn = `urn:pulumi:dev::test::${event.goal.type}::${event.goal.name}`;
          event.done({ state: newResourceState({ urn, type: event.goal.type, custom: true }, { id: "id" }) });
        }
      },
      finished: () => undefined,
      failed: () => (failed = true),
      log: (severity, _urn, message) => log.push(`${severity}: ${message}`),
    },
  });
  const call = (method: string, request: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      (service[method] as unknown as Call)({ request }, (error, response) =>
        error === null ? resolve(response) : reject(new Error(`code ${error.code}`)),
      );
    });
  return { call, events, log, failed: () => failed };
}

const dynamic = (): messages.RegisterResourceRequest =>
  new messages.RegisterResourceRequest()
    .setType("pulumi-nodejs:dynamic/test:Thing")
    .setName("a")
    .setCustom(true)
    .setObject(Struct.fromJavaScript({}));

describe("an unsupported feature", () => {
  const hooks = new messages.RegisterResourceRequest.ResourceHooksBinding().setBeforeCreateList(["hook"]);
  it.each([
    ["a remote component", "registerResource", dynamic().setRemote(true)],
    ["a provider resource", "registerResource", dynamic().setType("pulumi:providers:aws")],
    ["the option `provider`", "registerResource", dynamic().setProvider("urn:pulumi:dev::test::x::y::z")],
    ["the option `transforms`", "registerResource", dynamic().setTransformsList([new Callback()])],
    ["the option `hooks`", "registerResource", dynamic().setHooks(hooks)],
    ["the provider aws", "registerResource", dynamic().setType("aws:s3/bucket:Bucket")],
    ["a transform", "registerStackTransform", new Callback()],
    ["a resource hook", "registerResourceHook", new messages.RegisterResourceHookRequest()],
    ["an error hook", "registerErrorHook", {}],
    ["a package with parameters", "registerPackage", new messages.RegisterPackageRequest()],
    [
      "the function aws:index:getRegion",
      "invoke",
      new messages.ResourceInvokeRequest().setTok("aws:index:getRegion"),
    ],
    ["a call of a provider's method", "call", new messages.ResourceCallRequest()],
  ])("%s ends the program with an error message, before anything is done", async (what, method, request) => {
    const { call, events, log, failed } = monitor();
    await expect(call(method, request)).rejects.toThrow("code 14");
    expect(failed()).toBe(true);
    expect(log).toEqual([expect.stringMatching(/needs the pulumi CLI/)]);
    expect(log[0]).toContain(what);
    expect(events).toEqual([]);
  });
});

describe("a registration", () => {
  it("becomes a goal, after one of the default provider with the stack config", async () => {
    const { call, events } = monitor();
    const spec = new Alias.Spec().setName("old").setNoparent(true);
    const request = dynamic()
      .setAliasesList([new Alias().setUrn("urn:old"), new Alias().setSpec(spec)])
      .setDeletedwith("urn:d")
      .setReplaceWithList(["urn:r"])
      .setImportid("some-id")
      .setDependenciesList(["urn:dep"]);
    await call("registerResource", request);
    expect(events.map((event) => event.kind === "register" && event.goal)).toMatchObject([
      { type: "pulumi:providers:pulumi-nodejs", name: "default", inputs: { "test:a": "1" } },
      {
        name: "a",
        provider: "urn:pulumi:dev::test::pulumi:providers:pulumi-nodejs::default::id",
        aliases: ["urn:old", { name: "old", type: "", parent: "", noParent: true }],
        deletedWith: "urn:d",
        replaceWith: ["urn:r"],
        importId: "some-id",
        dependencies: ["urn:dep"],
      },
    ]);
  });

  it("inherits the same options from its parent as in the CLI", async () => {
    const { call, events } = monitor();
    const component = new messages.RegisterResourceRequest()
      .setType("test:index:C")
      .setName("c")
      .setProtect(true)
      .setRetainondelete(true)
      .setDeletedwith("urn:d");
    await call("registerResource", component);
    await call("registerResource", dynamic().setParent("urn:pulumi:dev::test::test:index:C::c"));
    await call(
      "registerResource",
      dynamic().setParent("urn:pulumi:dev::test::test:index:C::c").setProtect(false),
    );
    const [, , child, other] = events.map((event) => event.kind === "register" && event.goal);
    expect(child).toMatchObject({ protect: true, retainOnDelete: true, deletedWith: "urn:d" });
    expect(other).toMatchObject({ protect: false });
  });
});
