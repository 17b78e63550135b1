import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { checkType, startWorld, type DriftWorld } from "./matrix";
import { allTypes } from "./types";
import type { PlatformName } from "../harness/platform";

const platforms: readonly PlatformName[] = ["unstructured", "aisquared", "airweave"];

describe.each(platforms.flatMap((name) => [false, true].map((respells) => ({ name, respells }))))(
  "drift on $name (it respells: $respells)",
  ({ name, respells }) => {
    let world: DriftWorld;
    beforeAll(async () => {
      world = await startWorld(name, { respells });
    });
    afterAll(() => world.stop());

    it.each(
      allTypes
        .filter(({ platform }) => platform === name)
        .map((type) => [`${type.kind} ${type.type}`, type] as const),
    )("of every field of %s is reported by its path, and put back with one request", async (_label, type) => {
      const { changes, failures } = await checkType(world, type);
      expect(failures).toEqual([]);
      expect(changes).toBeGreaterThan(0);
    });
  },
);
