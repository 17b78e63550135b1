import { afterEach, describe, expect, it } from "@jest/globals";
import { airweaveApp } from "../../../../../sandbox/src/platforms/airweave/app";
import { listen } from "../../../../../sandbox/src/serving/server";
import { collectionVerbs, rejection } from "../../../../harness/verbs";
import { airweaveSettings, startWithCollection } from "./connections";

const organizationId = "6fa9265f-8ce5-4f74-bc96-4897e25b5513";

describe("the settings of Airweave", () => {
  const environment = { ...process.env };
  afterEach(() => {
    process.env = { ...environment };
  });

  it("require a key for the cloud", async () => {
    delete process.env.AIRWEAVE_API_KEY;
    delete process.env.AIRWEAVE_API_URL;
    const { message } = await rejection(collectionVerbs().create({ name: "Documents" }));
    expect(message).toContain(
      "a setting is missing: set airweave:apiKey (`pulumi config set --secret airweave:apiKey`)",
    );
  });

  it("require no key for a self-hosted server without authentication", async () => {
    delete process.env.AIRWEAVE_API_KEY;
    const { url, stop } = await listen(airweaveApp({}));
    const verbs = collectionVerbs({ "airweave:apiUrl": url });
    expect(await verbs.create({ name: "Documents", readableId: "docs" })).toMatchObject({ id: "docs" });
    await stop();
  });

  it("are named if the server refuses the key", async () => {
    delete process.env.AIRWEAVE_API_KEY;
    const platform = await startWithCollection();
    const wrong = collectionVerbs({ ...airweaveSettings(platform), "airweave:apiKey": "PLANTEDwrong" });
    expect((await rejection(wrong.create({ name: "Documents" }))).message).toContain(
      "status 403 (Invalid or expired API key); apiKey came from stack config airweave:apiKey: set airweave:apiKey",
    );
    const none = collectionVerbs({ "airweave:apiUrl": platform.url });
    expect((await rejection(none.create({ name: "Documents" }))).message).toContain(
      "status 401 (No valid authentication provided); apiKey came from nowhere: set airweave:apiKey",
    );
    await platform.stop();
  });

  it("send the organization if it is set", async () => {
    const platform = await startWithCollection({ organizationId });
    const settings = airweaveSettings(platform);
    await collectionVerbs(settings).create({ name: "Documents" });
    await collectionVerbs({ ...settings, "airweave:organizationId": organizationId }).create({
      name: "Documents",
    });
    expect(platform.requests.map(({ headers }) => headers["x-organization-id"])).toEqual([
      undefined,
      organizationId,
    ]);
    const { failures } = await collectionVerbs({ "airweave:organizationId": "acme" }).check(
      {},
      { name: "Documents" },
    );
    expect(failures.map(({ reason }) => reason)).toEqual([
      'airweave.Collection "Documents": setting airweave:organizationId (from stack config airweave:organizationId): expected a UUID',
    ]);
    await platform.stop();
  });
});
