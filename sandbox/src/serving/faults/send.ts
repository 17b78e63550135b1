import type { ServerResponse } from "node:http";
import type { PlatformResponse } from "./response";

/** @param now Milliseconds since 1970, for the `date` header; here and below. */
export function send(response: ServerResponse, sent: PlatformResponse, now: number): void {
  begin(response, sent, now).end(sent.body);
}

/** Sends the head and the first half of the body, then cuts the connection. Without a body nothing is sent. */
export function sendHalf(response: ServerResponse, sent: PlatformResponse, now: number): void {
  const half = sent.body.subarray(0, Math.floor(sent.body.length / 2));
  begin(response, sent, now).write(half, () => response.socket?.destroy());
}

/** Sends the body in pieces, each after a wait. */
export async function trickle(
  response: ServerResponse,
  sent: PlatformResponse,
  now: number,
  pieces: number,
  wait: () => Promise<void>,
): Promise<void> {
  begin(response, sent, now).flushHeaders();
  const size = Math.max(1, Math.ceil(sent.body.length / pieces));
  for (let start = 0; start < sent.body.length; start += size) {
    await wait();
    response.write(sent.body.subarray(start, start + size));
  }
  response.end();
}

function begin(
  response: ServerResponse,
  { status, headers, body }: PlatformResponse,
  now: number,
): ServerResponse {
  return response.writeHead(status, {
    ...headers,
    date: new Date(now).toUTCString(),
    ...(status === 204 ? {} : { "content-length": body.length }),
  });
}
