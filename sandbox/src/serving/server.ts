import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { UserError } from "../user-error";
import type { FaultLayer, Host } from "./faults/layer";

/** A platform that listens. */
export interface RunningPlatform {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Serves an app on loopback. @param port 0 for a free one. */
export async function listen(app: FastifyInstance, port = 0): Promise<RunningPlatform> {
  const url = await app.listen({ host: "127.0.0.1", port });
  return { url, stop: () => app.close() };
}

export interface LazyOptions {
  /** Default: a free port. */
  readonly port?: number | undefined;
  /** Default: no faults. */
  readonly faults?: FaultLayer | undefined;
}

/** A platform that can go down and come up again at the same address. */
export interface RestartablePlatform extends RunningPlatform {
  /** Its server, loaded when it is needed first. */
  readonly app: () => Promise<FastifyInstance>;
  /** Refuses connections from now on. Requests in progress are finished. */
  readonly down: () => void;
  /** Accepts connections again; resolves at once if it already does. */
  readonly up: () => Promise<void>;
}

/** Serves an app that is loaded at the first request, so that an operation without requests starts sooner. */
export async function listenLazily(
  load: () => Promise<FastifyInstance>,
  { port = 0, faults }: LazyOptions = {},
): Promise<RestartablePlatform> {
  let app: Promise<FastifyInstance> | undefined;
  let stopped = false;
  let rising: Promise<void> | undefined;
  const ready = async (): Promise<FastifyInstance> => {
    const loaded = await load();
    await loaded.ready();
    return loaded;
  };
  const host: Host = {
    app: () => (app ??= ready()),
    isDown: () => !server.listening,
    down: () => void server.close(),
    up: () => (rising ??= listenAgain(server, ownPort, () => stopped).finally(() => (rising = undefined))),
  };
  const handle: Handler =
    faults === undefined
      ? async (request, response) => (await host.app()).server.emit("request", request, response)
      : (request, response) => faults.handle(request, response, host);
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await startListening(server, port).catch((error: unknown) => {
    throw isInUse(error)
      ? new UserError(`another process listens on 127.0.0.1:${port}: choose another port`)
      : error;
  });
  const { port: ownPort } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${ownPort}`,
    app: host.app,
    down: host.down,
    up: host.up,
    async stop() {
      stopped = true;
      faults?.end();
      server.close();
      server.closeAllConnections();
      await (await app?.catch(() => undefined))?.close();
    },
  };
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>;

const lastPort = 65_535;

async function startListening(server: Server, port: number): Promise<void> {
  if (port > lastPort) throw new UserError(`there is no port ${port}: the last one is ${lastPort}`);
  await once(server.listen(port, "127.0.0.1"), "listening");
}

function isInUse(error: unknown): boolean {
  return (error as { readonly code?: string }).code === "EADDRINUSE";
}

/** Retries while the port is taken: another process's outgoing connection may have got it for a moment. */
async function listenAgain(server: Server, port: number, isStopped: () => boolean): Promise<void> {
  while (!server.listening && !isStopped()) {
    try {
      await startListening(server, port);
    } catch (error) {
      if (!isInUse(error)) throw error;
      await setTimeout(50);
    }
  }
}
