import { describe, expect, it } from "@jest/globals";
import {
  makeSecret,
  Opaque,
  unknown,
  type PropertyMap,
} from "../../../../sandbox/src/engine/values/property";
import { signatureKey } from "../../../../sandbox/src/engine/values/wire";
import {
  aroundStack,
  component,
  diagnostic,
  done,
  richDiff,
  source,
  stack,
  started,
  step,
  succeeded,
} from "./display-test";

const preview = { kind: "preview", dryRun: true } as const;

describe("the rich diff of an operation", () => {
  it("shows all properties of a new resource, children under their parents", () => {
    const box = component("box", { inputs: { size: 1 } });
    const inputs: PropertyMap = {
      empty: "",
      list: [1, { k: "v" }],
      map: { deep: { er: true } },
      name: unknown,
      none: null,
      password: makeSecret("hunter2"),
      text: "has hunter2 inside",
      __provider: "p",
    };
    const child = source("a", { parent: box.urn, inputs });
    const events = [
      ...done("create", { new: box }),
      ...done("create", { new: child }, { id: "id-1", outputs: { ...inputs, createdAt: "now" } }),
    ];
    expect(richDiff({ events: aroundStack(events, { op: "create", outputs: { id: "id-1" } }) }))
      .toBe(`Updating (dev):
+ pulumi:pulumi:Stack: (create)
    [urn=urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev]
    + shop:index:Box: (create)
        [urn=urn:pulumi:dev::shop::shop:index:Box::box]
        size: 1
        + pulumi-nodejs:dynamic/unstructured:Source: (create)
            [urn=urn:pulumi:dev::shop::pulumi-nodejs:dynamic/unstructured:Source::a]
            empty     : ""
            list      : [
                [0]: 1
                [1]: {
                    k: "v"
                }
            ]
            map       : {
                deep: {
                    er: true
                }
            }
            name      : [unknown]
            none      : <null>
            password  : [secret]
            text      : "has [secret] inside"
            --outputs:--
            createdAt : "now"
    --outputs:--
    id: "id-1"
Resources:
    + 3 created

Duration: 3s
`);
  });

  it("marks the changes of an update, between unchanged properties", () => {
    const old = source("a", {
      id: "id-1",
      inputs: {
        gone: 1,
        kind: "s3",
        list: [1, 2, { k: "v" }],
        map: { deep: { er: true }, one: 1, two: "zwei" },
        password: makeSecret("one"),
        ref: "pre",
        unprinted: "",
      },
    });
    const inputs = {
      added: 1,
      kind: "s3",
      list: [1, 3, { k: "w" }, "new"],
      map: { deep: { er: false }, more: "z", one: 1, two: "two" },
      password: makeSecret("two"),
      ref: unknown,
      unprinted: "",
    };
    const events = done("update", { old, new: source("a", { inputs }) });
    expect(
      richDiff({
        ...preview,
        events: aroundStack(events, { old: { id: "id-1" }, outputs: { id: unknown } }),
      }),
    ).toBe(`Previewing update (dev):
  pulumi:pulumi:Stack: (same)
    [urn=urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev]
    ~ pulumi-nodejs:dynamic/unstructured:Source: (update)
        [id=id-1]
        [urn=urn:pulumi:dev::shop::pulumi-nodejs:dynamic/unstructured:Source::a]
      + added    : 1
      - gone     : 1
        kind     : "s3"
      ~ list     : [
            [0]: 1
          ~ [1]: 2 => 3
          ~ [2]: {
                  ~ k: "v" => "w"
                }
          + [3]: "new"
        ]
      ~ map      : {
          ~ deep: {
              ~ er: true => false
            }
          + more: "z"
            one : 1
          ~ two : "zwei" => "two"
        }
        password : [secret]
      ~ ref      : "pre" => [unknown]
Resources:
    ~ 1 to update
    1 unchanged
`);
  });

  it("shows a replacement as one step, with the outputs of the new object", () => {
    const old = source("a", { id: "id-1", inputs: { kind: "s3" }, outputs: { kind: "s3", stamp: "one" } });
    const parts = {
      old,
      new: source("a", { inputs: { kind: "gcs" }, outputs: { kind: "gcs", stamp: "two" } }),
    };
    const events = [
      ...done("create-replacement", { ...parts, logical: false }),
      ...done("replace", parts),
      ...done("delete-replaced", { old, logical: false }),
    ];
    expect(richDiff({ events: aroundStack(events) })).toBe(`Updating (dev):
  pulumi:pulumi:Stack: (same)
    [urn=urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev]
    +-pulumi-nodejs:dynamic/unstructured:Source: (replace)
        [id=id-1]
        [urn=urn:pulumi:dev::shop::pulumi-nodejs:dynamic/unstructured:Source::a]
      ~ kind : "s3" => "gcs"
      ~ stamp: "one" => "two"
        --outputs:--
      ~ stamp: "one" => "two"
Resources:
    +-1 replaced
    1 unchanged

Duration: 3s
`);
  });

  it("shows the changes that a refresh finds, and the properties of a deleted object", () => {
    const a = source("a", { id: "id-1", inputs: { name: "y" }, outputs: { name: "y", stamp: "s" } });
    const b = source("b", { id: "id-2", inputs: { name: "z" }, outputs: { name: "z" } });
    const root = stack({ id: "id-1" });
    const events = [
      ...[
        started(step("refresh", { old: root, new: root })),
        succeeded(step("refresh", { old: root, new: root }), "same"),
      ],
      started(step("refresh", { old: a, new: a })),
      succeeded(step("refresh", { old: a, new: { ...a, outputs: { name: "drift", stamp: "s" } } }), "update"),
      ...[started(step("refresh", { old: b, new: b })), succeeded(step("refresh", { old: b }), "delete")],
    ];
    expect(richDiff({ kind: "refresh", events })).toBe(`Refreshing (dev):
  pulumi:pulumi:Stack: (same)
    [urn=urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev]
    --outputs:--
    id: "id-1"
    ~ pulumi-nodejs:dynamic/unstructured:Source: (update)
        [id=id-1]
        [urn=urn:pulumi:dev::shop::pulumi-nodejs:dynamic/unstructured:Source::a]
      ~ name : "y" => "drift"
        stamp: "s"
    - pulumi-nodejs:dynamic/unstructured:Source: (delete)
        [id=id-2]
        [urn=urn:pulumi:dev::shop::pulumi-nodejs:dynamic/unstructured:Source::b]
        --outputs:--
      - name: "z"
Resources:
    ~ 1 updated
    - 1 deleted
    2 changes. 1 unchanged

Duration: 3s
`);
  });

  it("does not indent what is deleted before its parent", () => {
    const a = source("a", { id: "id-1", inputs: { list: [1] }, outputs: { list: [1] } });
    const events = [...done("delete", { old: a }), ...done("delete", { old: stack() })];
    expect(richDiff({ kind: "destroy", events })).toBe(`Destroying (dev):
- pulumi-nodejs:dynamic/unstructured:Source: (delete)
    [id=id-1]
    [urn=urn:pulumi:dev::shop::pulumi-nodejs:dynamic/unstructured:Source::a]
    list: [
        [0]: 1
    ]
    --outputs:--
  - list: [
  -     [0]: 1
    ]
- pulumi:pulumi:Stack: (delete)
    [urn=urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev]
Resources:
    - 2 deleted

Duration: 3s
`);
  });

  it("shows reads and discards, without counting them", () => {
    const got = source("got", { id: "id-2" });
    const events = [
      ...done("read", { new: got }, { outputs: { name: "x" } }),
      ...done("discard", { old: got }).filter(({ kind }) => kind === "step-started"),
    ];
    expect(richDiff({ ...preview, events: aroundStack(events) })).toBe(`Previewing update (dev):
  pulumi:pulumi:Stack: (same)
    [urn=urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev]
    > pulumi-nodejs:dynamic/unstructured:Source: (read)
        [urn=urn:pulumi:dev::shop::pulumi-nodejs:dynamic/unstructured:Source::got]
        --outputs:--
        name: "x"
    < pulumi-nodejs:dynamic/unstructured:Source: (discard)
        [id=id-2]
        [urn=urn:pulumi:dev::shop::pulumi-nodejs:dynamic/unstructured:Source::got]
Resources:
    1 unchanged
`);
  });

  it("prints a failure when it occurs, and a blank line after output of the program", () => {
    const create = step("create", { new: source("a", { inputs: { name: "x" } }) });
    const events = [
      diagnostic({ message: "hello\n", stream: "stdout" }),
      started(create),
      diagnostic({ severity: "error", urn: create.urn, message: "refused\nfor a reason" }),
      { kind: "step-failed", step: create } as const,
      diagnostic({ severity: "error", message: "update failed" }),
    ];
    expect(richDiff({ events: aroundStack(events) })).toBe(`Updating (dev):
  pulumi:pulumi:Stack: (same)
    [urn=urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev]
hello

    + pulumi-nodejs:dynamic/unstructured:Source: (create)
        [urn=urn:pulumi:dev::shop::pulumi-nodejs:dynamic/unstructured:Source::a]
        name: "x"
error: refused
for a reason
error: update failed
Resources:
    1 unchanged
    1 errored

Duration: 3s
`);
  });

  it("shows a provider that is not a default one or has changed, and protection", () => {
    const provider = "urn:pulumi:dev::shop::pulumi:providers:pulumi-nodejs::mine::7";
    const old = source("a", { provider, protect: true, retainOnDelete: true });
    const header = (op: "update" | "delete", next = { ...old, protect: false }): string[] =>
      richDiff({ events: done(op, op === "delete" ? { old } : { old, new: next }) }).split("\n");
    expect(header("delete").slice(1, 4)).toEqual([
      "- pulumi-nodejs:dynamic/unstructured:Source: (delete[retain]) 🔒",
      "    [urn=urn:pulumi:dev::shop::pulumi-nodejs:dynamic/unstructured:Source::a]",
      `    [provider=${provider}]`,
    ]);
    expect(header("update")[1]).toBe("~ pulumi-nodejs:dynamic/unstructured:Source: (update) 🔓");
    const unknownProvider = provider.replace("::7", "::04da6b54-80e4-46f7-96ec-b56ff0331ba9");
    expect(header("update", { ...old, provider: unknownProvider })[3]).toBe(
      `    [provider: ${provider} => urn:pulumi:dev::shop::pulumi:providers:pulumi-nodejs::mine::[unknown]]`,
    );
  });
});

describe("a changed property", () => {
  const lines = (count: number, changes: Readonly<Record<number, string>> = {}): string =>
    Array.from({ length: count }, (_, index) => changes[index] ?? `line ${index}`).join("\n");
  const asset = (text: string): Opaque =>
    new Opaque({ [signatureKey]: "c44067f5952c0a294b673a41bacd8c17", text });

  it.each<[string, PropertyMap["x"], PropertyMap["x"], string]>([
    ["a whole number", 1e21, 2e21, "  ~ x: 1000000000000000000000 => 2000000000000000000000\n"],
    ["a small number", 1e-7, 2.5, "  ~ x: 1e-07 => 2.5\n"],
    ["a type", "1", 1, '  ~ x: "1" => 1\n'],
    ["text with controls", 'a\t"é\u0001', "b\\", '  ~ x: "a\\t\\"é\\x01" => "b\\\\"\n'],
    ["a text that becomes a map", "str", { a: 1 }, '  - x: "str"\n  + x: {\n      + a: 1\n    }\n'],
    ["a value that goes", "str", null, '  - x: "str"\n'],
    ["an empty list", [], [1], "  ~ x: [\n      + [0]: 1\n    ]\n"],
    ["a secret that is none any more", makeSecret("s"), 2, "  ~ x: [secret] => 2\n"],
    [
      "a list in a list",
      [[1], [3, 4]],
      [[1], [3, 5]],
      "  ~ x: [\n        [0]: [\n                [0]: 1\n            ]\n      ~ [1]: [\n                [0]: 3\n              ~ [1]: 4 => 5\n            ]\n    ]\n",
    ],
    [
      "JSON",
      '{"a":1,"b":[1,2]}',
      '{"a":2,"b":[1],"c":null}',
      "  ~ x: (json) {\n      ~ a: 1 => 2\n      ~ b: [\n            [0]: 1\n          - [1]: 2\n        ]\n    }\n",
    ],
    [
      "JSON that says the same",
      '{"a":1}',
      '{ "a": 1 }',
      '  ~ x: "\\"{\\\\\\"a\\\\\\":1}\\"" => "\\"{ \\\\\\"a\\\\\\": 1 }\\""\n',
    ],
    ["YAML", "a: 1\nb: x\n", "a: 1\nb: z\n", '  ~ x: (yaml) {\n        a: 1\n      ~ b: "x" => "z"\n    }\n'],
    ["one line that looks like YAML", "just: colon", "just: semi", '  ~ x: "just: colon" => "just: semi"\n'],
    ["a line of few", "one\ntwo", "two", "  ~ x: \n      - one\n        two\n"],
    [
      "two lines of many",
      lines(20),
      lines(20, { 7: "changed", 15: "also" }),
      `  ~ x: 
        ...
        line 5
        line 6
      - line 7
      + changed
        line 8
        line 9
        ...
        line 13
        line 14
      - line 15
      + also
        line 16
        line 17
        ...
`,
    ],
    [
      "an asset",
      asset("hello\nworld"),
      asset("hello\nthere"),
      "  - x: asset(text:26c60a6) {\n        <contents elided>\n    }\n  + x: asset(text:b3d5b91) {\n        <contents elided>\n    }\n",
    ],
  ])("is %s", (_, old, next, expected) => {
    const text = richDiff({
      events: aroundStack([], { old: { x: old ?? null }, outputs: { x: next ?? null } }),
    });
    expect(text.slice(text.indexOf("--outputs:--\n") + 13, text.indexOf("Resources:"))).toBe(expected);
  });

  it("is truncated if it is long and new", () => {
    const outputs = { json: "[1]", long: "y".repeat(300), many: lines(5) };
    expect(richDiff({ events: aroundStack([], { op: "create", outputs }) })).toContain(`    --outputs:--
    json: (json) [
        [0]: 1
    ]

    long: "${"y".repeat(150)}..."
    many: "line 0\\nline 1\\nline 2\\n..."
`);
  });

  it("may be a resource, whose unknown outputs are omitted in a preview", () => {
    const old = { a: { id: "id-1", name: "x" }, list: [{ id: "id-1" }] };
    const resource = { "@isPulumiResource": true, id: "id-1", name: "y", stamp: unknown };
    const outputs = { a: resource, fresh: resource, list: [{ ...resource, id: unknown }] };
    expect(richDiff({ ...preview, events: aroundStack([], { old, outputs }) })).toContain(`    --outputs:--
  ~ a    : {
        id  : "id-1"
      ~ name: "x" => "y"
    }
  + fresh: {
      + id   : "id-1"
      + name : "y"
      + stamp: [unknown]
    }
  ~ list : [
      ~ [0]: {
              + name: "y"
            }
    ]
`);
  });
});
