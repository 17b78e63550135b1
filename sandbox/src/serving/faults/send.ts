import type { ServerResponse } from "node:http";
import type { Answer } from "./answer";

/** Sends an answer. @param now Milliseconds since 1970, for its date. */
export function send(response: ServerResponse, answer: Answer, now: number): void {
  begin(response, answer, now).end(answer.body);
}

/** Sends the first half of an answer, then cuts the connection. Of one without a body nothing is sent. */
export function sendHalf(response: ServerResponse, answer: Answer, now: number): void {
  const half = answer.body.subarray(0, Math.floor(answer.body.length / 2));
  begin(response, answer, now).write(half, () => response.socket?.destroy());
}

/** Sends an answer in pieces, each after a wait. */
export async function trickle(
  response: ServerResponse,
  answer: Answer,
  now: number,
  pieces: number,
  wait: () => Promise<void>,
): Promise<void> {
  begin(response, answer, now).flushHeaders();
  const size = Math.max(1, Math.ceil(answer.body.length / pieces));
  for (let at = 0; at < answer.body.length; at += size) {
    await wait();
    response.write(answer.body.subarray(at, at + size));
  }
  response.end();
}

function begin(response: ServerResponse, { status, headers, body }: Answer, now: number): ServerResponse {
  return response.writeHead(status, {
    ...headers,
    date: new Date(now).toUTCString(),
    ...(status === 204 ? {} : { "content-length": body.length }),
  });
}
