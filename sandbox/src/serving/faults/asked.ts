import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

/** A request as it came in, before any platform has seen it. */
export interface AskedRequest {
  readonly platform: string;
  readonly method: string;
  /** With the query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Reads a request to its end. @throws Error if the client breaks off. */
export async function readRequest(platform: string, request: IncomingMessage): Promise<AskedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = "", url = "", headers } = request;
  return { platform, method, url, headers, body: Buffer.concat(chunks) };
}

/** Without the query. */
export function pathOf({ url }: Pick<AskedRequest, "url">): string {
  return url.split("?")[0] ?? "";
}

/**
 * The path with `:id` for what stands after the name of a collection, which is a plural on all platforms:
 * `/api/v1/sources/:id/connection-check`.
 */
export function pathPattern(request: Pick<AskedRequest, "url">): string {
  return pathOf(request).replace(/(?<=\/)([\w-]*s)\/[^/]+/g, "$1/:id");
}

/** Whether a request makes an object: a POST to a collection. */
export function isCreate(request: Pick<AskedRequest, "method" | "url">): boolean {
  return request.method === "POST" && /s\/?$/.test(pathOf(request));
}
