import { afterEach, describe, expect, it } from "@jest/globals";
import { readWorkspace } from "../../../../../provider/src/command-line/export/read-workspace";
import { collectionDefinition } from "../../../../../provider/src/platforms/airweave/collection";
import { sourceConnectionDefinition } from "../../../../../provider/src/platforms/airweave/source-connection";
import { startTestPlatform, type TestPlatform } from "../../../../harness/platform";
import { SkippingClock } from "../../../../harness/skipping-clock";

describe("reading a workspace under Airweave's limit of ten requests a minute", () => {
  let platform: TestPlatform;
  afterEach(() => platform.stop());

  it("reads each of 13 connections, and says what it waits for", async () => {
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
