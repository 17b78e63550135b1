import type { Platform } from "../../../provider/src/definition/platform";
import { headerValue, serverAddress } from "../../../provider/src/settings/normalize";
import { fieldsAt, isFields } from "../../../provider/src/values/fields";

const cloud = "https://api.tally.example";

/** The API of Tally, a bookkeeping service that does not exist: where it lives, how a request authenticates, how it reports problems. */
export const tally: Platform = {
  name: "tally",
  title: "Tally",
  settings: {
    apiKey: { env: "TALLY_API_KEY", secret: true, normalize: headerValue },
    apiUrl: { env: "TALLY_API_URL", default: cloud, normalize: serverAddress(cloud) },
  },
  needs: () => [["apiKey"]],
  connect: ({ apiKey, apiUrl }) => ({ baseUrl: `${apiUrl}/v2/`, headers: { "x-tally-key": apiKey ?? "" } }),
  problem,
};

/** Error bodies are `{error: {message}}`. */
function problem(body: unknown): string | undefined {
  if (!isFields(body)) return undefined;
  const { message } = fieldsAt(body, "error");
  return typeof message === "string" ? message : undefined;
}
