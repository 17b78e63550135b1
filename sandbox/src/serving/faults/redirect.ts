import { nginxPage } from "./error-response";
import type { RedirectStatus } from "./fault";
import type { PlatformResponse } from "./response";

const prefix = "/redirected";

/** @param to The target's origin. Default: another path of the platform. */
export function redirect(url: string, status: RedirectStatus, to?: string): PlatformResponse {
  const page = nginxPage(status, "Moved");
  return { ...page, headers: { ...page.headers, location: to === undefined ? prefix + url : to + url } };
}

/** The URL that the platform serves for a redirect's target; any other URL as it is. */
export function servedUrl(url: string): string {
  return url.startsWith(`${prefix}/`) ? url.slice(prefix.length) : url;
}
