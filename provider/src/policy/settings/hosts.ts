import { hostsOf } from "../hosts";
import { didYouMean, exceptionProblem, listSetting, type Setting } from "./setting";

/** A setting that lists hosts. */
export function hostsSetting(description: string): Setting {
  return listSetting(description, hostProblem);
}

/** A setting that lists hosts to which a rule does not apply. */
export function exceptHostsSetting(description: string): Setting {
  return listSetting(description, exceptionProblem(hostProblem));
}

/** Hosts are compared as a resolver spells them, so that an item with a scheme, a port or a path would match none. */
function hostProblem(item: string): string | undefined {
  if (/^[\da-f:.]+\/\d+$/i.test(item)) return `"${item}" is a network; use a pattern such as "10.0.*"`;
  const meant = hostIn(item);
  return meant === item.toLowerCase() ? undefined : `"${item}" is not a host${didYouMean(meant)}`;
}

/** The host, or the pattern of hosts, in an item; undefined if there is not just one. */
function hostIn(item: string): string | undefined {
  // More than one colon, without a scheme: an IPv6 address, in brackets or not.
  if (/^\[?[\da-f*]*:[\da-f:.*]*:[\da-f:.*]*\]?(?::\d+)?$/i.test(item) && !item.includes("://")) {
    return item
      .replace(/^\[(.*)\](?::\d+)?$/, "$1")
      .toLowerCase()
      .replace(/.*/s, (host) => (host.includes("*") ? host : (hostsOf(`[${host}]`)[0] ?? host)));
  }
  if (!item.includes("*")) {
    const [host, ...more] = hostsOf(item);
    return more.length > 0 || host === "" ? undefined : host;
  }
  const [, host] = /^(?:[a-z][a-z\d+.-]*:\/\/)?([^/?#\s:@,;=]+)(?::[\d*]+)?(?:[/?#].*)?$/i.exec(item) ?? [];
  return host?.toLowerCase().replace(/\.$/, "");
}
