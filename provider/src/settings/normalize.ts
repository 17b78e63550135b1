import { isLoopback } from "../values/loopback";
import type { SettingContext } from "../definition/platform";

/**
 * Creates the validator of a server's base URL. It removes trailing slashes.
 *
 * @param example The vendor's own URL, for the message.
 * @param apiPath A path that users may include and requests add anyway: `/api/v1`.
 * @throws Error that says what was expected, without the value.
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
        `expected an https URL, because http sends keys and secrets unencrypted; to allow http on a trusted network, run \`${howToAllowHttp} true\``,
      );
    }
    const path = url.pathname.replace(/\/+$/, "");
    return url.origin + (apiPath !== "" && path.endsWith(apiPath) ? path.slice(0, -apiPath.length) : path);
  };
}

/**
 * Validates a key and trims it: one from a file or CI secret often ends in a newline, which a header must not contain.
 *
 * @throws Error that says what was expected, without the value.
 */
export function headerValue(value: string): string {
  const key = value.trim();
  if (!/^[\x21-\x7e]+$/.test(key)) throw new Error("expected printable ASCII characters without spaces");
  return key;
}
