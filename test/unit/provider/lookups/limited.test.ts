import { afterEach, describe, expect, it } from "@jest/globals";
import { find, inputsOf } from "../../../../provider/src/lookups/find";
import { sourceConnectionDefinition } from "../../../../provider/src/platforms/airweave/source-connection";
import { startLimitedAirweave } from "../../../harness/limited-airweave";
import type { TestPlatform } from "../../../harness/platform";
import { SkippingClock } from "../../../harness/skipping-clock";

describe("listSourceConnections under Airweave's limit of ten requests a minute", () => {
  let platform: TestPlatform;
  afterEach(() => platform.stop());

  it("reads each of 13 connections without a refusal, and says what it waits for", async () => {
    const clock = new SkippingClock();
    platform = await startLimitedAirweave(clock);
    await clock.sleep(60_000);
    platform.log.length = 0;
    const config: Readonly<Record<string, string>> = {
      "airweave:apiUrl": platform.url,
      "airweave:apiKey": platform.apiKey,
    };
    const said: string[] = [];
    const sought = { criteria: {}, otherType: false };
    const found = await find(
      sourceConnectionDefinition,
      { config: (key) => config[key], clock, say: (line) => said.push(line) },
      sought,
      { isList: true, inputs: inputsOf(sought, []) },
    );
    expect(new Set(found.map(({ object }) => object.name)).size).toBe(13);
    expect(platform.log.map(({ status }) => status)).toEqual(Array.from({ length: 14 }, () => 200));
    expect(said).toContainEqual(expect.stringContaining("waiting for the rate limit of Airweave"));
  });
});
