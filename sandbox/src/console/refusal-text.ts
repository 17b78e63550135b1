import type { RefusedRequest } from "./kind";

/** No response is shown further. */
const longest = 2_000;

/** What a platform responded to a request that it refused. */
export function refusalText({ status, body }: RefusedRequest): string {
  const text = typeof body === "string" ? body : JSON.stringify(body ?? "", null, 2);
  return `${status} ${text.slice(0, longest)}`;
}
