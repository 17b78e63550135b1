import { afterEach, describe, expect, it } from "@jest/globals";
import { readWorkspace } from "../../../../../provider/src/command-line/export/read-workspace";
import { collectionDefinition } from "../../../../../provider/src/platforms/airweave/collection";
import { sourceConnectionDefinition } from "../../../../../provider/src/platforms/airweave/source-connection";
import { startLimitedAirweave } from "../../../../harness/limited-airweave";
import type { TestPlatform } from "../../../../harness/platform";
import { SkippingClock } from "../../../../harness/skipping-clock";

describe("reading a workspace under Airweave's limit of ten requests a minute", () => {
  let platform: TestPlatform;
  afterEach(() => platform.stop());

  it("reads each of 13 connections, and says what it waits for", async () => {
    const clock = new SkippingClock();
    platform = await startLimitedAirweave(clock);
    const config: Readonly<Record<string, string>> = {
      "airweave:apiUrl": platform.url,
      "airweave:apiKey": platform.apiKey,
    };
    const said: string[] = [];
    const began = clock.now();
    const { objects } = await readWorkspace(
      { definitions: [collectionDefinition, sourceConnectionDefinition] },
      { config: (key) => config[key], clock, say: (line) => said.push(line) },
    );
    expect(objects).toHaveLength(14);
    expect(clock.now() - began).toBeGreaterThan(50_000);
    expect(said).toContainEqual(expect.stringContaining("waiting for the rate limit of Airweave"));
  });
});
