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
