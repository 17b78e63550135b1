import { expect, it } from "@jest/globals";
import { countdown, type Clock } from "../../../../provider/src/http/clock";

it("counts a time down, to no less than a millisecond", () => {
  let now = 1_000;
  const clock: Clock = {
    now: () => now,
    sleep: () => Promise.resolve(),
    sleepInBackground: () => Promise.resolve(),
  };
  const left = countdown(clock, 5_000);
  expect(left()).toBe(5_000);
  now += 1_500;
  expect(left()).toBe(3_500);
  now += 60_000;
  expect(left()).toBe(1);
});
