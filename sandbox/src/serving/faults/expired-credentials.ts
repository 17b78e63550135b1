import type { IncomingHttpHeaders } from "node:http";

/** Makes a platform refuse credentials, by replacing them in requests. */
export class ExpiredCredentials {
  readonly #tokens = new Set<string>();

  /** @param keyHeaders The headers that carry keys, in lower case. */
  constructor(private readonly keyHeaders: readonly string[]) {}

  /** @returns headers with invalid credentials. A token stays expired; a key is valid again in the next request. */
  expire(headers: IncomingHttpHeaders): IncomingHttpHeaders {
    const { authorization } = headers;
    if (authorization !== undefined) this.#tokens.add(authorization);
    const keys = this.keyHeaders
      .filter((name) => headers[name] !== undefined)
      .map((name): [string, string] => [name, "expired"]);
    return { ...headers, ...Object.fromEntries(keys), ...invalidToken(headers) };
  }

  /** @returns headers with an invalid token if the request's has expired; else undefined. */
  refused(headers: IncomingHttpHeaders): IncomingHttpHeaders | undefined {
    const isExpired = this.#tokens.has(headers.authorization ?? "");
    return isExpired ? { ...headers, ...invalidToken(headers) } : undefined;
  }
}

function invalidToken({ authorization }: IncomingHttpHeaders): IncomingHttpHeaders {
  return authorization === undefined ? {} : { authorization: "Bearer expired" };
}
