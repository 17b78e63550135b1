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
// Only the nightly run uses a random seed; the regular run must be deterministic.
const seed = Number(process.env.PROPERTY_SEED ?? (script === "test:properties" ? Date.now() : 20261121));

describe("random programs", () => {
  test("keep the engine's invariants across edits", async () => {
    await expectProperty(
      fc.asyncProperty(randomPrograms({ runs: 4 }), async (programs) => {
        const platform = new SimulatedPlatform();
        const abandoned = new Set<string>();
        let checkpoint: Checkpoint = { resources: [], pendingOperations: [] };
        for (const program of programs) {
          noteAbandoned(program, abandoned);
          const up = await simulate(platform, { program, checkpoint });
          for (const state of up.saved) expectSound(state);
          expect(up.divergent).toEqual([]);
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

  test("recover from failures", async () => {
    await expectProperty(
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
            expect(failing.divergent).toEqual([]);
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

  test("lose nothing when they are interrupted, and report the operations in flight", async () => {
    await expectProperty(
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
            expect(cut.divergent).toEqual([]);
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
            // Only a refresh notices a deletion that was done but not recorded, as the warning says.
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

  test("are previewed without writes, and with the steps of the up", async () => {
    await expectProperty(
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

/** Checks a property, and prints the smallest counterexample without its default values. */
async function expectProperty<Values extends [RandomProgram[], ...unknown[]]>(
  property: fc.IAsyncProperty<Values>,
): Promise<void> {
  await fc.assert(property, {
    numRuns,
    seed,
    asyncReporter: ({ failed, counterexample, seed: failedWith, errorInstance }) => {
      if (!failed) return Promise.resolve();
      const programs = counterexample?.[0].map((program) => `${JSON.stringify(program, withoutDefaults)}\n`);
      const reason = errorInstance instanceof Error ? errorInstance.stack : String(errorInstance);
      return Promise.reject(new Error(`PROPERTY_SEED=${failedWith}\n${programs?.join("")}${reason}`));
    },
  });
}

function withoutDefaults(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const unusual = Object.entries(value).filter(
    ([, field]) => field !== false && field !== undefined && !(Array.isArray(field) && field.length === 0),
  );
  return Object.fromEntries(unusual);
}

/** Each resource is unique, and comes after those that it refers to. */
function expectSound({ resources }: Checkpoint): void {
  const seen = new Set<Urn>();
  const current = new Set<Urn>();
  for (const resource of resources) {
    for (const urn of dependenciesOf(resource)) {
      if (!seen.has(urn)) throw new Error(`${resource.urn} comes before ${urn}, which it refers to`);
    }
    seen.add(resource.urn);
    if (resource.delete) continue;
    if (current.has(resource.urn)) throw new Error(`${resource.urn} is there twice`);
    current.add(resource.urn);
  }
}

/** No resource is created or updated before its dependencies. */
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
 * Nothing is deleted before its dependents, and nothing that is deleted before its replacement before those that are replaced with it.
 * (The engine does not require that of dependents that are only updated, are children, have `deletedWith` or were planned earlier.)
 */
function expectDeletionsInOrder({ resources }: Checkpoint, { steps }: SimulatedOutcome): void {
  // Leftovers of an earlier failure have the same URNs as the current resources.
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
      // If it had been planned later, it would have been deleted first, too.
      const plannedBefore =
        deletedFirst.has(urn) && replaced.has(resource.urn) && !deletedFirst.has(resource.urn);
      if ((deletedAt.get(urn) ?? Infinity) < own && !plannedBefore)
        throw new Error(`${urn} went before ${resource.urn}`);
    }
  }
}

/** The state matches the program, and the platform matches the state. */
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
    // Values without a diff are stored, but not sent.
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

/** Records the names of objects that may outlive their resource: retained, or deleted along with another. */
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

/** The stored resources, regardless of their order. */
function stored({ resources }: Checkpoint): Record<Urn, unknown> {
  return Object.fromEntries(resources.map(({ alias: _alias, ...rest }) => [rest.urn, rest]));
}
