import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { describeOnEachEngine, embeddedEngine } from "../harness";
import { Comparison } from "./comparable";
import { differences } from "./differences";
import { readRecording } from "./recording";
import { Replay } from "./replay";
import { scenarios } from "./scenarios";

describeOnEachEngine("a replay of the recordings of the pulumi CLI", (engine) => {
  const recorded = new Comparison();
  const observed = new Comparison();
  let replay: Replay | undefined;
  beforeAll(async () => {
    replay = await Replay.begin(engine);
  });
  afterAll(() => replay?.end());

  for (const scenario of scenarios) {
    const recording = recorded.of(readRecording(scenario.name));
    const differs = engine === embeddedEngine && scenario.name in differences;
    (differs ? it.failing : it)(scenario.name, async () => {
      expect(replay && observed.of(await replay.run(scenario))).toEqual(recording);
    });
  }
});
