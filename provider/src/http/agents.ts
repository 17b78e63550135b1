import type * as Undici from "undici";
import { isLoopback } from "../values/loopback";

const connectTimeoutSeconds = 10;
/** Longer than the 60 s after which the platforms' own gateways give up, so that we see their response. */
const responseTimeoutSeconds = 75;

/** The largest response body that is accepted, in bytes. */
export const maxResponseBytes = 32 * 1024 * 1024;

const options = {
  connect: { timeout: connectTimeoutSeconds * 1000 },
  headersTimeout: responseTimeoutSeconds * 1000,
  bodyTimeout: responseTimeoutSeconds * 1000,
  maxResponseSize: maxResponseBytes,
};

/** One connection pool for all resources of an operation: the host process lives exactly that long. */
let direct: Undici.Dispatcher | undefined;
/** A second pool for connections through the proxy in `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`. */
let proxied: Undici.Dispatcher | undefined;

/** The connection pool for a host. Loopback addresses never go through a proxy. */
export function agentFor(undici: typeof Undici, hostname: string): Undici.Dispatcher {
  return isLoopback(hostname)
    ? (direct ??= new undici.Agent(options))
    : (proxied ??= new undici.EnvHttpProxyAgent(options));
}

/** Closes the connections that are kept for further requests: a process would wait for their end. Requests in progress fail. */
export async function closeConnections(): Promise<void> {
  const pools = [direct, proxied];
  [direct, proxied] = [undefined, undefined];
  await Promise.all(pools.flatMap((pool) => (pool === undefined ? [] : [pool.destroy()])));
}
