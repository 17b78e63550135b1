import fc from "fast-check";

/** A resource of a random program. */
export interface RandomResource {
  /** `r0`, `r1` and so on. A resource refers only to earlier ones. */
  readonly name: string;
  readonly component: boolean;
  readonly parent: string | undefined;
  /** A change replaces the resource. */
  readonly kind: string;
  /** A change updates the resource. */
  readonly value: number;
  /** Marks `value` as a secret. */
  readonly secret: boolean;
  /** Resources whose ids are among its inputs. A new id replaces the resource if `replacedByRefs`, and otherwise updates it. */
  readonly refs: readonly string[];
  readonly replacedByRefs: boolean;
  /** Part of the provider's response to a diff. */
  readonly deleteBeforeReplaceInDiff: boolean;
  readonly options: RandomOptions;
}

/** The resource options, as named in the SDK. */
export interface RandomOptions {
  readonly dependsOn: readonly string[];
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
  readonly retainOnDelete: boolean;
  readonly deleteBeforeReplace: boolean | undefined;
  readonly deletedWith: string | undefined;
  readonly replaceWith: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  /** Its previous name. */
  readonly alias: string | undefined;
}

export type RandomProgram = readonly RandomResource[];

/** A program of 3 to 12 resources, and a series of edits of it. */
export function randomPrograms(options: { readonly runs: number }): fc.Arbitrary<RandomProgram[]> {
  return fc.integer({ min: 3, max: 12 }).chain((size) =>
    fc
      .tuple(...Array.from({ length: size }, (_, index) => randomResource(index)))
      .chain((first) =>
        fc.tuple(fc.constant(first), ...Array.from({ length: options.runs - 1 }, () => edited(first))),
      )
      .map((programs) => programs.map(withoutDangling)),
  );
}

function randomResource(index: number): fc.Arbitrary<RandomResource> {
  const earlier = Array.from({ length: index }, (_, position) => `r${position}`);
  const some = (max: number): fc.Arbitrary<string[]> =>
    index === 0 ? fc.constant([]) : fc.uniqueArray(fc.constantFrom(...earlier), { maxLength: max });
  const one = (weight: number): fc.Arbitrary<string | undefined> =>
    index === 0
      ? fc.constant(undefined)
      : fc.option(fc.constantFrom(...earlier), { nil: undefined, freq: weight });
  return fc.record({
    name: fc.constant(`r${index}`),
    component: rarely(6),
    parent: one(4),
    kind: fc.constantFrom("s3", "gcs"),
    value: fc.integer({ min: 0, max: 2 }),
    secret: rarely(3),
    refs: some(2),
    replacedByRefs: fc.boolean(),
    deleteBeforeReplaceInDiff: rarely(3),
    options: fc.record({
      dependsOn: some(2),
      protect: rarely(12),
      ignoreChanges: fc.constantFrom<string[]>([], [], [], ["value"]),
      retainOnDelete: rarely(8),
      deleteBeforeReplace: fc.constantFrom(undefined, undefined, true, false),
      deletedWith: one(8),
      replaceWith:
        index === 0 ? fc.constant([]) : fc.oneof({ weight: 6, arbitrary: fc.constant([]) }, some(1)),
      additionalSecretOutputs: fc.constantFrom<string[]>([], [], ["createdAt"]),
      alias: fc.constant(undefined),
    }),
  });
}

/** Changes some resources, and removes or renames others. */
function edited(program: RandomProgram): fc.Arbitrary<RandomProgram> {
  return fc
    .tuple(
      ...program.map((resource, index) =>
        fc.oneof(
          { weight: 4, arbitrary: fc.constant([resource]) },
          { weight: 2, arbitrary: fc.integer({ min: 0, max: 2 }).map((value) => [{ ...resource, value }]) },
          { weight: 2, arbitrary: fc.constantFrom("s3", "gcs").map((kind) => [{ ...resource, kind }]) },
          {
            weight: 1,
            arbitrary: randomResource(index).map((other) => [{ ...other, component: resource.component }]),
          },
          { weight: 1, arbitrary: fc.constant([renamed(resource)]) },
          { weight: 2, arbitrary: fc.constant([]) },
        ),
      ),
    )
    .map((resources) => resources.flat());
}

function renamed(resource: RandomResource): RandomResource {
  const name = `${resource.name}x`;
  return { ...resource, name, options: { ...resource.options, alias: resource.name } };
}

/** Updates the references to resources that were removed or renamed. */
function withoutDangling(program: RandomProgram): RandomProgram {
  const names = new Map<string, RandomResource>();
  const current = (name: string | undefined): string[] => {
    const found = name === undefined ? undefined : (names.get(name) ?? names.get(`${name}x`));
    return found === undefined ? [] : [found.name];
  };
  const customs = (name: string | undefined): string[] =>
    current(name).filter((found) => names.get(found)?.component === false);
  return program.map((resource) => {
    const { options } = resource;
    const result = {
      ...resource,
      parent: current(resource.parent)[0],
      refs: resource.refs.flatMap(customs),
      options: {
        ...options,
        dependsOn: options.dependsOn.flatMap(current),
        deletedWith: customs(options.deletedWith)[0],
        replaceWith: options.replaceWith.flatMap(customs),
      },
    };
    names.set(result.name, result);
    return result;
  });
}

function rarely(times: number): fc.Arbitrary<boolean> {
  return fc.integer({ min: 1, max: times }).map((n) => n === times);
}
