import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import fc from "fast-check";
import type { TestPlatform } from "../../../../harness/platform";
import { sourceConnectionVerbs } from "../../../../harness/verbs";
import { github, startWithCollection, stripe } from "./connections";

/** The problem that check reports for a cron expression; undefined if none. */
async function problem(cron: string, inputs: object = github): Promise<string | undefined> {
  const { failures } = await sourceConnectionVerbs().check({}, { ...inputs, schedule: { cron } });
  expect(failures.length).toBeLessThan(2);
  return failures[0]?.reason;
}

/** A field of a cron expression, valid or not. */
const number = fc.oneof(
  { weight: 4, arbitrary: fc.nat({ max: 12 }).map(String) },
  fc.nat({ max: 99 }).map(String),
  fc.nat({ max: 9 }).map((digit) => `0${digit}`),
);
const field = fc.oneof(
  { weight: 3, arbitrary: fc.constant("*") },
  { weight: 3, arbitrary: number },
  fc.tuple(number, fc.constantFrom("-", "/", ","), number).map((parts) => parts.join("")),
  number.map((step) => `*/${step}`),
  fc.constantFrom("JAN", "DEC", "SUN", "SAT", "sun", "L", "?", "", "*/", "1,2,3", "1-5/2", "*-3", "-1"),
);
const cronLike = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.tuple(field, field, field, field, field).map((fields) => fields.join(" ")),
  },
  // Few of those above are valid in every field.
  {
    weight: 9,
    arbitrary: fc
      .tuple(fc.nat({ max: 4 }), field)
      .map(([at, one]) => ["0", "3", "*", "*", "*"].with(at, one).join(" ")),
  },
  fc.array(field, { maxLength: 7 }).map((fields) => fields.join(" ")),
  fc.constantFrom("@daily", "every day", " 0 3 * * *", "0  3 * * *", "0 3 * * *\n", "0\t3 * * *"),
);

describe("the cron expression of a schedule", () => {
  let platform: TestPlatform;

  beforeAll(async () => {
    platform = await startWithCollection();
  });
  afterAll(() => platform.stop());

  it.each([
    "0 3 * * *",
    "*/5 * * * *",
    "0,30 * * * *",
    "0 9-17 * * *",
    "5/15 0/6 1-15 */2 *",
    "59 23 31 DEC SAT",
    "0 0 1,15 JAN 0",
    "0 1 * * 1-5",
    "0 22-3 */24 * *",
    "* * * * *",
  ])("is accepted as %j", async (cron) => {
    expect(await problem(cron)).toBeUndefined();
  });

  it.each<[string, string]>([
    ["every day", "expected five fields separated by single spaces"],
    ["", "expected five fields"],
    ["@daily", "expected five fields"],
    ["0 0 5 * * *", "expected five fields"],
    ["0  3 * * *", "expected five fields"],
    ["0 1,2,3 * * *", "the hour must be *, a number, A-B, A/B, */N or A,B"],
    ["0 0-23/2 * * *", "the hour must be *"],
    ["99 1 * * *", "the minute must be from 0 to 59"],
    ["0 24 * * *", "the hour must be from 0 to 23"],
    ["0 0 0 * *", "the day of the month must be from 1 to 31"],
    ["0 0 * 13 *", "the month must be from 1 to 12"],
    ["0 1 * * 7", "the day of the week must be from 0 to 6"],
    ["0 1 * * MON-FRI", "the day of the week must be *, a number, a name from SUN to SAT, A-B"],
    ["0 1 * * */7", "the day of the week must have a step of at most 6"],
    ["0 1 * * 06", "the day of the week must be *"],
    ["*/0 * * * *", "the minute must have a step of at least 1"],
    ["0 0 * jan *", "the month must be *, a number, a name from JAN to DEC, A-B"],
  ])("is refused as %j", async (cron, expected) => {
    expect(await problem(cron)).toContain(`schedule.cron: ${expected}`);
  });

  it("may run every minute only for sources with continuous syncs", async () => {
    for (const cron of ["* * * * *", "*/5 * * * *", "*/59 * * * *"]) {
      expect(await problem(cron, stripe)).toContain(
        "schedule.cron: this source syncs at most once an hour; set a fixed minute, such as 0 * * * *",
      );
      expect(
        await problem(cron, { ...stripe, shortName: "newer_than_us", __options: { otherType: true } }),
      ).toBeUndefined();
    }
    expect(await problem("0,30 * * * *", stripe)).toBeUndefined();
  });

  it("is refused exactly if the platform refuses it", async () => {
    const refuses = async (cron: string, inputs: typeof github | typeof stripe): Promise<boolean> => {
      const { status } = await platform.ask("POST", "/source-connections", {
        short_name: inputs.shortName,
        readable_collection_id: "docs",
        config: "config" in inputs ? inputs.config : {},
        schedule: { cron },
        authentication: inputs.authentication,
        // Without a config, an empty one would count as missing.
        sync_immediately: false,
      });
      return status !== 200;
    };
    let passed = 0;
    await fc.assert(
      fc.asyncProperty(cronLike, fc.constantFrom(github, stripe), async (cron, inputs) => {
        const isRefused = await refuses(cron, inputs);
        if (!isRefused) passed += 1;
        expect([cron, inputs.shortName, (await problem(cron, inputs)) !== undefined]).toEqual([
          cron,
          inputs.shortName,
          isRefused,
        ]);
      }),
      {
        numRuns: 100,
        seed: 20261121,
        examples: [
          ["*/60 * * * *", stripe],
          ["*/99 * * * *", stripe],
          ["*/60 * * * *", github],
        ],
      },
    );
    expect(passed).toBeGreaterThan(30);
  });
});
