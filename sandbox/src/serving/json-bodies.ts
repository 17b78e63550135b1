import type { FastifyInstance } from "fastify";
import type { Refusal } from "./refusal";

/**
 * Lets a platform read JSON bodies. An empty one is none: clients may send the content type with a GET or a DELETE, and the vendors'
 * servers do not mind.
 *
 * @param refusal Makes the response to a body that is not JSON.
 */
export function acceptJsonBodies(app: FastifyInstance, refusal: (error: unknown) => Refusal): void {
  app.addContentTypeParser("application/json", { parseAs: "string" }, (_request, text, done) => {
    try {
      done(null, text === "" ? undefined : JSON.parse(String(text)));
    } catch (error) {
      done(refusal(error));
    }
  });
}
