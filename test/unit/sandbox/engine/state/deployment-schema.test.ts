import { describe, expect, it } from "@jest/globals";
import { parseDeployment, readDeployment } from "../../../../../sandbox/src/engine/state/deployment-schema";

const stored = (parts: Record<string, unknown>): unknown => ({
  version: 3,
  deployment: { resources: [{ urn: "urn:pulumi:dev::p::a:b:C::n", type: "a:b:C", ...parts }] },
});

describe("the deployment format", () => {
  it("accepts what the CLI writes: null for absent values, times with nanoseconds", () => {
    const parts = {
      custom: true,
      dependencies: null,
      propertyDependencies: { config: null },
      created: "2026-11-21T16:28:41.087394069Z",
      modified: "2026-11-21T16:28:41+01:00",
      customTimeouts: { create: 1.5 },
    };
    expect(parseDeployment(stored(parts))).toEqual(stored(parts));
  });

  it.each([
    [{ dependencies: "urn" }, "dependencies"],
    [{ custom: "yes" }, "custom"],
    [{ inputs: [] }, "inputs"],
    [{ created: "yesterday" }, "created"],
    [{ propertyDependencies: { a: [1] } }, "propertyDependencies.a.0"],
    [{ urn: "" }, "urn"],
  ])("reports the path of an invalid value, as in %j", (parts, path) => {
    const message = `: deployment.resources.0.${path}: `;
    expect(() => parseDeployment(stored(parts))).toThrow(message);
  });

  it("rejects unsupported versions and features", () => {
    const future = { version: 5, deployment: { resources: 1 } };
    expect(() => parseDeployment(future)).toThrow(/version 5.* newer .*needs the pulumi CLI/);
    expect(() => parseDeployment({ version: 2, deployment: {} })).toThrow(/version 2.* too old/);
    const tainted = { version: 4, features: ["taint"], deployment: {} };
    expect(() => parseDeployment(tainted)).toThrow(/features .*: taint; it needs the pulumi CLI/);
    expect(parseDeployment({ version: 4, features: [], deployment: {} })).toMatchObject({ version: 4 });
  });

  it("does not quote a text that is not JSON, because it may contain secrets", () => {
    expect(() => readDeployment('{"version": 3,\n "a": hunter2}')).toThrow(/^[^:]*(: line 2, column 7)?$/);
    expect(() => readDeployment("hunter2")).toThrow(/^this is not valid JSON: line 1, column 1$/);
    expect(() => readDeployment('{"a": 1,\n}')).toThrow(/: line 2, column 1$/);
  });
});
