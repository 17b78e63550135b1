import type { FaultKind } from "./fault";
import type { PlatformRequest } from "./request";

/** Whether a fault of this kind can happen to a request. */
export function isApplicable(kind: FaultKind, request: PlatformRequest): boolean {
  switch (kind) {
    case "hidden":
    case "late":
      return request.createsIn !== undefined;
    case "expired":
      return request.hasCredentials;
    // The response to a DELETE may have no body.
    case "body":
    case "trickle":
      return request.method !== "DELETE";
    default:
      return true;
  }
}
