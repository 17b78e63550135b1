import { htmlPage } from "./gateway";
import type { Answer } from "./answer";
import type { RedirectStatus } from "./fault";

const prefix = "/redirected";

/** @param to The origin it leads to. Default: another path of the platform. */
export function redirect(url: string, status: RedirectStatus, to?: string): Answer {
  const page = htmlPage(status, "Moved");
  return { ...page, headers: { ...page.headers, location: to === undefined ? prefix + url : to + url } };
}

/** What the platform serves at an address, which may be one that a redirect leads to. */
export function served(url: string): string {
  return url.startsWith(`${prefix}/`) ? url.slice(prefix.length) : url;
}
