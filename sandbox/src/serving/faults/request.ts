import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { hasCredentials, type SandboxPlatform } from "../sandbox-platform";

/** A request as it arrived, before the platform has seen it. */
export interface PlatformRequest {
  /** The platform's name. */
  readonly platform: string;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Whether it carries credentials, good or bad. */
  readonly hasCredentials: boolean;
  /** The path of the collection in which it creates an object, without a trailing slash. Undefined if it creates none. */
  readonly createsIn: string | undefined;
}

/** @throws Error if the client aborts the request. */
export async function readRequest(
  { name: platform, http }: Pick<SandboxPlatform, "name" | "http">,
  incoming: IncomingMessage,
): Promise<PlatformRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { method = "", url = "", headers } = incoming;
  const body = Buffer.concat(chunks);
  return {
    ...{ platform, method, url, headers, body },
    hasCredentials: hasCredentials(http, headers),
    createsIn: method === "POST" ? createdIn(pathOf({ url }), http) : undefined,
  };
}

/** A POST to a collection creates an object there, and the platform knows what other paths do. */
function createdIn(path: string, { madeBy }: SandboxPlatform["http"]): string | undefined {
  return /s\/?$/.test(path) ? path.replace(/\/$/, "") : madeBy?.(path);
}

/** The path without the query. */
export function pathOf({ url }: Pick<PlatformRequest, "url">): string {
  return url.split("?")[0] ?? "";
}

/**
 * The path with `:id` in place of ids: `/api/v1/sources/:id/connection-check`. An id follows the name of a collection, which is a plural
 * on all platforms.
 */
export function pathPattern(request: Pick<PlatformRequest, "url">): string {
  return pathOf(request).replace(/(?<=\/)([\w-]*s)\/[^/]+/g, "$1/:id");
}
