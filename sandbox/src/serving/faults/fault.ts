/** A fault of a request or its response. Times are in milliseconds. */
export type Fault =
  /** The request is processed after a delay. */
  | { readonly kind: "latency"; readonly milliseconds: number }
  /**
   * The platform restarts. The connection of this request is cut before it is processed; connections are refused until the platform
   * listens again.
   */
  | { readonly kind: "down"; readonly milliseconds: number }
  /** The connection is cut: before the request is processed, after it but before the response, or within the response. */
  | { readonly kind: "cut"; readonly when: "before" | "after" | "within" }
  /** An error response replaces the platform's. */
  | {
      readonly kind: "status";
      readonly status: FaultStatus;
      /** `Retry-After`, in seconds. Default: no such header. */
      readonly retryAfter?: number;
      /** Writes `Retry-After` as a date. Default: as seconds. */
      readonly asDate?: boolean;
      /** Whether the platform processes the request nevertheless. Default: no. */
      readonly processed?: boolean;
    }
  /** The request is processed, and the body of a successful response is corrupted. */
  | { readonly kind: "body"; readonly is: "empty" | "html" | "incomplete" | "wrong-type" }
  /** The body is sent in pieces, with a delay before each. */
  | { readonly kind: "trickle"; readonly pieces: number; readonly milliseconds: number }
  | {
      readonly kind: "redirect";
      readonly status: RedirectStatus;
      /** The target's origin. Default: another path of the platform, which serves the same. */
      readonly to?: string;
    }
  /**
   * The response is a 504, or there is none, and the request is processed only afterwards: as on a server that limits how long a client
   * waits, but not how long it works itself.
   */
  | {
      readonly kind: "late";
      /** From the response to the processing. */
      readonly milliseconds: number;
      readonly response: 504 | "none";
    }
  /** A new object is invisible to the next `requests` requests that would show it: absent from lists, and 404 by its id. */
  | { readonly kind: "hidden"; readonly requests: number }
  /** The credentials are refused: a key once, a login's token from now on. */
  | { readonly kind: "expired" }
  /** The request is refused, by the platform or by a server in front of it. Only rules can say so: `--faults` knows no words of a platform. */
  | {
      readonly kind: "refusal";
      readonly status: number;
      /** A string is sent as text, or as HTML if it begins with `<`; anything else as JSON. */
      readonly body: unknown;
    };

/** The name of a kind of fault. */
export type FaultKind = Fault["kind"];

/** 500 is ambiguous: a platform may also respond so to an invalid request. */
export const faultStatuses = [408, 425, 429, 500, 502, 503, 504] as const;
export type FaultStatus = (typeof faultStatuses)[number];

export const redirectStatuses = [301, 302, 303, 307, 308] as const;
export type RedirectStatus = (typeof redirectStatuses)[number];

/** The kinds that a seed can draw, in the order in which help and messages list them. */
export const faultKinds = [
  "latency",
  "down",
  "cut",
  "status",
  "body",
  "trickle",
  "redirect",
  "hidden",
  "expired",
  "late",
] as const satisfies readonly FaultKind[];
/** A kind that a seed can draw. */
export type SeededFaultKind = (typeof faultKinds)[number];
