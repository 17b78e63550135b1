import { expect, it } from "@jest/globals";
import { Deployment } from "../../../../../sandbox/src/engine/deployment";
import { plainGoal, type Goal } from "../../../../../sandbox/src/engine/runtime/registration";
import type { Analyzer, PolicyDiagnostic } from "../../../../../sandbox/src/engine/policy/analyzer";
import type { Runtime } from "../../../../../sandbox/src/engine/runtime/runtime";
import { emptyCheckpoint } from "../../../../../sandbox/src/engine/state/checkpoint";
import { stackType } from "../../../../../sandbox/src/engine/values/urn";

const stackGoal: Goal = { ...plainGoal, type: stackType, name: "project-dev", custom: false, inputs: {} };

/** The reported messages of a preview of a program with only a stack, and the end of the program. */
async function preview(packs: NonNullable<Runtime["startPolicyPacks"]>): Promise<{
  readonly succeeded: boolean;
  readonly errors: readonly string[];
  readonly registered: boolean;
  readonly killed: boolean;
}> {
  const errors: string[] = [];
  let [registered, killed] = [false, false];
  const deployment = new Deployment(
    {
      mode: "update",
      refresh: false,
      runProgram: false,
      project: "project",
      stack: "dev",
      checkpoint: emptyCheckpoint,
      dryRun: true,
      parallel: 4,
      stackOutputs: () => ({}),
      store: { write: () => Promise.resolve(), append: () => Promise.resolve() },
      sink: (event) => {
        if (event.kind === "diagnostic" && event.severity === "error") errors.push(event.message);
      },
      signal: new AbortController().signal,
    },
    {
      startPolicyPacks: packs,
      startProvider: () => Promise.reject(new Error("there is none")),
      startProgram: (listener) => {
        listener.emit({
          kind: "register",
          goal: stackGoal,
          done: () => {
            registered = true;
            listener.finished();
          },
        });
        return Promise.resolve({
          close: () => undefined,
          end: ({ kill }) => {
            killed = kill;
            return Promise.resolve(!kill);
          },
        });
      },
      stop: () => undefined,
    },
  );
  return { succeeded: await deployment.run(), errors, registered, killed };
}

function pack(analyze: Analyzer["analyze"]): Analyzer {
  return {
    identity: { name: "pack", version: "1.0.0", path: "pack" },
    remediate: () => Promise.resolve([]),
    analyze,
    analyzeStack: () => Promise.resolve([]),
    stop: () => Promise.resolve(),
  };
}

it("a violation reported after the program has ended fails a preview", async () => {
  const violation: PolicyDiagnostic = {
    policy: "rule",
    pack: "pack",
    version: "1.0.0",
    level: "mandatory",
    severity: "",
    message: "wrong",
    urn: "",
  };
  const late = pack(() => new Promise((resolve) => setImmediate(() => resolve([violation]))));
  const { succeeded, errors, registered } = await preview(() => Promise.resolve([late]));
  expect({ succeeded, errors, registered }).toEqual({
    succeeded: false,
    errors: ["preview failed"],
    registered: true,
  });
});

it("an analysis that throws fails a preview, and is reported once", async () => {
  const broken = pack(() => Promise.reject(new Error("it is gone")));
  const { succeeded, errors } = await preview(() => Promise.resolve([broken]));
  expect({ succeeded, errors }).toEqual({
    succeeded: false,
    errors: ["failed to run policy: it is gone"],
  });
});

it("a pack that cannot be loaded ends the program, before any of its requests is handled", async () => {
  const result = await preview(() => Promise.reject(new Error("it is no pack")));
  expect(result).toEqual({ succeeded: false, errors: ["it is no pack"], registered: false, killed: true });
});
