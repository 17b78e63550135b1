import { describe, expect, it } from "@jest/globals";
import { makeSecret, unknown } from "../../../../sandbox/src/engine/values/property";
import {
  aroundStack,
  component,
  diagnostic,
  done,
  progress,
  source,
  started,
  stack,
  step,
  succeeded,
} from "./display-test";

const before = source("a", {
  id: "id-1",
  inputs: { name: "x", kind: "s3", gone: 1, password: makeSecret("one"), __provider: "p" },
});
const after = source("a", {
  inputs: { name: "y", kind: "s3", more: 1, password: makeSecret("two"), __provider: "q" },
});

describe("the progress of an operation", () => {
  it("has a line at the start and at the end of a step, the stack at the end, then outputs and summary", () => {
    const create = done("create", { new: source("a") }, { id: "id-1" });
    expect(
      progress({
        events: aroundStack(create, {
          op: "create",
          outputs: { id: "id-1", password: makeSecret("hunter2") },
        }),
      }),
    ).toBe(`Updating (dev):

 +  pulumi:pulumi:Stack shop-dev creating (0s) 
 +  pulumi-nodejs:dynamic/unstructured:Source a creating (0s) 
 +  pulumi-nodejs:dynamic/unstructured:Source a created (0.50s) 
 +  pulumi:pulumi:Stack shop-dev created (1s) 
Outputs:
    id      : "id-1"
    password: [secret]

Resources:
    + 2 created

Duration: 3s

`);
  });

  it("has one line per step in a preview, without durations", () => {
    const update = done("update", { old: before, new: after });
    expect(
      progress({
        kind: "preview",
        dryRun: true,
        events: aroundStack(update, { old: { id: "id-1" }, outputs: { id: unknown } }),
      }),
    ).toBe(`Previewing update (dev):

 ~  pulumi-nodejs:dynamic/unstructured:Source a update [diff: +more-gone~name]
    pulumi:pulumi:Stack shop-dev  
Resources:
    ~ 1 to update
    1 unchanged

`);
  });

  it("shows the inputs that require a replacement in each of its parts", () => {
    const parts = { old: before, new: source("a", { inputs: { ...before.inputs, kind: "gcs" } }) };
    const replacement = [
      ...done("create-replacement", { ...parts, logical: false }),
      ...done("replace", parts),
      ...done("delete-replaced", { old: before, logical: false }),
    ];
    expect(progress({ kind: "preview", dryRun: true, events: aroundStack(replacement) }))
      .toBe(`Previewing update (dev):

 ++ pulumi-nodejs:dynamic/unstructured:Source a create replacement [diff: ~kind]
 +- pulumi-nodejs:dynamic/unstructured:Source a replace [diff: ~kind]
 -- pulumi-nodejs:dynamic/unstructured:Source a delete original [diff: ~kind]
    pulumi:pulumi:Stack shop-dev  
Resources:
    +-1 to replace
    1 unchanged

`);
  });

  it("shows a discarded object only as replaced", () => {
    const got = source("got", { id: "id-2", external: true });
    const events = [
      ...done("discard", { old: got }),
      ...done("discard-replaced", { old: got, logical: false }),
    ];
    expect(progress({ events: aroundStack(events) })).toContain(`
 << pulumi-nodejs:dynamic/unstructured:Source got discarding original (0s) 
 << pulumi-nodejs:dynamic/unstructured:Source got discarded original (0.50s) 
Resources:
    1 unchanged
`);
  });

  it("mentions a read in passing", () => {
    const read = done("read", { new: source("got", { id: "id-2" }) });
    expect(progress({ kind: "preview", dryRun: true, events: aroundStack(read) }))
      .toBe(`Previewing update (dev):

    pulumi:pulumi:Stack shop-dev running read pulumi-nodejs:dynamic/unstructured:Source got
    pulumi:pulumi:Stack shop-dev running read pulumi-nodejs:dynamic/unstructured:Source got
    pulumi:pulumi:Stack shop-dev  
Resources:
    1 unchanged

`);
  });

  it("prints every resource of a refresh twice, with the result", () => {
    const old = stack({ id: "id-1" });
    const refresh = [
      ...[started(step("refresh", { old, new: old })), succeeded(step("refresh", { old, new: old }), "same")],
      started(step("refresh", { old: before, new: before })),
      succeeded(
        step("refresh", { old: before, new: { ...before, inputs: { ...before.inputs, name: "drift" } } }),
        "update",
      ),
      ...[
        started(step("refresh", { old: source("b"), new: source("b") })),
        succeeded(step("refresh", { old: source("b") }), "delete"),
      ],
    ];
    expect(progress({ kind: "refresh", events: refresh })).toBe(`Refreshing (dev):

 ~  pulumi:pulumi:Stack shop-dev refreshing (0s) 
    pulumi:pulumi:Stack shop-dev running 
 ~  pulumi-nodejs:dynamic/unstructured:Source a refreshing (0s) 
 ~  pulumi-nodejs:dynamic/unstructured:Source a updated (0.50s) [diff: ~name]
 ~  pulumi-nodejs:dynamic/unstructured:Source b refreshing (0s) 
 -  pulumi-nodejs:dynamic/unstructured:Source b deleted (0.50s) 
    pulumi:pulumi:Stack shop-dev  
Outputs:
    id: "id-1"

Resources:
    ~ 1 updated
    - 1 deleted
    2 changes. 1 unchanged

Duration: 3s

`);
  });

  it("has a line without a resource if the stack is deleted after its resources", () => {
    const box = component("box");
    const events = [
      ...done("delete", { old: { ...before, parent: box.urn } }),
      ...done("delete", { old: box }),
      ...done("delete", { old: stack({ id: "id-1" }) }),
    ];
    expect(progress({ kind: "destroy", events })).toBe(`Destroying (dev):

 -  pulumi-nodejs:dynamic/unstructured:Source a deleting (0s) 
 -  pulumi-nodejs:dynamic/unstructured:Source a deleted (0.50s) 
 -  shop:index:Box box deleting (0s) 
 -  pulumi:pulumi:Stack shop-dev deleting (0s) 
 -  pulumi:pulumi:Stack shop-dev deleted (0.50s) 
    pulumi:pulumi:Stack shop-dev  
Resources:
    - 3 deleted

Duration: 3s

`);
  });

  it.each([
    ["preview", "Previewing update (dev):"],
    ["refresh", "Previewing refresh (dev):"],
    ["destroy", "Previewing destroy (dev):"],
  ] as const)("says of a dry run what it previews: %s", (kind, title) => {
    expect(progress({ kind, dryRun: true, events: [] })).toMatch(title);
  });

  it("shows failures, and repeats the full message at the end", () => {
    const create = step("create", { new: source("a") });
    const events = [
      started(create),
      diagnostic({ severity: "error", urn: create.urn, message: "refused\nfor a reason" }),
      { kind: "step-failed", step: create } as const,
      diagnostic({ severity: "error", message: "update failed" }),
    ];
    expect(progress({ events: aroundStack(events) })).toBe(`Updating (dev):

 +  pulumi-nodejs:dynamic/unstructured:Source a creating (0s) 
 +  pulumi-nodejs:dynamic/unstructured:Source a creating (0s) error: refused
 +  pulumi-nodejs:dynamic/unstructured:Source a **creating failed** error: refused
    pulumi:pulumi:Stack shop-dev running error: update failed
    pulumi:pulumi:Stack shop-dev **failed** 1 error
Diagnostics:
  pulumi:pulumi:Stack (shop-dev):
    error: update failed

  pulumi-nodejs:dynamic/unstructured:Source (a):
    error: refused
    for a reason

Resources:
    1 unchanged
    2 errored

Duration: 3s

`);
  });

  it("shows a failure in a preview only as a message", () => {
    const refresh = step("refresh", { old: before, new: before });
    const events = [
      started(refresh),
      diagnostic({ severity: "error", urn: refresh.urn, message: "Preview failed: refused" }),
      { kind: "step-failed", step: refresh } as const,
    ];
    expect(progress({ kind: "refresh", dryRun: true, events: aroundStack(events) })).toContain(`
 ~  pulumi-nodejs:dynamic/unstructured:Source a refreshing 
 ~  pulumi-nodejs:dynamic/unstructured:Source a refreshing error: Preview failed: refused
    pulumi:pulumi:Stack shop-dev  
 ~  pulumi-nodejs:dynamic/unstructured:Source a refresh 1 error
Diagnostics:
`);
  });

  it("shows the first line of a program's message, and at the end all of it by stream", () => {
    const events = [
      diagnostic({ message: "hello  \n", stream: "stdout" }),
      diagnostic({ message: "oh\n", stream: "stderr", severity: "info#err" }),
      diagnostic({ message: "again\n", stream: "stdout" }),
      diagnostic({ message: "two\nlines", severity: "warning" }),
      diagnostic({ message: "passing", ephemeral: true }),
      diagnostic({ message: "quiet", severity: "debug" }),
    ];
    expect(progress({ kind: "preview", dryRun: true, events: aroundStack(events) }))
      .toBe(`Previewing update (dev):

    pulumi:pulumi:Stack shop-dev running hello  
    pulumi:pulumi:Stack shop-dev running oh
    pulumi:pulumi:Stack shop-dev running again
    pulumi:pulumi:Stack shop-dev running warning: two
    pulumi:pulumi:Stack shop-dev running passing
    pulumi:pulumi:Stack shop-dev  1 warning; 3 messages
Diagnostics:
  pulumi:pulumi:Stack (shop-dev):
    hello
    again

    oh

    warning: two
    lines

Resources:
    1 unchanged

`);
  });

  it("shows interrupted steps", () => {
    const events = [started(step("create", { new: source("a") }))];
    expect(progress({ events: aroundStack(events) })).toContain(
      "\n +  pulumi-nodejs:dynamic/unstructured:Source a creating (interrupted) \n",
    );
  });

  it("flags a retained object, and changed protection", () => {
    const kept = source("a", { retainOnDelete: true });
    expect(progress({ events: done("delete", { old: kept }) })).toContain(" a deleted (0.50s)[retain] \n");
    const box = component("box", { protect: true });
    const events = done("same", { old: { ...box, protect: false }, new: box });
    expect(progress({ events: aroundStack(events) })).toContain("    shop:index:Box box  [diff: ~protect]\n");
  });

  it("shows all outputs after an update, and in a preview only known changes", () => {
    const old = { a: 1, b: 1, c: 1, none: null };
    const outputs = { a: 1, b: [2], d: { x: unknown }, none: null };
    expect(progress({ events: aroundStack([], { old, outputs }) })).toContain(`Outputs:
    a   : 1
  - b   : 1
  + b   : [
  +     [0]: 2
    ]
  - c   : 1
  + d   : {
      + x: [unknown]
    }

`);
    const preview = { kind: "preview", dryRun: true } as const;
    expect(
      progress({ ...preview, events: aroundStack([], { old, outputs: { ...old, b: unknown, c: 2 } }) }),
    ).toContain("Outputs:\n  ~ c   : 1 => 2\n\n");
    expect(progress({ ...preview, events: aroundStack([], { old, outputs: old }) })).not.toContain(
      "Outputs:",
    );
    const suppressed = { events: aroundStack([], { old, outputs }), suppressOutputs: true };
    expect(progress(suppressed)).not.toContain("Outputs:");
  });
});
