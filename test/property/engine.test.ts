import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Checkpoint } from "../../sandbox/src/engine/state/checkpoint";
import { withoutSecrets } from "../../sandbox/src/engine/values/property";
import { dependenciesOf, type ResourceState } from "../../sandbox/src/engine/state/resource-state";
import { urnName, type Urn } from "../../sandbox/src/engine/values/urn";
import { randomPrograms, type RandomProgram } from "./random-program";
import { SimulatedPlatform } from "./simulated-platform";
import { simulate, type SimulatedOutcome } from "./simulation";

const script = process.env.npm_lifecycle_event;
const numRuns = Number(process.env.PROPERTY_RUNS ?? (script === "test:properties" ? 1000 : 30));
// The nightly run looks for what is new; a test that everyone runs must end the same every time.
const seed = Number(process.env.PROPERTY_SEED ?? (script === "test:properties" ? Date.now() : 20261121));

describe("random programs", () => {
  test("keep the invariants of the engine through every edit", async () => {
    await hold(
      fc.asyncProperty(randomPrograms({ runs: 4 }), async (programs) => {
        const platform = new SimulatedPlatform();
        const abandoned = new Set<string>();
        let checkpoint: Checkpoint = { resources: [], pendingOperations: [] };
        for (const program of programs) {
          noteAbandoned(program, abandoned);
          const up = await simulate(platform, { program, checkpoint });
          for (const state of up.saved) expectSound(state);
          expectOrder(program, up);
          expectDeletionsInOrder(checkpoint, up);
          checkpoint = up.checkpoint;
          if (up.succeeded === true) {
            expectMatches(checkpoint, program, platform, abandoned);
            await expectNoop(platform, program, checkpoint);
          } else {
            expect(up.messages.join("\n")).toMatch(/protect/);
          }
        }
        const destroyed = await simulate(platform, { mode: "destroy", checkpoint: unprotected(checkpoint) });
        expectDeletionsInOrder(checkpoint, destroyed);
        expect(destroyed.messages).toEqual([]);
        expect(destroyed.checkpoint.resources).toEqual([]);
        expectNoOrphan(platform, [], abandoned);
      }),
    );
  }, 900_000);

  test("end as they would have after a failure, once it is over", async () => {
    await hold(
      fc.asyncProperty(
        randomPrograms({ runs: 3 }),
        fc.infiniteStream(fc.integer({ min: 0, max: 9 })),
        async (programs, dice) => {
          const platform = new SimulatedPlatform();
          const abandoned = new Set<string>();
          let checkpoint: Checkpoint = { resources: [], pendingOperations: [] };
          for (const program of programs.map(withoutProtection)) {
            noteAbandoned(program, abandoned);
            platform.fate = () => (dice.next().value === 0 ? "fails" : "succeeds");
            const failing = await simulate(platform, { program, checkpoint });
            for (const state of failing.saved) expectSound(state);
            platform.fate = () => "succeeds";
            const up = await simulate(platform, { program, checkpoint: failing.checkpoint });
            expect(up.messages).toEqual([]);
            expectMatches(up.checkpoint, program, platform, abandoned);
            checkpoint = up.checkpoint;
          }
        },
      ),
    );
  }, 900_000);

  test("lose nothing when they are cut off, and name what was in flight", async () => {
    await hold(
      fc.asyncProperty(
        randomPrograms({ runs: 3 }),
        fc.array(fc.nat({ max: 15 })),
        async (programs, moments) => {
          const platform = new SimulatedPlatform();
          const abandoned = new Set<string>();
          let checkpoint: Checkpoint = { resources: [], pendingOperations: [] };
          for (const [index, program] of programs.map(withoutProtection).entries()) {
            noteAbandoned(program, abandoned);
            let left = moments[index] ?? 5;
            platform.fate = () => (left-- === 0 ? "hangs" : "succeeds");
            const cut = await simulate(platform, { program, checkpoint });
            for (const state of cut.saved) expectSound(state);
            platform.fate = () => "succeeds";
            for (const { resource, type } of cut.checkpoint.pendingOperations) {
              if (type === "creating") abandoned.add(urnName(resource.urn));
            }
            const { pendingOperations } = cut.checkpoint;
            const again = await simulate(platform, { program, checkpoint: cut.checkpoint });
            expect(again.succeeded).toBe(true);
            for (const { resource } of pendingOperations) {
              expect(again.messages.join("\n")).toContain(resource.urn);
            }
            // A deletion that was done but not noted is seen only by who looks at the platform, as the warning says.
            const up = pendingOperations.some(({ type }) => type === "deleting")
              ? await simulate(platform, { program, checkpoint: again.checkpoint, refresh: true })
              : again;
            expectMatches(up.checkpoint, program, platform, abandoned);
            checkpoint = { ...up.checkpoint, pendingOperations: [] };
          }
        },
      ),
    );
  }, 900_000);

  test("are previewed without a write, and with the steps that then come", async () => {
    await hold(
      fc.asyncProperty(randomPrograms({ runs: 2 }), async ([first = [], second = []]) => {
        const platform = new SimulatedPlatform();
        const up = await simulate(platform, { program: withoutProtection(first) });
        const writes = platform.writes.length;
        const preview = await simulate(platform, { program: withoutProtection(second), ...up, dryRun: true });
        expect(platform.writes.length).toBe(writes);
        expect(preview.saved).toEqual([]);
        expect(preview.succeeded).toBe(true);
      }),
    );
  }, 900_000);
});

/** Holds for many programs; says of the smallest for which it does not only what is not as usual in it. */
async function hold<Values extends [RandomProgram[], ...unknown[]]>(
  property: fc.IAsyncProperty<Values>,
): Promise<void> {
  await fc.assert(property, {
    numRuns,
    seed,
    asyncReporter: ({ failed, counterexample, seed: failedWith, errorInstance }) => {
      if (!failed) return Promise.resolve();
      const programs = counterexample?.[0].map((program) => `${JSON.stringify(program, withoutUsual)}\n`);
      const reason = errorInstance instanceof Error ? errorInstance.stack : String(errorInstance);
      return Promise.reject(new Error(`PROPERTY_SEED=${failedWith}\n${programs?.join("")}${reason}`));
    },
  });
}

function withoutUsual(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const unusual = Object.entries(value).filter(
    ([, field]) => field !== false && field !== undefined && !(Array.isArray(field) && field.length === 0),
  );
  return Object.fromEntries(unusual);
}

/** Each resource once, and after all that it names. */
function expectSound({ resources }: Checkpoint): void {
  const seen = new Set<Urn>();
  const current = new Set<Urn>();
  for (const resource of resources) {
    for (const urn of dependenciesOf(resource)) {
      if (!seen.has(urn)) throw new Error(`${resource.urn} stands before ${urn}, which it names`);
    }
    seen.add(resource.urn);
    if (resource.delete) continue;
    if (current.has(resource.urn)) throw new Error(`${resource.urn} is there twice`);
    current.add(resource.urn);
  }
}

/** No resource is made or changed before what it depends on. */
function expectOrder(program: RandomProgram, { steps }: SimulatedOutcome): void {
  const positions = new Map<string, number>();
  steps.forEach(([op, urn], position) => {
    if (["same", "create", "update", "create-replacement"].includes(op))
      positions.set(urnName(urn), position);
  });
  for (const { name, refs, parent, options } of program) {
    const own = positions.get(name);
    if (own === undefined) continue;
    for (const needed of [...refs, ...options.dependsOn, ...(parent === undefined ? [] : [parent])]) {
      if ((positions.get(needed) ?? Infinity) > own) throw new Error(`${name} came before ${needed}`);
    }
  }
}

/**
 * Nothing is deleted before what depends on it; and before a resource is deleted to be replaced those are that are replaced with it.
 * (A dependent that only changes with it, is its child, goes with it by an option or was decided on before is not asked for by the engine.)
 */
function expectDeletionsInOrder({ resources }: Checkpoint, { steps }: SimulatedOutcome): void {
  // What an earlier failure has left goes under the same URNs as what is there now.
  if (resources.some(({ delete: condemned, pendingReplacement }) => condemned || pendingReplacement)) return;
  const replaced = new Set<Urn>();
  const deletedAt = new Map<Urn, number>();
  const deletedFirst = new Set<Urn>();
  steps.forEach(([op, urn], at) => {
    if (op === "create-replacement") replaced.add(urn);
    if (op !== "delete" && op !== "delete-replaced") return;
    deletedAt.set(urn, at);
    if (op === "delete-replaced" && !replaced.has(urn)) deletedFirst.add(urn);
  });
  const goesWithAnother = new Set(
    resources.filter(({ replaceWith }) => replaceWith.length > 0).map(({ urn }) => urn),
  );
  for (const resource of resources) {
    const own = deletedAt.get(resource.urn);
    if (own === undefined) continue;
    const replacedWith = resource.inputs.replacedByRefs === true ? resource.propertyDependencies.refs : [];
    const needed = [
      ...[...resource.dependencies, resource.parent].filter((urn) => !deletedFirst.has(urn)),
      ...(replacedWith ?? []).filter((urn) => !goesWithAnother.has(urn)),
    ];
    for (const urn of needed) {
      // Had it been decided on afterwards, it would have been deleted first too.
      const decidedBefore =
        deletedFirst.has(urn) && replaced.has(resource.urn) && !deletedFirst.has(resource.urn);
      if ((deletedAt.get(urn) ?? Infinity) < own && !decidedBefore)
        throw new Error(`${urn} went before ${resource.urn}`);
    }
  }
}

/** The state has what the program declares and nothing else, and the platform has what the state has. */
function expectMatches(
  { resources }: Checkpoint,
  program: RandomProgram,
  platform: SimulatedPlatform,
  abandoned: ReadonlySet<string>,
): void {
  const managed = resources.filter(({ type }) => !type.startsWith("pulumi:"));
  expect(managed.map(({ urn }) => urnName(urn)).sort()).toEqual(program.map(({ name }) => name).sort());
  const customs = managed.filter(({ custom }) => custom);
  for (const resource of customs) {
    const object = platform.objects.get(resource.id);
    if (object === undefined) throw new Error(`${resource.urn} has no object ${resource.id}`);
    // What the provider makes no difference of is not sent, but stored.
    const [sent, known] = [withoutSecrets(object.inputs), withoutSecrets(resource.inputs)];
    for (const key of ["kind", "value", "refs"]) expect(sent[key]).toEqual(known[key]);
  }
  expectNoOrphan(platform, customs, abandoned);
}

function expectNoOrphan(
  platform: SimulatedPlatform,
  customs: readonly ResourceState[],
  abandoned: ReadonlySet<string>,
): void {
  const ids = new Set(customs.map(({ id }) => id));
  const orphans = [...platform.objects.values()].filter(
    ({ id, resource }) => !ids.has(id) && !abandoned.has(resource),
  );
  expect(orphans).toEqual([]);
}

async function expectNoop(
  platform: SimulatedPlatform,
  program: RandomProgram,
  checkpoint: Checkpoint,
): Promise<void> {
  const writes = platform.writes.length;
  const again = await simulate(platform, { program, checkpoint });
  expect(again.steps.filter(([op]) => op !== "same")).toEqual([]);
  expect(platform.writes.slice(writes)).toEqual([]);
  expect(stored(again.checkpoint)).toEqual(stored(checkpoint));
}

/** Names under which an object may stay that no resource stands for, as the program wants it. */
function noteAbandoned(program: RandomProgram, abandoned: Set<string>): void {
  for (const { name, options } of program) {
    if (!options.retainOnDelete && options.deletedWith === undefined) continue;
    for (const variant of [name, `${name}x`, name.replace(/x$/, "")]) abandoned.add(variant);
  }
}

function withoutProtection(program: RandomProgram): RandomProgram {
  return program.map((resource) => ({ ...resource, options: { ...resource.options, protect: false } }));
}

function unprotected({ resources, pendingOperations }: Checkpoint): Checkpoint {
  return { resources: resources.map((resource) => ({ ...resource, protect: false })), pendingOperations };
}

/** What must not change when nothing does: everything but the order of what is independent. */
function stored({ resources }: Checkpoint): Record<Urn, unknown> {
  return Object.fromEntries(resources.map(({ alias: _alias, ...rest }) => [rest.urn, rest]));
}
