import { startTestPlatform, type TestPlatform } from "../../../../harness/platform";
import type { PlatformOptions } from "../../../../harness/platform";
import type { Fields } from "../../../../harness/verbs";

export const personalAccessToken = "ghp_PLANTEDtoken7HENG";

/** The arguments of a connection that logs in with credentials. */
export const github = {
  name: "code",
  shortName: "github",
  readableCollectionId: "docs",
  config: { repo_name: "example-org/example-repo" },
  authentication: { credentials: { personal_access_token: personalAccessToken } },
};

/** The arguments of a connection that syncs at most once an hour. */
export const stripe = {
  name: "payments",
  shortName: "stripe",
  readableCollectionId: "docs",
  authentication: { credentials: { api_key: "sk_test_PLANTED0123456789" } },
};

/** The arguments of a connection with a browser login. */
export const notion = { name: "notes", shortName: "notion", readableCollectionId: "docs" };

/** The stack config for a server. */
export function airweaveSettings({
  url,
  apiKey,
}: {
  readonly url: string;
  readonly apiKey: string;
}): Record<string, string> {
  return { "airweave:apiUrl": url, "airweave:apiKey": apiKey };
}

/** Starts a platform with the collection `docs`. */
export async function startWithCollection(
  options: Partial<PlatformOptions["airweave"]> = {},
): Promise<TestPlatform> {
  const platform = await startTestPlatform(options, "airweave");
  await platform.ask("POST", "/collections", { name: "Documents", readable_id: "docs" });
  return platform;
}

/** The methods and bodies of the requests since the last call. */
export function takeRequests(platform: TestPlatform): [string, unknown][] {
  return platform.requests.splice(0).map(({ method, body }): [string, unknown] => [method, body]);
}

/** Logs in as a user would in the browser. */
export async function logIn({ url }: TestPlatform, authUrl: unknown): Promise<void> {
  const { headers } = await fetch(String(authUrl), { redirect: "manual" });
  const callback = new URL(headers.get("location") ?? "", url);
  const { status } = await fetch(callback, { redirect: "manual" });
  if (status !== 303) throw new Error(`the login ended with ${status}`);
}

/** The connection as another client sees it. */
export async function shown(platform: TestPlatform, id: string): Promise<Fields> {
  return (await platform.ask("GET", `/source-connections/${id}`)).body as Fields;
}
