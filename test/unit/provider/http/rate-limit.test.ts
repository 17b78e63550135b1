import { afterEach, describe, expect, it } from "@jest/globals";
import { startTestPlatform, type TestPlatform } from "../../../harness";
import { clock, collectionVerbs } from "../../../harness/verbs";

describe("sixty creates under a limit of ten requests a minute", () => {
  let platform: TestPlatform;
  let responses: string[];
  const start = async (): Promise<void> => {
    responses = [];
    platform = await startTestPlatform(
      {
        requestsPerMinute: 10,
        now: clock.now,
        log: ({ method, path, status }) => responses.push(`${method} ${path} ${status}`),
      },
      "airweave",
    );
  };
  afterEach(() => platform.stop());

  const createAll = async (): Promise<{ readonly seconds: number; readonly ids: readonly string[] }> => {
    const verbs = collectionVerbs({
      "airweave:apiUrl": platform.url,
      "airweave:apiKey": platform.apiKey,
    });
    const startedAt = clock.now();
    const created = await Promise.all(
      Array.from({ length: 60 }, (_, index) => verbs.create({ name: `Collection ${index}` })),
    );
    return { seconds: (clock.now() - startedAt) / 1000, ids: created.map(({ id }) => id) };
  };

  it("take no longer than the limit requires, and no extra request", async () => {
    await start();
    const { seconds, ids } = await createAll();
    expect(new Set(ids).size).toBe(60);
    // Ten at once, and ten in each of the five minutes that follow.
    expect(seconds).toBeGreaterThanOrEqual(300);
    expect(seconds).toBeLessThanOrEqual(1.05 * 300);
    expect(responses).toEqual(Array(60).fill("POST /collections 200"));
  });

  it("succeed even if another client has just exhausted the limit", async () => {
    await start();
    for (let times = 0; times < 10; times++) await platform.ask("GET", "/collections/count");
    responses.length = 0;
    const { seconds, ids } = await createAll();
    expect(new Set(ids).size).toBe(60);
    expect(seconds).toBeLessThanOrEqual(1.05 * 360);
    // The first request goes alone, and only it is throttled.
    expect(responses).toEqual(["POST /collections 429", ...Array<string>(60).fill("POST /collections 200")]);
  });
});
