import { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { Writable } from "node:stream";
import type { FastifyInstance } from "fastify";
import type { PlatformRequest } from "./request";
import type { PlatformResponse } from "./response";

/**
 * Has a platform handle a request, and captures the response instead of sending it.
 *
 * @param socket The client's connection.
 */
export function exchange(
  app: FastifyInstance,
  request: PlatformRequest,
  socket: Socket,
): Promise<PlatformResponse> {
  const incoming = toIncomingMessage(request, socket);
  const response = new ServerResponse(incoming);
  // Node stores the headers given to writeHead only if one was set before.
  response.setHeader("date", "");
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  response.assignSocket(sink as unknown as Socket);
  return new Promise((resolve) => {
    response.once("finish", () => {
      const { statusCode: status } = response;
      resolve({ status, headers: headersOf(response), body: bodyIn(Buffer.concat(chunks)) });
    });
    app.server.emit("request", incoming, response);
  });
}

function toIncomingMessage({ method, url, headers, body }: PlatformRequest, socket: Socket): IncomingMessage {
  const incoming = new IncomingMessage(socket);
  const fields = { method, url, headers, httpVersion: "1.1", httpVersionMajor: 1, httpVersionMinor: 1 };
  Object.assign(incoming, fields, { complete: true });
  incoming.push(body);
  incoming.push(null);
  return incoming;
}

/** Headers that belong to one connection, or are set on sending. */
const connectionHeaders = ["connection", "content-length", "date", "keep-alive", "transfer-encoding"];

function headersOf(response: ServerResponse): PlatformResponse["headers"] {
  return Object.fromEntries(
    Object.entries(response.getHeaders()).flatMap(([name, value]) =>
      value === undefined || connectionHeaders.includes(name)
        ? []
        : [[name, Array.isArray(value) ? value : String(value)]],
    ),
  );
}

/** The platforms send no chunked responses, so everything after the head is the body. */
function bodyIn(message: Buffer): Buffer {
  return message.subarray(message.indexOf("\r\n\r\n") + 4);
}
