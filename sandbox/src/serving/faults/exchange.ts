import { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { Writable } from "node:stream";
import type { FastifyInstance } from "fastify";
import type { Answer } from "./answer";
import type { AskedRequest } from "./asked";

/** Hands a request to a platform and keeps its answer from the connection. @param socket Where the request came from. */
export function ask(app: FastifyInstance, request: AskedRequest, socket: Socket): Promise<Answer> {
  const incoming = incomingOf(request, socket);
  const response = new ServerResponse(incoming);
  // With a header set before, Node keeps those that writeHead gets.
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
      resolve({ status, headers: headersOf(response), body: afterHead(Buffer.concat(chunks)) });
    });
    app.server.emit("request", incoming, response);
  });
}

function incomingOf({ method, url, headers, body }: AskedRequest, socket: Socket): IncomingMessage {
  const incoming = new IncomingMessage(socket);
  const whole = { method, url, headers, httpVersion: "1.1", httpVersionMajor: 1, httpVersionMinor: 1 };
  Object.assign(incoming, whole, { complete: true });
  incoming.push(body);
  incoming.push(null);
  return incoming;
}

/** What belongs to one connection, or is set when an answer is sent. */
const ofConnection = ["connection", "content-length", "date", "keep-alive", "transfer-encoding"];

function headersOf(response: ServerResponse): Answer["headers"] {
  return Object.fromEntries(
    Object.entries(response.getHeaders()).flatMap(([name, value]) =>
      value === undefined || ofConnection.includes(name)
        ? []
        : [[name, Array.isArray(value) ? value : String(value)]],
    ),
  );
}

/** Answers have a known length, so that what follows the head is the body as it is. */
function afterHead(bytes: Buffer): Buffer {
  return bytes.subarray(bytes.indexOf("\r\n\r\n") + 4);
}
