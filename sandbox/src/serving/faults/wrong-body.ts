import { isJsonObject } from "../../json-object";
import type { PlatformHttp } from "../sandbox-platform";
import { nginxPage } from "./error-response";
import type { Fault } from "./fault";
import { isSuccess, parsedBody, withJsonBody, type PlatformResponse } from "./response";

type BodyFault = Extract<Fault, { kind: "body" }>;

/** Corrupts the body of a successful response; any other is returned as it is. */
export function withWrongBody(
  response: PlatformResponse,
  { is }: BodyFault,
  { idKeys = ["id"] }: PlatformHttp,
): PlatformResponse {
  if (!isSuccess(response)) return response;
  switch (is) {
    case "empty":
      return { ...response, body: Buffer.alloc(0) };
    case "html":
      return nginxPage(200, "Welcome");
    case "incomplete":
      // Without these a client knows neither which object it has nor that it is logged in.
      return withJsonBody(response, withoutKeys(parsedBody(response), [...idKeys, "token"]));
    case "wrong-type":
      return { ...response, headers: { ...response.headers, "content-type": "application/octet-stream" } };
  }
}

function withoutKeys(value: unknown, keys: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutKeys(item, keys));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !keys.includes(key))
      .map(([key, part]) => [key, withoutKeys(part, keys)]),
  );
}
