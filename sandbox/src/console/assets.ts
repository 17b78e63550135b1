import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { pictureStyle } from "pulumi-connectors/internal/command-line/graph/picture";

/** Under which they are; they hold nothing that must not be seen. */
export const assetsPath = "/assets/";

const folder = join(__dirname, "..", "..", "console-assets");

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M2 4h5v3H2zM2 9h5v3H2zM9 6h5v4H9z" fill="#5a4fcf"/></svg>';

/** The files that pages load. */
export function addAssets(app: FastifyInstance): void {
  app.get(`${assetsPath}console.js`, (_request, reply) =>
    reply.type("text/javascript; charset=utf-8").send(readFileSync(join(folder, "console.js"), "utf8")),
  );
  app.get(`${assetsPath}console.css`, (_request, reply) =>
    reply
      .type("text/css; charset=utf-8")
      .send(readFileSync(join(folder, "console.css"), "utf8") + pictureStyle),
  );
  app.get(`${assetsPath}icon.svg`, (_request, reply) => reply.type("image/svg+xml").send(icon));
}
