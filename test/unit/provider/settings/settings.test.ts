import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { airweave } from "../../../../provider/src/platforms/airweave/api";
import { aisquared } from "../../../../provider/src/platforms/aisquared/api";
import { openAccount } from "../../../../provider/src/client/account";
import { resolveSettings } from "../../../../provider/src/settings/settings";
import { unstructured } from "../../../../provider/src/platforms/unstructured/api";
import { sourceVerbs } from "../../../harness/verbs";

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

  it("come from the stack config, the environment or the default, and say which", () => {
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

  it("say whether connections are tested, and are refused where a platform has no test", () => {
    expect(resolve({}).verify).toBe("off");
    process.env.UNSTRUCTURED_VERIFY = "warn";
    expect(resolve({}).verify).toBe("warn");
    expect(resolve({ "unstructured:verify": " fail\n" })).toMatchObject({ verify: "fail", wrong: [] });
    expect(resolve({ "unstructured:verify": "true" }).wrong).toEqual([
      "setting unstructured:verify (from stack config unstructured:verify): expected off, warn or fail",
    ]);

    const wrong = (config: Readonly<Record<string, string>>, account?: string): readonly string[] =>
      resolveSettings(airweave, (key) => config[key], account).wrong;
    const none = "Airweave has no connection test that could be run; remove it";
    const accounts = JSON.stringify({ eu: { apiKey: "k", verify: "fail" }, us: { apiKey: "k" } });
    expect(wrong({})).toEqual([]);
    const own = `unknown setting airweave:verify (from stack config airweave:verify): ${none}`;
    expect(wrong({ "airweave:verify": "fail" })).toEqual([own]);
    expect(wrong({ "airweave:verify": "fail", "airweave:accounts": accounts }, "us")).toEqual([own]);
    expect(wrong({ "airweave:accounts": accounts }, "eu")).toEqual([
      "unknown setting airweave:accounts.eu.verify; expected apiKey, apiUrl, organizationId, timeout, allowHttp",
    ]);
    process.env.AIRWEAVE_VERIFY = "off";
    expect(wrong({})).toEqual([
      `unknown setting airweave:verify (from environment variable AIRWEAVE_VERIFY): ${none}`,
    ]);
  });

  it("lose line breaks at the end of a password, but no blank", () => {
    const { found } = resolveSettings(
      aisquared,
      (key) => ({ "aisquared:email": "a@b.example\n", "aisquared:password": " pass \r\n" })[key],
    );
    expect(found).toMatchObject({ email: { value: "a@b.example" }, password: { value: " pass " } });
  });

  it("count as missing if they are empty", () => {
    process.env.UNSTRUCTURED_API_URL = "";
    process.env.UNSTRUCTURED_API_KEY = "";
    const { found, missing } = resolve({ "unstructured:apiKey": "" });
    expect(found.apiUrl?.from).toBe("default");
    expect(missing).toEqual([
      "set unstructured:apiKey (`pulumi config set --secret unstructured:apiKey`) or the environment variable UNSTRUCTURED_API_KEY",
    ]);
  });

  it.each([
    ["https://api.example.com", "https://api.example.com/api/v1/"],
    ["https://api.example.com/", "https://api.example.com/api/v1/"],
    ["https://api.example.com/api/v1", "https://api.example.com/api/v1/"],
    [" https://api.example.com/api/v1// ", "https://api.example.com/api/v1/"],
    ["http://localhost:8080/proxy/api/v1/", "http://localhost:8080/proxy/api/v1/"],
    ["https://api.example.com?x=1#y", "https://api.example.com/api/v1/"],
  ])("accept the address %s", (apiUrl, baseUrl) => {
    const config: Record<string, string> = { "unstructured:apiUrl": apiUrl, "unstructured:apiKey": "k" };
    expect(openAccount(unstructured, (key) => config[key]).baseUrl).toBe(baseUrl);
  });

  it("are reported together if invalid or missing, without their values", () => {
    const config: Record<string, string> = { "unstructured:apiUrl": "CANARY" };
    expect(() => openAccount(unstructured, (key) => config[key])).toThrow(
      /^setting unstructured:apiUrl \(from stack config unstructured:apiUrl\): expected an http or https URL .*; a setting is missing: set unstructured:apiKey/,
    );
    expect(() => openAccount(unstructured, (key) => config[key])).not.toThrow(/CANARY/);
  });

  it("include the time limit of operations", () => {
    expect(resolve({}).timeout).toBe(300_000);
    process.env.UNSTRUCTURED_TIMEOUT = "45";
    expect(resolve({}).timeout).toBe(45_000);
    expect(resolve({ "unstructured:timeout": " 0.5 " }).timeout).toBe(500);
    for (const wrong of ["0", "-1", "1e3", "five minutes", "86401"]) {
      expect(resolve({ "unstructured:timeout": wrong }).wrong).toEqual([
        "setting unstructured:timeout (from stack config unstructured:timeout): expected a number of seconds such as 300, at most 86400",
      ]);
    }
    const config: Record<string, string> = { "unstructured:timeout": "soon", "unstructured:apiKey": "k" };
    expect(() => openAccount(unstructured, (key) => config[key])).toThrow("expected a number of seconds");
  });

  it.each([
    [unstructured, "UNSTRUCTURED"],
    [aisquared, "AISQUARED"],
    [airweave, "AIRWEAVE"],
  ])("require https unless the stack allows http (%#)", (platform, prefix) => {
    const { name } = platform;
    const wrong = (apiUrl: string, config: Readonly<Record<string, string>> = {}): readonly string[] =>
      resolveSettings(platform, (key) => ({ [`${name}:apiUrl`]: apiUrl, ...config })[key]).wrong;
    const remote = "http://platform.example.com/PLANTED";
    const rejected = `setting ${name}:apiUrl (from stack config ${name}:apiUrl): expected an https URL, because http sends keys and secrets unencrypted; to allow http on a trusted network, run \`pulumi config set ${name}:allowHttp true\``;
    for (const apiUrl of [remote, "http://192.168.0.1", "http://128.0.0.1", "http://localhost.example.com"]) {
      expect(wrong(apiUrl)).toEqual([rejected]);
    }
    for (const host of ["localhost:8000", "127.0.0.1", "127.9.9.9:1", "[::1]:8000", "LOCALHOST"]) {
      expect(wrong(`http://${host}`)).toEqual([]);
    }
    expect(wrong(remote, { [`${name}:allowHttp`]: "true" })).toEqual([]);
    expect(wrong(remote, { [`${name}:allowHttp`]: "false" })).toEqual([rejected]);
    expect(wrong(remote, { [`${name}:allowHttp`]: "yes" })).toEqual([
      rejected,
      `setting ${name}:allowHttp (from stack config ${name}:allowHttp): expected true or false`,
    ]);
    process.env[`${prefix}_ALLOW_HTTP`] = "true";
    expect(wrong(remote)).toEqual([]);
  });

  it("are checked before any request", async () => {
    const verbs = sourceVerbs({ "unstructured:apiUrl": "http://platform.example.com" });
    const { failures } = await verbs.check(
      {},
      { name: "s", type: "s3", config: { remote_url: "s3://b/", anonymous: true } },
    );
    expect(failures.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('unstructured.Source "s": setting unstructured:apiUrl (from stack config'),
    ]);
  });
});

describe("the settings of a named account", () => {
  const accounts = {
    eu: { apiKey: "key-of-eu" },
    "my.us": { apiKey: "key-of-us", apiUrl: "https://us.example.com" },
  };
  const of = (account: string, given: unknown = accounts) =>
    resolveSettings(
      unstructured,
      (key) =>
        ({
          "unstructured:apiKey": "key-of-none",
          "unstructured:accounts": typeof given === "string" ? given : JSON.stringify(given),
        })[key],
      account,
    );

  afterEach(() => {
    delete process.env.UNSTRUCTURED_API_KEY_EU;
    delete process.env.UNSTRUCTURED_API_KEY_MY_US;
  });

  it("come from its part of the stack config or variables with its name, never from another account", () => {
    process.env.UNSTRUCTURED_API_KEY_EU = "from-environment";
    expect(of("eu").found).toEqual({
      apiKey: { value: "key-of-eu", from: "stack config unstructured:accounts.eu.apiKey" },
      apiUrl: { value: "https://platform.unstructuredapp.io", from: "default" },
    });
    expect(of("my.us").found.apiUrl).toEqual({
      value: "https://us.example.com",
      from: 'stack config unstructured:accounts["my.us"].apiUrl',
    });
    expect(of("eu", { eu: {} }).found.apiKey).toEqual({
      value: "from-environment",
      from: "environment variable UNSTRUCTURED_API_KEY_EU",
    });
    expect(of("eu", { us: {} }).wrong).toEqual([]);
    process.env.UNSTRUCTURED_API_KEY_MY_US = "k";
    expect(of("my.us", { "my.us": {} }).found.apiKey?.value).toBe("k");
  });

  it("are missing if only another account has them", () => {
    expect(of("eu", { eu: { apiKey: "" } })).toMatchObject({
      found: { apiUrl: { from: "default" } },
      missing: [
        "set unstructured:accounts.eu.apiKey (`pulumi config set --path --secret 'unstructured:accounts.eu.apiKey'`) or the environment variable UNSTRUCTURED_API_KEY_EU",
      ],
      wrong: [],
    });
  });

  it.each([
    [{ eu: {} }, "ue", 'options.account: unstructured:accounts has no account "ue"; did you mean eu?'],
    [accounts, "asia", 'options.account: unstructured:accounts has no account "asia"; available: eu, my.us'],
    [
      { eu: { apikey: "CANARY" } },
      "eu",
      "unknown setting unstructured:accounts.eu.apikey; did you mean apiKey?",
    ],
    [
      "CANARY",
      "eu",
      "setting unstructured:accounts: expected an object that maps account names to their settings",
    ],
    [
      { eu: { apiKey: "k", apiUrl: "CANARY" } },
      "eu",
      "setting unstructured:accounts.eu.apiUrl (from stack config unstructured:accounts.eu.apiUrl): expected an http or https URL such as https://platform.unstructuredapp.io",
    ],
  ])("are invalid as %j for %s", (given, account, problem) => {
    expect(of(account, given).wrong).toEqual([problem]);
  });

  it("may be numbers, as `pulumi config set --path` stores them", () => {
    const config = { "aisquared:accounts": '{"eu":{"token":"t","workspaceId":7}}' };
    expect(
      resolveSettings(aisquared, (key) => config[key as keyof typeof config], "eu").found.workspaceId?.value,
    ).toBe("7");
  });
});
