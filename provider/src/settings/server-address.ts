import { isLoopback } from "../values/loopback";
import type { SettingContext } from "../definition/platform";

/**
 * Brings the address of a server into one form, without a trailing slash.
 *
 * @param example An address as the vendor gives it, for the message.
 * @param apiPath What an address may end in and the requests add by themselves: `/api/v1`.
 * @throws Error that says what was expected.
 */
export function serverAddress(
  example: string,
  apiPath = "",
): (value: string, context: SettingContext) => string {
  return (value, { allowHttp, howToAllowHttp }) => {
    const url = URL.canParse(value.trim()) ? new URL(value.trim()) : undefined;
    if (url === undefined || !["http:", "https:"].includes(url.protocol)) {
      throw new Error(`expected an http or https URL such as ${example}`);
    }
    if (url.protocol === "http:" && !allowHttp && !isLoopback(url.hostname)) {
      throw new Error(
        `expected an https URL, for over http keys and secrets travel in the clear; in a network that you trust, \`${howToAllowHttp} true\` allows it`,
      );
    }
    const path = url.pathname.replace(/\/+$/, "");
    return url.origin + (apiPath !== "" && path.endsWith(apiPath) ? path.slice(0, -apiPath.length) : path);
  };
}
