import type { IncomingHttpHeaders } from "node:http";

/** The headers that let a request in. */
const keyHeaders = ["unstructured-api-key", "x-api-key"];
const tokenHeader = "authorization";

export function hasCredentials(headers: IncomingHttpHeaders): boolean {
  return [...keyHeaders, tokenHeader].some((name) => headers[name] !== undefined);
}

/** The credentials that hold no more. */
export class ExpiredCredentials {
  readonly #tokens = new Set<string>();

  /** @returns the headers of a request with credentials that the platform refuses. The token of a login is refused from now on. */
  expire(headers: IncomingHttpHeaders): IncomingHttpHeaders {
    const { authorization } = headers;
    if (authorization !== undefined) this.#tokens.add(authorization);
    const wrong = keyHeaders.filter((name) => headers[name] !== undefined).map((name) => [name, "expired"]);
    return { ...headers, ...(Object.fromEntries(wrong) as IncomingHttpHeaders), ...withWrongToken(headers) };
  }

  /** @returns the headers with which a request passes no more, if its token has expired; else undefined. */
  refused(headers: IncomingHttpHeaders): IncomingHttpHeaders | undefined {
    const isExpired = this.#tokens.has(headers.authorization ?? "");
    return isExpired ? { ...headers, ...withWrongToken(headers) } : undefined;
  }
}

function withWrongToken({ authorization }: IncomingHttpHeaders): IncomingHttpHeaders {
  return authorization === undefined ? {} : { authorization: "Bearer expired" };
}
