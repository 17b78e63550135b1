import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { platformSettings } from "../../../../sandbox/src/serving/accounts";
import { startPlatforms, type Platforms } from "../../../../sandbox/src/serving/start-platforms";

describe("the keys that the sandbox's platforms accept", () => {
  let folder: string;
  let platforms: Platforms;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "accounts-"));
  });
  afterEach(async () => {
    await platforms.stop();
    rmSync(folder, { recursive: true });
  });

  const start = async (config: Readonly<Record<string, string>>): Promise<void> => {
    const values = Object.entries(config).map(([key, value]) => [key, { value }] as const);
    platforms = await startPlatforms(folder, { settings: platformSettings(Object.fromEntries(values)) });
  };
  const get = async (
    variable: string,
    path: string,
    headers: Record<string, string>,
  ): Promise<{ status: number; text: string }> => {
    const response = await fetch(`${platforms.env[variable]}${path}`, { headers });
    return { status: response.status, text: await response.text() };
  };
  const sources = (key: string) =>
    get("UNSTRUCTURED_API_URL", "/api/v1/sources/", { "unstructured-api-key": key });
  const connectors = (token: string, workspace: string) =>
    get("AISQUARED_API_URL", "/api/v1/connectors", {
      authorization: `Bearer ${token}`,
      "workspace-id": workspace,
    });
  const collections = (key: string, organization: string) =>
    get("AIRWEAVE_API_URL", "/collections", { "x-api-key": key, "x-organization-id": organization });

  it("are those of the stack config, with its workspace and organization", async () => {
    const organization = "8D7F4C2A-1111-4222-8333-444455556666";
    await start({
      "unstructured:apiKey": "theirs\n",
      "aisquared:token": "token\n",
      "aisquared:workspaceId": "42",
      "airweave:apiKey": " theirs",
      "airweave:organizationId": organization,
    });
    expect((await sources("theirs")).status).toBe(200);
    expect((await connectors("token", "42")).status).toBe(200);
    expect((await collections("theirs", organization)).status).toBe(200);
    expect(platforms.env).toMatchObject({ UNSTRUCTURED_API_KEY: "theirs", AIRWEAVE_API_KEY: "theirs" });
  });

  it("are its own without any, and a refusal says who refuses and what to do", async () => {
    await start({ "unstructured:apiKey": "", "other:apiKey": "x" });
    expect((await sources(String(platforms.env.UNSTRUCTURED_API_KEY))).status).toBe(200);
    for (const [refusal, status, key] of [
      [await sources("theirs"), 401, "unstructured:apiKey"],
      [await connectors("theirs", "1"), 401, "aisquared:password and aisquared:token"],
      [await collections("theirs", ""), 403, "airweave:apiKey"],
    ] as const) {
      expect(refusal).toMatchObject({
        status,
        text: expect.stringContaining("This is the sandbox: it accepts"),
      });
      expect(refusal.text).toContain(`Remove ${key} from the stack config`);
    }
  });
});
