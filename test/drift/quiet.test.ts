import { afterAll, beforeAll, describe, it } from "@jest/globals";
import type { PlatformName } from "../harness/platform";
import { expectQuietRounds, startWorld, subjectOf, type DriftWorld } from "./matrix";
import { allTypes, coveringConfigs } from "./types";

const platforms: readonly PlatformName[] = ["unstructured", "aisquared", "airweave"];
const rounds = 10;

describe.each(platforms.flatMap((name) => [false, true].map((respells) => ({ name, respells }))))(
  "without a change on $name (it respells: $respells)",
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
    )(
      `${rounds} rounds of refresh and up leave the state of %s as it is, and write nothing`,
      async (_label, type) => {
        for (const [index, config] of coveringConfigs(type).entries()) {
          const subject = await subjectOf(
            world,
            type,
            type.inputs(`quiet ${type.type} ${index}`.slice(0, 42), config),
          );
          await expectQuietRounds(world, subject, rounds);
        }
      },
    );
  },
);
