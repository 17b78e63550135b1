import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openAccount } from "../../provider/src/lifecycle/account";
import { resolveSettings } from "../../provider/src/settings";
import { unstructured } from "../../provider/src/unstructured/api";

const resolve = (config: Readonly<Record<string, string>>) =>
  resolveSettings(unstructured, (key) => config[key]);

describe("settings", () => {
  const environment = { ...process.env };
  beforeEach(() => {
    delete process.env.UNSTRUCTURED_API_KEY;
    delete process.env.UNSTRUCTURED_API_URL;
  });
  afterEach(() => {
    process.env = { ...environment };
  });

  it("come from the stack config, else from the environment, else from the default, and say which", () => {
    process.env.UNSTRUCTURED_API_KEY = "from-environment";
    expect(resolve({ "unstructured:apiKey": "from-config" }).found).toEqual({
      apiKey: { value: "from-config", from: "stack config unstructured:apiKey" },
      apiUrl: { value: "https://platform.unstructuredapp.io", from: "default" },
    });
    expect(resolve({}).found.apiKey).toEqual({
      value: "from-environment",
      from: "environment variable UNSTRUCTURED_API_KEY",
    });
  });

  it("that are empty are absent", () => {
    process.env.UNSTRUCTURED_API_URL = "";
    process.env.UNSTRUCTURED_API_KEY = "";
    const { found, missing } = resolve({ "unstructured:apiKey": "" });
    expect(found.apiUrl?.from).toBe("default");
    expect(missing).toEqual([
      "set unstructured:apiKey (`pulumi config set --secret unstructured:apiKey ...`) or the environment variable UNSTRUCTURED_API_KEY",
    ]);
  });

  it.each([
    ["https://api.example.com", "https://api.example.com/api/v1/"],
    ["https://api.example.com/", "https://api.example.com/api/v1/"],
    ["https://api.example.com/api/v1", "https://api.example.com/api/v1/"],
    [" https://api.example.com/api/v1// ", "https://api.example.com/api/v1/"],
    ["http://localhost:8080/proxy/api/v1/", "http://localhost:8080/proxy/api/v1/"],
    ["https://api.example.com?x=1#y", "https://api.example.com/api/v1/"],
  ])("take the address %s", (apiUrl, baseUrl) => {
    const config: Record<string, string> = { "unstructured:apiUrl": apiUrl, "unstructured:apiKey": "k" };
    expect(openAccount(unstructured, (key) => config[key]).baseUrl).toBe(baseUrl);
  });

  it("that are wrong are named without their value, all at once", () => {
    const config: Record<string, string> = { "unstructured:apiUrl": "CANARY" };
    expect(() => openAccount(unstructured, (key) => config[key])).toThrow(
      /^setting unstructured:apiUrl \(from stack config unstructured:apiUrl\): expected an http or https URL .*; a setting is missing: set unstructured:apiKey/,
    );
    expect(() => openAccount(unstructured, (key) => config[key])).not.toThrow(/CANARY/);
  });
});
