import { isJsonObject, type JsonObject } from "../../json-object";

/** A response before it is sent. */
export interface PlatformResponse {
  readonly status: number;
  /** Names in lower case. `content-length` and `date` are set on sending. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

export function jsonResponse(status: number, body: unknown): PlatformResponse {
  return textResponse(status, "application/json; charset=utf-8", JSON.stringify(body));
}

export function textResponse(status: number, contentType: string, text: string): PlatformResponse {
  return { status, headers: { "content-type": contentType }, body: Buffer.from(text) };
}

/** Undefined if the body is not JSON. */
export function parsedBody({ body }: PlatformResponse): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

export function withJsonBody(response: PlatformResponse, body: unknown): PlatformResponse {
  return { ...response, body: Buffer.from(JSON.stringify(body)) };
}

export function isSuccess({ status }: PlatformResponse): boolean {
  return status >= 200 && status < 300;
}

/** The object that the body holds, directly or under `data`; empty if it holds none. */
export function objectIn(response: PlatformResponse): JsonObject {
  const json = parsedBody(response);
  const object = isJsonObject(json) && isJsonObject(json.data) ? json.data : json;
  return isJsonObject(object) ? object : {};
}
