import { startTestPlatform, type TestPlatform } from "./platform";
import type { SkippingClock } from "./skipping-clock";

/** Starts Airweave with 13 source connections in a collection: more than its smallest plan lets a client read in a minute. */
export async function startLimitedAirweave(clock: SkippingClock): Promise<TestPlatform> {
  const platform = await startTestPlatform({ requestsPerMinute: 10, now: clock.now }, "airweave");
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
  return platform;
}
