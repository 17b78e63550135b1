/** A request as a resource declares it. The client adds the base URL, authentication and headers. */
export interface ApiRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Relative to the platform's base URL, without a leading slash: `sources/`. */
  readonly path: string;
  /** Sent as JSON; absent for requests without a body. */
  readonly body?: unknown;
  /** Set for a POST that creates nothing, such as a login: it is safe to retry however it ended. */
  readonly isIdempotent?: true;
}

/** A response with any status. */
export interface ApiResponse {
  readonly status: number;
  /** Parsed JSON; the raw string if it is not JSON; undefined if it is empty. */
  readonly body: unknown;
  /** The server's clock (`Date` header), in milliseconds since 1970; undefined if the header is missing. */
  readonly date: number | undefined;
  /** By lowercase name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export type Headers = Readonly<Record<string, string>>;

/** Sends one request with the given headers. A response with any status resolves the promise. */
export type Send = (request: ApiRequest, headers?: Headers) => Promise<ApiResponse>;

/** How to reach an account. */
export interface Connection {
  /** Ends in a slash: `https://platform.example.com/api/v1/`. */
  readonly baseUrl: string;
  /** Sent with every request; a Session if they must be requested first, for example with a login. */
  readonly headers: Headers | Session;
  /** Whether the platform limits the requests of an account in a minute, and says so in the headers of its responses. */
  readonly hasRateLimit?: true;
}

/** Headers that the platform issues. They are requested once, with the first request, and shared by all requests. */
export interface Session {
  /** @throws SessionError that says what is wrong and what to do, if the platform opens no session. */
  readonly open: (send: Send) => Promise<Headers>;
  /** Whether opening a new session may help after a 401. How often it is tried, and when, says `Renewals`. */
  readonly isRenewable: boolean;
}
