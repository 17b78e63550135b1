import { expect, it } from "@jest/globals";
import type { TestPlatform } from "../../../../harness";
import type { Fields, Verbs } from "../../../../harness/verbs";

/** What the life of an argument is tested with. */
export interface ArgumentCase {
  /** The arguments before and after the change. */
  readonly from: Fields;
  readonly to: Fields;
  /** Whether the change replaces the object. */
  readonly replaces?: true;
  /** Attributes that somebody else changes on the platform; what of the inputs a refresh then shows as another value. */
  readonly theirs: Fields;
  readonly shown: Fields;
}

/** The kind whose arguments are tested. */
export interface KindUnderTest {
  readonly platform: () => TestPlatform;
  readonly verbs: () => Verbs;
  /** `models`, and the key of bodies: `model`. */
  readonly path: string;
  readonly key: string;
  /** What the platform has of an object that was made by some arguments. */
  readonly attributes: (inputs: Fields) => Fields;
}

/** Tests each argument: created, unchanged, changed or replaced, changed by somebody else, put back. */
export function testArguments(
  kind: KindUnderTest,
  cases: Readonly<Record<string, () => ArgumentCase>>,
): void {
  const item = (id: string): string => `/api/v1/${kind.path}/${id}`;
  const onPlatform = async (id: string): Promise<Fields> => {
    const { body } = await kind.platform().ask("GET", item(id));
    return (body as { data: { attributes: Fields } }).data.attributes;
  };

  it.each(Object.entries(cases))("%s is created, and stays as it is", async (_name, of) => {
    for (const inputs of [of().from, of().to]) {
      const { id, outs } = await kind.verbs().create(inputs);
      expect(await onPlatform(id)).toMatchObject(kind.attributes(inputs));
      expect(await kind.verbs().diff(id, outs, inputs)).toMatchObject({ changes: false });
      kind.platform().take();
      const { props = {}, inputs: read } = await kind.verbs().read(id, outs);
      expect(read).toEqual(inputs);
      expect(await kind.verbs().diff(id, props, inputs)).toMatchObject({ changes: false });
      expect(kind.platform().takeWrites()).toEqual([]);
    }
  });

  it.each(Object.entries(cases))("a change of %s is made, or replaces", async (_name, of) => {
    const { from, to, replaces } = of();
    for (const [before, after] of [
      [from, to],
      ...(replaces === true ? [] : ([[to, from]] as const)),
    ] as const) {
      const { id, outs } = await kind.verbs().create(before);
      const { changes, replaces: names } = await kind.verbs().diff(id, outs, after);
      expect(changes).toBe(true);
      expect(names.length > 0).toBe(replaces === true);
      if (replaces === true) continue;
      kind.platform().take();
      const updated = await kind.verbs().update(id, outs, after);
      expect(kind.platform().takeWrites()).not.toEqual([]);
      expect(await onPlatform(id)).toMatchObject(kind.attributes(after));
      expect(await kind.verbs().diff(id, updated.outs, after)).toMatchObject({ changes: false });
      expect((await kind.verbs().read(id, updated.outs)).inputs).toEqual(after);
    }
  });

  it.each(Object.entries(cases))(
    "%s that was changed by somebody else is noticed, and put back",
    async (_name, of) => {
      const { from, replaces, theirs, shown } = of();
      const { id, outs } = await kind.verbs().create(from);
      const changed = await kind.platform().ask("PUT", item(id), { [kind.key]: theirs });
      expect(changed).toMatchObject({ status: 200 });
      const { props = {}, inputs = {} } = await kind.verbs().read(id, outs);
      expect(inputs).toEqual({ ...from, ...shown });
      const difference = await kind.verbs().diff(id, props, from);
      expect(difference.changes).toBe(true);
      expect(difference.replaces.length > 0).toBe(replaces === true);
      if (replaces === true) return;
      await kind.verbs().update(id, props, from);
      expect(await onPlatform(id)).toMatchObject(kind.attributes(from));
    },
  );
}
