import type * as Undici from "undici";
import { isLoopback } from "../values/loopback";

const secondsToConnect = 10;
/** Longer than the 60 s after which platforms give up by themselves, so that what comes is their answer. */
const secondsToAnswer = 75;

/** The most bytes that an answer may have. */
export const maxAnswerBytes = 32 * 1024 * 1024;

const options = {
  connect: { timeout: secondsToConnect * 1000 },
  headersTimeout: secondsToAnswer * 1000,
  bodyTimeout: secondsToAnswer * 1000,
  maxResponseSize: maxAnswerBytes,
};

/** One pool of connections for all resources of an operation: the host process lives exactly that long. */
let direct: Undici.Dispatcher | undefined;
/** And one for those that go through the proxy which the environment names (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`). */
let proxied: Undici.Dispatcher | undefined;

/** The connections to a host. No proxy leads to this machine. */
export function agentFor(undici: typeof Undici, hostname: string): Undici.Dispatcher {
  return isLoopback(hostname)
    ? (direct ??= new undici.Agent(options))
    : (proxied ??= new undici.EnvHttpProxyAgent(options));
}
