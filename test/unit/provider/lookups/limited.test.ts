import { afterEach, describe, expect, it } from "@jest/globals";
import { find, inputsOf } from "../../../../provider/src/lookups/find";
import { sourceConnectionDefinition } from "../../../../provider/src/platforms/airweave/source-connection";
import { startTestPlatform, type TestPlatform } from "../../../harness/platform";
import { SkippingClock } from "../../../harness/skipping-clock";

describe("listSourceConnections under Airweave's limit of ten requests a minute", () => {
  let platform: TestPlatform;
  afterEach(() => platform.stop());

  it("reads each of 13 connections without a refusal, and says what it waits for", async () => {
    const clock = new SkippingClock();
    platform = await startTestPlatform({ requestsPerMinute: 10, now: clock.now }, "airweave");
    const make = async (path: string, body: object): Promise<{ readonly readable_id: string }> => {
      const { status, body: made } = await platform.ask("POST", path, body);
      if (status !== 429) return made as { readonly readable_id: string };
      await clock.sleep(60_000);
      return await make(path, body);
    };
    const { readable_id } = await make("/collections", { name: "Support" });
    for (let index = 0; index < 13; index++) {
      await make("/source-connections", {
        name: `tickets ${index}`,
        short_name: "stripe",
        readable_collection_id: readable_id,
        sync_immediately: false,
        authentication: { credentials: { api_key: "sk_test_0123456789abcdefgh" } },
      });
    }
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
