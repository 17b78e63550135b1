import { BlockList, isIP, isIPv4 } from "node:net";
import { isLoopback } from "../values/loopback";

/**
 * The hosts that an address names, in lower case: a URI, whatever its scheme, `host:port`, several of them joined by commas, or the
 * addresses in a connection string of Azure. None for a bucket's name or what is no address.
 */
export function hostsOf(text: string): string[] {
  const inParts = [...text.matchAll(/(?:^|;)\s*\w*Endpoint=([^;]+)/gi)].flatMap(([, part = ""]) =>
    hostsOf(part),
  );
  if (inParts.length > 0) return inParts;
  const [, scheme, rest = ""] = /^\s*(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(text) ?? [];
  if (scheme !== undefined && bucketSchemes.includes(scheme.toLowerCase())) return [];
  const authority = rest.split(/[/?#]/)[0] ?? "";
  const hosts = authority.slice(authority.lastIndexOf("@") + 1).split(",");
  return hosts.map((host) => normalized(host.trim())).filter((host) => host !== "");
}

/** In these the first part is a bucket, a container or a folder. */
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

/** As a resolver would read it: an IPv4 address has many spellings. */
function normalized(host: string): string {
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

/** Whether a host is this machine, or one in a private network: by its address, or by a name that no public resolver knows. */
export function isPrivateHost(host: string): boolean {
  if (isLoopback(host)) return true;
  if (isIP(host) !== 0) return privateAddresses.check(host, isIPv4(host) ? "ipv4" : "ipv6");
  return privateNames.test(host) || !host.includes(".");
}
