import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import { itOnPosix } from "../../../harness/on-posix";
import { examine, type AccountReport } from "../../../../provider/src/command-line/doctor/examine";
import { formatAccount } from "../../../../provider/src/command-line/doctor/report";
import type { CommandSettings } from "../../../../provider/src/command-line/settings/command-settings";
import { kinds } from "../../../../provider/src/kinds";
import { repository } from "../../../harness";
import { startTestPlatform, type PlatformName, type TestPlatform } from "../../../harness/platform";

const secret = "sk-of-nobody-0123456789";

function settingsOf(
  config: Readonly<Record<string, string>>,
  secrets: readonly string[] = [],
  environment: readonly string[] = [],
): CommandSettings {
  const keys = Object.keys(config);
  return { config: (key) => config[key], keys, isSecret: (key) => secrets.includes(key), environment };
}

async function report(
  name: PlatformName,
  settings: CommandSettings,
  account?: string,
): Promise<{ readonly account: AccountReport; readonly text: string }> {
  const definition = kinds.find(({ platform }) => platform.name === name);
  if (definition === undefined) throw new Error(name);
  const examined = await examine(definition, settings, account);
  return { account: examined, text: formatAccount(examined, true) };
}

describe("doctor", () => {
  let platform: TestPlatform | undefined;
  afterEach(async () => {
    await platform?.stop();
    platform = undefined;
  });

  it.each(["unstructured", "aisquared", "airweave"] as const)(
    "tries the settings of %s with one GET, and shows no secret",
    async (name) => {
      platform = await startTestPlatform({}, name);
      const { url, apiKey } = platform;
      const keys = { apiKey, token: apiKey, email: "tests@example.com", password: apiKey, apiUrl: url };
      const used = name === "aisquared" ? ["email", "password", "apiUrl"] : ["apiKey", "apiUrl"];
      const config = Object.fromEntries(
        used.map((key) => [`${name}:${key}`, keys[key as keyof typeof keys]]),
      );
      const { account, text } = await report(name, settingsOf(config, Object.keys(config)));
      expect([account.problems, account.warnings]).toEqual([[], []]);
      expect(text).toMatch(
        /^ {2}ok: GET \S+ responded with status 200: 0 (destination|connector|collection)s(?: in workspace 1)?$/m,
      );
      expect(text).toContain(`(stack config ${name}:apiUrl)`);
      expect(text).not.toContain(apiKey);
      const requests = platform.take().filter((line) => !/login|workspaces/.test(line));
      expect(requests).toHaveLength(1);
      expect(requests[0]).toMatch(/^GET /);
    },
  );

  it("says which workspace or organization the settings lead to", async () => {
    platform = await startTestPlatform(
      { workspaces: [1, 2].map((id) => ({ id, name: `W${id}` })) },
      "aisquared",
    );
    const { url, env } = platform;
    const login = {
      email: env.AISQUARED_EMAIL ?? "",
      password: platform.apiKey,
      apiUrl: url,
      workspaceId: "2",
    };
    const config = Object.fromEntries(
      Object.entries(login).map(([key, value]) => [`aisquared:${key}`, value]),
    );
    const { text } = await report("aisquared", settingsOf(config));
    expect(text).toContain("ok: GET connectors responded with status 200: 0 connectors in workspace 2");
    await platform.stop();
    platform = await startTestPlatform({}, "airweave");
    const { body } = await platform.ask("POST", "/collections", { name: "Support" });
    const { organization_id } = body as { readonly organization_id: string };
    const ofAirweave = { "airweave:apiKey": platform.apiKey, "airweave:apiUrl": platform.url };
    expect((await report("airweave", settingsOf(ofAirweave))).text).toContain(
      `1 collection in organization ${organization_id}`,
    );
  });

  it("says what to do about a key that is refused, and sends nothing where a setting is wrong", async () => {
    platform = await startTestPlatform();
    const config = { "unstructured:apiKey": secret, "unstructured:apiUrl": platform.url };
    const { text } = await report("unstructured", settingsOf(config, ["unstructured:apiKey"]));
    expect(text).toMatch(/problem: .*401.*apiKey came from stack config unstructured:apiKey/);
    expect(text).not.toContain(secret);
    platform.take();
    const wrong = await report("unstructured", settingsOf({ ...config, "unstructured:timeout": "soon" }));
    expect(wrong.text).toContain("problem: setting unstructured:timeout");
    expect(platform.take()).toEqual([]);
  });

  it("does not take any server for the platform", async () => {
    platform = await startTestPlatform();
    platform.answerNext("GET", { status: 200, body: { status: "ok" } });
    const config = { "unstructured:apiKey": platform.apiKey, "unstructured:apiUrl": platform.url };
    const { text } = await report("unstructured", settingsOf(config));
    expect(text).toContain(
      "problem: the response to GET destinations/ is not a list; it does not come from the API",
    );
  });

  it("notices what is probably not meant", async () => {
    const config = {
      "unstructured:apikey": secret,
      "unstructured:accounts": JSON.stringify({ eu: { apiKey: secret } }),
    };
    const variables = ["UNSTRUCTURED_APIKEY", "UNSTRUCTURED_API_KEY_EU", "UNSTRUCTURED_HOME"];
    const settings = settingsOf(config, [], variables);
    const own = await report("unstructured", settings);
    expect(own.account.warnings).toEqual([
      "nothing reads unstructured:apikey in the stack config; did you mean unstructured:apiKey?",
      "nothing reads the environment variable UNSTRUCTURED_APIKEY; did you mean UNSTRUCTURED_API_KEY?",
    ]);
    expect(own.account.problems).toEqual([
      expect.stringMatching(/^a setting is missing: set unstructured:apiKey/),
    ]);
    const { account } = await report(
      "unstructured",
      settingsOf({ ...config, "unstructured:timeout": "1" }),
      "us",
    );
    expect(account.problems[0]).toContain('has no account "us"; available: eu');
    const { account: clear } = await report(
      "unstructured",
      settingsOf({ ...config, "unstructured:timeout": "soon" }),
      "eu",
    );
    expect(clear.warnings).toEqual([
      "unstructured:accounts.eu.apiKey is in the stack config in the clear: set it again with `pulumi config set --path --secret 'unstructured:accounts.eu.apiKey'`",
    ]);
    expect(`${own.text}${JSON.stringify(clear)}`).not.toContain(secret);
  });

  itOnPosix("reads a stack's config from the pulumi CLI, and tries each of its accounts", async () => {
    platform = await startTestPlatform();
    const { apiKey, url } = platform;
    const folder = mkdtempSync(join(tmpdir(), "doctor-"));
    const accounts = JSON.stringify({ eu: { apiKey: secret, apiUrl: url } });
    const printed = JSON.stringify({
      "unstructured:apiKey": { value: apiKey, secret: true },
      "unstructured:apiUrl": { value: url, secret: false },
      "unstructured:accounts": { value: accounts, secret: true },
    });
    const cli = join(folder, "pulumi");
    writeFileSync(
      cli,
      `#!/bin/sh\n[ "$*" = "config --json --show-secrets --stack prod --non-interactive" ] || { echo "error: no stack named '$5' found" >&2; exit 6; }\ncat <<'E'\n${printed}\nE\n`,
    );
    chmodSync(cli, 0o755);
    const path = `${folder}${delimiter}${process.env.PATH ?? ""}`;
    const good = await run(["doctor", "--stack", "prod"], { PATH: path });
    expect(good.output).toContain("ok: GET destinations/ responded with status 200: 0 destinations");
    expect(good.output).toMatch(/Unstructured, account eu\n(.*\n)+ {2}problem: .*401/);
    expect(good.output).toContain("Airweave: not configured");
    expect(good.output).not.toMatch(new RegExp(`${secret}|${apiKey}`));
    expect(good.status).toBe(1);
    const missing = await run(["doctor", "--stack", "nope"], { PATH: path });
    expect(missing.output).toContain(
      "error: --stack: `pulumi config --stack nope` failed: no stack named 'nope' found",
    );
    const none = await run(["doctor", "--stack", "prod"], { PATH: "" });
    expect(none.output).toContain("needs the pulumi CLI, which is not on the PATH");
    rmSync(folder, { recursive: true });
  });

  it("says when nothing is configured", async () => {
    const { status, output } = await run(["doctor"], {});
    expect(output).toContain("error: no platform is configured");
    expect(status).toBe(1);
  });
});

/** Runs the command with nothing of this process's settings. */
async function run(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly status: number | null; readonly output: string }> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^PULUMI_|_API_/.test(name));
  const command = join(repository, "provider", "dist", "command-line", "cli.js");
  const child = spawn(process.execPath, [command, ...args], {
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { status, output };
}
