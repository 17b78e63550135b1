import { BlockList, isIP, isIPv4 } from "node:net";

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** The few hosts of an operation, which are asked for at every request. */
const known = new Map<string, boolean>();

/** Whether a host, as a URL has it, is this machine itself: `localhost`, `127.0.0.1` and its like, `::1`. */
export function isLoopback(hostname: string): boolean {
  const isKnown = known.get(hostname) ?? findOut(hostname);
  known.set(hostname, isKnown);
  return isKnown;
}

function findOut(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "");
  return isIP(host) === 0 ? host === "localhost" : loopback.check(host, isIPv4(host) ? "ipv4" : "ipv6");
}

/** Whether an address leads to this machine itself, where a port tells no servers apart: tunnels and sandboxes get a new one each time. */
export function isLoopbackUrl(address: string): boolean {
  return URL.canParse(address) && isLoopback(new URL(address).hostname);
}
