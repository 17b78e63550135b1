import { isCreate, type AskedRequest } from "./asked";
import { hasCredentials } from "./credentials";
import type { FaultKind } from "./fault";

/** Whether a fault can happen to a request. */
export function isPossible(kind: FaultKind, request: AskedRequest): boolean {
  switch (kind) {
    case "hidden":
      return isCreate(request);
    case "expired":
      return hasCredentials(request.headers);
    // A DELETE may be answered without a body.
    case "body":
    case "trickle":
      return request.method !== "DELETE";
    default:
      return true;
  }
}
