import { randomBytes } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { sameSecret } from "../serving/same-secret";

/** What a page shows once, after an action. */
export interface Notice {
  readonly text: string;
  /** What the platform responded, if it refused. */
  readonly problem?: string;
}

/** A browser that has opened a link. */
export interface Session {
  notice?: Notice | undefined;
}

/** Links that nobody has opened; older ones end when there are more. */
const mostLinks = 20;

/**
 * Who may use the console. A link has a token, which is exchanged once for the cookie of a session. Both end with the process.
 */
export class Access {
  /** By which other processes of the same user get links: it is in a file that only the user can read. */
  readonly key = secret();
  readonly #tokens: string[] = [];
  readonly #sessions = new Map<string, Session>();

  /** A token for one browser. */
  newToken(): string {
    const token = secret();
    this.#tokens.push(token);
    this.#tokens.splice(0, this.#tokens.length - mostLinks);
    return token;
  }

  /** Exchanges a token. @returns the id of a session; undefined if the token was used before, or never existed. */
  enter(token: string): string | undefined {
    const index = this.#tokens.findIndex((each) => sameSecret(each, token));
    if (index < 0) return undefined;
    this.#tokens.splice(index, 1);
    const id = secret();
    this.#sessions.set(id, {});
    return id;
  }

  /** @param port The console's own, for browsers send a cookie to all ports of a host. */
  session(headers: IncomingHttpHeaders, port: number): Session | undefined {
    const prefix = `${cookieName(port)}=`;
    const cookies = (headers.cookie ?? "").split(/; */).filter((cookie) => cookie.startsWith(prefix));
    return cookies.map((cookie) => this.#sessions.get(cookie.slice(prefix.length))).find(Boolean);
  }

  /** Whether a request for a link has the key. */
  hasKey({ authorization = "" }: IncomingHttpHeaders): boolean {
    return sameSecret(authorization, `Bearer ${this.key}`);
  }
}

/** The header that gives a session's cookie to the browser. No script can read it, and no other site makes a browser send it. */
export function sessionCookie(id: string, port: number): string {
  return `${cookieName(port)}=${id}; Path=/; HttpOnly; SameSite=Strict`;
}

function cookieName(port: number): string {
  return `connectors-console-${port}`;
}

function secret(): string {
  return randomBytes(32).toString("base64url");
}
