/** What goes wrong with a request or its answer. Times are in milliseconds. */
export type Fault =
  /** It is processed after a wait. */
  | { readonly kind: "latency"; readonly milliseconds: number }
  /** The platform restarts: this request's connection is cut before it is processed, those that follow are refused until it listens again. */
  | { readonly kind: "down"; readonly milliseconds: number }
  /** The connection is cut before the request is processed, after it without a byte of the answer, or within the answer. */
  | { readonly kind: "cut"; readonly when: "before" | "after" | "within" }
  /** Another answer than the platform's. */
  | {
      readonly kind: "status";
      readonly status: FaultStatus;
      /** Seconds until the client may come back. Default: it is not told. */
      readonly retryAfter?: number;
      /** Tell it as a date. Default: as seconds. */
      readonly asDate?: boolean;
      /** The platform does what it was asked all the same. Default: no. */
      readonly processed?: boolean;
    }
  /** The request is processed, and the body of a good answer is not what it must be. */
  | { readonly kind: "body"; readonly is: "empty" | "html" | "incomplete" | "wrong-type" }
  /** The answer comes in pieces, with a wait before each. */
  | { readonly kind: "trickle"; readonly pieces: number; readonly milliseconds: number }
  | {
      readonly kind: "redirect";
      readonly status: RedirectStatus;
      /** The origin it leads to. Default: another path of the platform, where the same is served. */
      readonly to?: string;
    }
  /** What was created is not seen by so many requests that would show it: it is missing in lists, and by its id there is nothing. */
  | { readonly kind: "hidden"; readonly requests: number }
  /** The credentials are refused: a key this once, the token of a login from now on. */
  | { readonly kind: "expired" };

export type FaultKind = Fault["kind"];

/** 500 is also what Unstructured answers to some bad configurations. Source: Unstructured contract, section 8. */
export const faultStatuses = [408, 425, 429, 500, 502, 503, 504] as const;
export type FaultStatus = (typeof faultStatuses)[number];

export const redirectStatuses = [301, 302, 303, 307, 308] as const;
export type RedirectStatus = (typeof redirectStatuses)[number];

/** In the order that texts name them. */
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
] as const satisfies readonly FaultKind[];
