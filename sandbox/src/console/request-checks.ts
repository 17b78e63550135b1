import type { IncomingHttpHeaders } from "node:http";

/**
 * Why a request is refused, with any session; undefined if it is not. The host must be the console's own address, or a site could reach it
 * under a name of its own (DNS rebinding); and no page of another origin may send anything, not even by a link.
 *
 * @param port The console's own.
 */
export function originProblem(
  method: string,
  headers: IncomingHttpHeaders,
  port: number,
): string | undefined {
  const host = `127.0.0.1:${port}`;
  if (headers.host !== host) return `This is the console at http://${host}: use that address.`;
  const { origin } = headers;
  const site = headers["sec-fetch-site"];
  const isRead = method === "GET";
  // Without a referrer, browsers send the origin of a form as "null"; where the form is they say nevertheless.
  const isUnnamed = origin === "null" && site === "same-origin";
  const isOwn = origin === undefined ? isRead : origin === `http://${host}` || isUnnamed;
  const isNear = site === undefined || site === "same-origin" || (isRead && site === "none");
  return isOwn && isNear ? undefined : "The console takes requests from its own pages only.";
}
