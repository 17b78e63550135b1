import { describe, expect, it } from "@jest/globals";
import { call } from "./call";

/** Frames that were on the stack together, from the outermost inwards, and for how many milliseconds. */
type Sample = readonly [milliseconds: number, ...frames: readonly (readonly [name: string, url: string])[]];

/** A profile as V8 writes it. */
function profile(...all: readonly Sample[]): object {
  const nodes = [{ id: 0, callFrame: { functionName: "(root)", url: "" }, children: [] as number[] }];
  const [samples, timeDeltas]: [number[], number[]] = [[], []];
  for (const [milliseconds, ...frames] of all) {
    let parent = nodes[0];
    for (const [functionName, url] of frames) {
      const node = { id: nodes.length, callFrame: { functionName, url }, children: [] };
      nodes.push(node);
      parent?.children.push(node.id);
      parent = node;
    }
    samples.push(parent?.id ?? 0);
    timeDeltas.push(milliseconds * 1000);
  }
  return { nodes, samples, timeDeltas };
}

const of = (name: string, url = ""): readonly [string, string] => [name, url];
const undici = "/repo/node_modules/undici/index.js";
const read = of("read", "file:///repo/provider/dist/lifecycle/read.js");
const transport = of("", "/repo/provider/dist/http/transport.js");
const loading = of("Module._load", "node:internal/modules/cjs/loader");

const example = profile(
  [1, of("(idle)")],
  [2, of("(garbage collector)")],
  [4, of("main"), loading, of("", "/sdk/index.js")],
  [8, transport, loading, of("", undici)],
  [16, read, of("request", undici)],
  [32, read, of("refreshed", "/repo/provider/dist/lifecycle/outputs.js"), of("createHmac", "node:crypto")],
  [64, of("setString", "/sdk/google-protobuf.js"), of("encode")],
  [128, of("handle", "/sdk/@grpc/grpc-js/server.js")],
  [256, of("listen", "node:net")],
  [512, read, read],
);

describe("a CPU profile", () => {
  it("is split into parts, each sample counted once and idle time never", () => {
    expect(call("profile-samples.mjs", "timeByPart", example)).toEqual({
      "collecting garbage": 2,
      "loading undici": 8,
      "loading zod": 0,
      "loading the provider": 0,
      "loading Pulumi's SDK": 4,
      HTTP: 16,
      "the provider's own code": 32 + 512,
      "messages of Pulumi (protobuf)": 64,
      "calls of Pulumi (gRPC)": 128,
      "everything else of Node": 256,
    });
  });

  it("names the heaviest functions of this repository, with what they call, once for each stack", () => {
    expect(call("profile-samples.mjs", "heaviestFunctions", example, 2)).toEqual([
      { name: "read", file: "provider/dist/lifecycle/read.js", milliseconds: 16 + 32 + 512 },
      { name: "refreshed", file: "provider/dist/lifecycle/outputs.js", milliseconds: 32 },
    ]);
  });
});
