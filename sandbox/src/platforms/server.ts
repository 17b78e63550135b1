import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";

/** A platform that listens. */
export interface RunningPlatform {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Lets an app listen on loopback. @param port 0 for a free one. */
export async function listen(app: FastifyInstance, port = 0): Promise<RunningPlatform> {
  const url = await app.listen({ host: "127.0.0.1", port });
  return { url, stop: () => app.close() };
}

/** The same for an app that is loaded with the first request: an operation that asks a platform nothing starts the sooner. */
export async function listenLazily(load: () => Promise<FastifyInstance>, port = 0): Promise<RunningPlatform> {
  let app: Promise<FastifyInstance> | undefined;
  const ready = async (): Promise<FastifyInstance> => {
    const loaded = await load();
    await loaded.ready();
    return loaded;
  };
  const server = createServer((request, response) => {
    app ??= ready();
    app.then(
      (loaded) => loaded.server.emit("request", request, response),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await once(server.listen(port, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.close();
      server.closeAllConnections();
      await (await app?.catch(() => undefined))?.close();
    },
  };
}
