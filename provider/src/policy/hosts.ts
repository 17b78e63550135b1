import { BlockList, isIP, isIPv4 } from "node:net";
import { isLoopback } from "../values/loopback";

/**
 * Returns the hosts in an address, in lowercase. Understands URIs with any scheme, `host:port`, comma-separated lists of them, and
 * Azure connection strings. Returns none for bucket names and strings that are not addresses.
 */
export function hostsOf(address: string): string[] {
  const inParts = [...address.matchAll(/(?:^|;)\s*\w*Endpoint=([^;]+)/gi)].flatMap(([, part = ""]) =>
    hostsOf(part),
  );
  if (inParts.length > 0) return inParts;
  const [, scheme, rest = ""] = /^\s*(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(address) ?? [];
  if (scheme !== undefined && bucketSchemes.includes(scheme.toLowerCase())) return [];
  const authority = rest.split(/[/?#]/)[0] ?? "";
  const hosts = authority.slice(authority.lastIndexOf("@") + 1).split(",");
  return hosts.map((host) => normalize(host.trim())).filter((host) => host !== "");
}

/** In these schemes, a bucket, container or folder takes the place of the host. */
const bucketSchemes: readonly string[] = [
  "abfs",
  "abfss",
  "az",
  "box",
  "dropbox",
  "gs",
  "onedrive",
  "s3",
  "s3a",
];

/** Normalizes a host as a resolver does: an IPv4 address can be written in many ways. */
function normalize(host: string): string {
  if (/[\s=;]/.test(host)) return "";
  try {
    return new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  } catch {
    return "";
  }
}

const privateAddresses = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const) {
  privateAddresses.addSubnet(network, prefix, "ipv4");
}
privateAddresses.addAddress("::", "ipv6");
privateAddresses.addSubnet("fc00::", 7, "ipv6");
privateAddresses.addSubnet("fe80::", 10, "ipv6");

const privateNames = /\.(?:localhost|local|internal|lan|home\.arpa)$/;

/** Whether a host is this machine or in a private network, by its address or by a name that no public resolver knows. */
export function isPrivateHost(host: string): boolean {
  if (isLoopback(host)) return true;
  if (isIP(host) !== 0) return privateAddresses.check(host, isIPv4(host) ? "ipv4" : "ipv6");
  return privateNames.test(host) || !host.includes(".");
}
