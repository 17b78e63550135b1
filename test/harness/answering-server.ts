import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as a handler sees it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** A handler's response. The body is sent as JSON unless it is a string. `"break"` closes the connection. */
export type Answered =
  | {
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | "break";

/** A server whose responses, valid or not, a test decides. */
export interface AnsweringServer {
  readonly url: string;
  readonly apiKey: string;
  readonly asked: Asked[];
  stop(): Promise<void>;
}

/** @param handle Its `dropped` resolves when the client has closed the connection. */
export async function startAnsweringServer(
  handle: (asked: Asked, dropped: Promise<void>) => Answered | Promise<Answered>,
): Promise<AnsweringServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then(async (text) => {
      const handled = {
        method: request.method ?? "",
        path: (request.url ?? "").replace("/api/v1/", ""),
        body: text === "" ? undefined : (JSON.parse(text) as unknown),
      };
      asked.push(handled);
      const dropped = new Promise<void>((resolve) => response.once("close", resolve));
      respond(response, await handle(handled, dropped));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A test that fails before it stops the server would keep the runner from ending.
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    apiKey: "key-of-the-answering-server",
    asked,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function respond(response: ServerResponse, answered: Answered): void {
  if (answered === "break") {
    response.destroy();
    return;
  }
  const { status, body, headers } = answered;
  const isText = typeof body === "string";
  response.writeHead(status, {
    "content-type": isText ? "text/plain" : "application/json",
    ...headers,
  });
  response.end(body === undefined ? "" : isText ? body : JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
