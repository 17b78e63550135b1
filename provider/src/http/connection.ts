/** A request as a resource declares it. The platform adds address, authentication and headers. */
export interface ApiRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the platform's base address, without a leading slash: `sources/`. */
  readonly path: string;
  /** Sent as JSON; absent for requests without a body. */
  readonly body?: unknown;
  /** A POST that makes no object, a login say: it may be sent again whatever has become of it. */
  readonly makesNothing?: true;
}

/** An answer of any status. */
export interface Answer {
  readonly status: number;
  /** Parsed JSON; the text if it is none; undefined if it is empty. */
  readonly body: unknown;
  /** The server's clock when it answered, in milliseconds since 1970; undefined if it did not say. */
  readonly date: number | undefined;
  /** Its headers, by their names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export type Headers = Readonly<Record<string, string>>;

/** Sends one request with the headers given. Any status is an answer. */
export type Send = (request: ApiRequest, headers?: Headers) => Promise<Answer>;

/** Where the requests of an account go, and what they carry. */
export interface Connection {
  /** Ends in a slash: `https://platform.example.com/api/v1/`. */
  readonly baseUrl: string;
  /** What every request carries, or how to come by it: a login, say. */
  readonly headers: Headers | Session;
}

/** Headers that must be asked for. They are asked for once, when the first request goes out, and shared by all. */
export interface Session {
  /** @throws SessionError with what is wrong and what to do, if the platform gives none. */
  readonly open: (send: Send) => Promise<Headers>;
  /** Whether new headers may help where a request is answered with 401. They are asked for once more at most. */
  readonly isRenewable: boolean;
}
