import { emptyCheckpoint, type Checkpoint } from "../../sandbox/src/engine/state/checkpoint";
import { Deployment, type Mode } from "../../sandbox/src/engine/deployment";
import type { EngineEvent, StepOp } from "../../sandbox/src/engine/events/events";
import { makeSecret, unknown, type PropertyValue } from "../../sandbox/src/engine/values/property";
import { plainGoal, type Goal, type Registered } from "../../sandbox/src/engine/runtime/registration";
import type { ProgramListener, Runtime } from "../../sandbox/src/engine/runtime/runtime";
import { stackType, type Urn } from "../../sandbox/src/engine/values/urn";
import { MemoryStore } from "./memory-store";
import type { RandomProgram, RandomResource } from "./random-program";
import type { SimulatedPlatform } from "./simulated-platform";

/** The result of a simulated operation. */
export interface SimulatedOutcome {
  /** Undefined if it was interrupted. */
  readonly succeeded: boolean | undefined;
  readonly checkpoint: Checkpoint;
  /** Every checkpoint that was saved. */
  readonly saved: readonly Checkpoint[];
  /** The states whose journal did not lead to what was written as a whole. */
  readonly divergent: readonly Checkpoint[];
  /** The steps in the order of their completion. */
  readonly steps: readonly (readonly [StepOp, Urn])[];
  readonly messages: readonly string[];
}

export interface SimulatedOperation {
  readonly mode?: Mode;
  readonly refresh?: boolean;
  readonly runProgram?: boolean;
  readonly program?: RandomProgram;
  readonly checkpoint?: Checkpoint;
  readonly dryRun?: boolean;
}

const project = "simulated";
const stack = "dev";
const type = "pulumi-nodejs:dynamic/simulated:Thing";
const componentType = "simulated:index:Component";

/** Runs an operation of the engine on a random program and a simulated platform, in memory. */
export async function simulate(
  platform: SimulatedPlatform,
  {
    mode = "update",
    refresh = false,
    runProgram = false,
    program = [],
    checkpoint = emptyCheckpoint,
    dryRun = false,
  }: SimulatedOperation,
): Promise<SimulatedOutcome> {
  const store = new MemoryStore();
  const steps: (readonly [StepOp, Urn])[] = [];
  const messages: string[] = [];
  const sink = (event: EngineEvent): void => {
    // From then on, the state is written as a whole.
    if (event.kind === "step-succeeded" && event.step.new?.alias !== undefined) store.ignoresJournal = true;
    if (event.kind === "step-succeeded") steps.push([event.step.op, event.step.urn]);
    if (event.kind === "diagnostic") messages.push(event.message);
  };
  const hung = new Promise<undefined>((resolve) => {
    platform.onHang = () => {
      store.cutOff();
      resolve(undefined);
    };
  });
  const deployment = new Deployment(
    {
      mode,
      refresh,
      runProgram,
      project,
      stack,
      checkpoint: copyOf(checkpoint),
      dryRun,
      parallel: 4,
      stackOutputs: () => ({}),
      store,
      sink,
      signal: new AbortController().signal,
    },
    simulatedRuntime(platform, program),
  );
  const succeeded = await Promise.race([deployment.run(), hung]);
  const { saved, divergent } = store;
  return { succeeded, checkpoint: saved.at(-1) ?? checkpoint, saved, divergent, steps, messages };
}

/** A copy, as read from the file, that later changes by the engine do not affect. */
function copyOf(checkpoint: Checkpoint): Checkpoint {
  return {
    resources: checkpoint.resources.map((resource) => ({ ...resource })),
    pendingOperations: checkpoint.pendingOperations.map(({ type: operation, resource }) => ({
      type: operation,
      resource: { ...resource },
    })),
  };
}

function simulatedRuntime(platform: SimulatedPlatform, program: RandomProgram): Runtime {
  return {
    startProvider: () => Promise.resolve(platform.provider),
    startProgram: (listener) => {
      const ended = runProgram(program, listener).then(() => listener.finished());
      return Promise.resolve({
        close: () => undefined,
        end: async ({ kill }) => {
          if (!kill) await ended;
          return true;
        },
      });
    },
    stop: () => undefined,
  };
}

/** Registers all resources as the SDK does: concurrently, each after those that it refers to. */
async function runProgram(program: RandomProgram, listener: ProgramListener): Promise<void> {
  const register = (goal: Partial<Goal> & Pick<Goal, "type" | "name">): Promise<Registered> =>
    new Promise((resolve) =>
      listener.emit({
        kind: "register",
        goal: { ...plainGoal, custom: false, inputs: {}, ...goal },
        done: resolve,
      }),
    );
  const root = (await register({ type: stackType, name: `${project}-${stack}` })).state.urn;
  const provider = await register({ type: "pulumi:providers:pulumi-nodejs", name: "default", custom: true });
  const reference = `${provider.state.urn}::${provider.state.id}`;
  const registered = new Map<string, Promise<Registered>>();
  const urnOf = async (name: string): Promise<Urn> => (await registered.get(name))?.state.urn ?? "";
  for (const resource of program) {
    registered.set(resource.name, registerOne(resource));
  }
  await Promise.all(registered.values());

  async function registerOne(resource: RandomResource): Promise<Registered> {
    const { options, component } = resource;
    const parent = resource.parent === undefined ? root : await urnOf(resource.parent);
    const refs = await Promise.all(resource.refs.flatMap((name) => registered.get(name) ?? []));
    const refUrns = refs.map(({ state }) => state.urn);
    const dependsOn = await Promise.all(options.dependsOn.map(urnOf));
    const deletedWith = options.deletedWith === undefined ? "" : await urnOf(options.deletedWith);
    const replaceWith = await Promise.all(options.replaceWith.map(urnOf));
    const common = {
      name: resource.name,
      parent,
      protect: options.protect,
      dependencies: [...new Set([...refUrns, ...dependsOn])],
      aliases:
        options.alias === undefined
          ? []
          : [{ name: options.alias, type: "", stack: "", project: "", parent: "", noParent: false }],
    };
    if (component) return await register({ ...common, type: componentType });
    const value: PropertyValue = resource.value;
    return await register({
      ...common,
      type,
      custom: true,
      provider: reference,
      inputs: {
        kind: resource.kind,
        value: resource.secret ? makeSecret(value) : value,
        refs: refs.map(({ state }): PropertyValue => state.outputs.createdAt ?? unknown),
        replacedByRefs: resource.replacedByRefs,
        deleteBeforeReplaceInDiff: resource.deleteBeforeReplaceInDiff,
      },
      propertyDependencies: { refs: refUrns },
      ignoreChanges: options.ignoreChanges,
      retainOnDelete: options.retainOnDelete,
      deleteBeforeReplace: options.deleteBeforeReplace,
      deletedWith,
      replaceWith,
      additionalSecretOutputs: options.additionalSecretOutputs,
    });
  }
}
