import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import type { RequestLog } from "../request-log";
import type { SandboxPlatform } from "../sandbox-platform";
import { errorResponse, refusalResponse } from "./error-response";
import { exchange } from "./exchange";
import type { Fault } from "./fault";
import { Processing, type Processed } from "./processing";
import { Recorder } from "./recorder";
import { redirect } from "./redirect";
import { readRequest, type PlatformRequest } from "./request";
import type { PlatformResponse } from "./response";
import type { FaultSchedule } from "./schedule";
import { send, sendHalf, trickle } from "./send";
import { withWrongBody } from "./wrong-body";

export interface FaultLayerOptions {
  readonly platform: Pick<SandboxPlatform, "name" | "http">;
  /** Default: no faults until `use` sets a schedule. */
  readonly schedule?: FaultSchedule | undefined;
  readonly log?: RequestLog | undefined;
  /** The clock, in milliseconds since 1970, also for the `date` of all responses. Default: the system's. */
  readonly now?: (() => number) | undefined;
  /** Waits for so many milliseconds. Default: by the system's clock. */
  readonly delay?: ((milliseconds: number) => Promise<void>) | undefined;
  /** Waits likewise, while no client waits for a response. Default: as `delay`. */
  readonly pass?: ((milliseconds: number) => Promise<void>) | undefined;
  /** Selects requests that never get a fault. Default: none. */
  readonly isExempt?: (headers: IncomingHttpHeaders) => boolean;
}

/** What the layer needs of a platform's server. */
export interface Host {
  readonly app: () => Promise<FastifyInstance>;
  readonly isDown: () => boolean;
  /** Refuses connections from now on. */
  readonly down: () => void;
  readonly up: () => Promise<void>;
}

/** The fault of requests over connections that are still open while the platform is down. */
const whileDown: Fault = { kind: "down", milliseconds: 0 };

/** Stands between a platform and its clients, and applies the faults of a schedule. */
export class FaultLayer {
  readonly #recorder: Recorder;
  readonly #now: () => number;
  readonly #delay: (milliseconds: number) => Promise<void>;
  readonly #pass: (milliseconds: number) => Promise<void>;
  readonly #ended = new AbortController();
  #schedule: FaultSchedule | undefined;
  #processing: Processing;

  constructor(private readonly options: FaultLayerOptions) {
    const { http } = options.platform;
    this.#recorder = new Recorder(options.log ?? (() => undefined), http.scrubPath);
    this.#processing = new Processing(this.#recorder, http);
    this.#now = options.now ?? Date.now;
    this.#delay = options.delay ?? ((milliseconds) => wait(milliseconds, this.#ended.signal));
    this.#pass = options.pass ?? this.#delay;
    this.#schedule = options.schedule;
  }

  /** The log for the platform to write to. */
  get log(): RequestLog {
    return this.#recorder.ofPlatform;
  }

  /** Called by the platform while it handles a request: the URL before redirects and substitutes; undefined if no fault can apply. */
  originalUrl(): string | undefined {
    return this.#recorder.current()?.url;
  }

  /** Replaces the schedule; undefined for none. Objects that were hidden and credentials that had expired are not so any more. */
  use(schedule: FaultSchedule | undefined): void {
    this.#schedule = schedule;
    this.#processing = new Processing(this.#recorder, this.options.platform.http);
  }

  /** Ends all delays; the server is closing. */
  end(): void {
    this.#ended.abort();
  }

  async handle(incoming: IncomingMessage, response: ServerResponse, host: Host): Promise<void> {
    const { platform, isExempt, now } = this.options;
    if (isExempt?.(incoming.headers) === true || (this.#schedule === undefined && !host.isDown())) {
      const app = await host.app();
      if (now !== undefined) response.setHeader("date", new Date(now()).toUTCString());
      app.server.emit("request", incoming, response);
      return;
    }
    // A client that aborts its request gets no response.
    const request = await readRequest(platform, incoming).catch(() => undefined);
    if (request !== undefined) await this.#respond(request, response, host);
  }

  async #respond(request: PlatformRequest, response: ServerResponse, host: Host): Promise<void> {
    const fault = host.isDown() ? whileDown : this.#schedule?.next(request);
    if (fault?.kind === "latency") await this.#delay(fault.milliseconds);
    const process = (): Promise<Processed> =>
      this.#processing.process(request, fault, async (changed) =>
        exchange(await host.app(), changed, response.req.socket),
      );
    const processed = isUnprocessed(fault) ? undefined : await process();
    const sent = this.#faultyResponse(request, processed?.response, fault);
    const status = sent?.status ?? null;
    this.#recorder.record(request, processed?.entry, status, fault ?? processed?.aftermath);
    if (sent === undefined) response.socket?.destroy();
    else await this.#send(response, sent, fault);
    if (fault?.kind === "down") await this.#restart(fault.milliseconds, host);
    if (fault?.kind === "late") await this.#processLate(request, fault, process);
  }

  /** @returns what to send in place of the platform's response; undefined for nothing. */
  #faultyResponse(
    request: PlatformRequest,
    response: PlatformResponse | undefined,
    fault: Fault | undefined,
  ): PlatformResponse | undefined {
    const { http } = this.options.platform;
    switch (fault?.kind) {
      case "down":
        return undefined;
      case "cut":
        return fault.when === "within" ? response : undefined;
      case "status":
        return errorResponse(http, fault, this.#now());
      case "refusal":
        return refusalResponse(fault);
      case "late":
        return fault.response === "none"
          ? undefined
          : errorResponse(http, { kind: "status", status: fault.response }, this.#now());
      case "redirect":
        return redirect(request.url, fault.status, fault.to);
      case "body":
        return response && withWrongBody(response, fault, http);
      default:
        return response;
    }
  }

  async #send(response: ServerResponse, sent: PlatformResponse, fault: Fault | undefined): Promise<void> {
    if (fault?.kind === "cut") sendHalf(response, sent, this.#now());
    else if (fault?.kind === "trickle") {
      const pause = (): Promise<void> => this.#delay(fault.milliseconds);
      await trickle(response, sent, this.#now(), fault.pieces, pause);
    } else send(response, sent, this.#now());
  }

  /** Logs the request once more, without a response. */
  async #processLate(
    request: PlatformRequest,
    fault: Extract<Fault, { kind: "late" }>,
    process: () => Promise<Processed>,
  ): Promise<void> {
    await this.#pass(fault.milliseconds);
    if (this.#ended.signal.aborted) return;
    const { entry } = await process();
    this.#recorder.record(request, entry, null, fault);
  }

  async #restart(milliseconds: number, host: Host): Promise<void> {
    if (host.isDown()) return;
    host.down();
    await this.#delay(milliseconds);
    if (!this.#ended.signal.aborted) await host.up();
  }
}

/** Whether a fault keeps the request from the platform. */
function isUnprocessed(fault: Fault | undefined): boolean {
  switch (fault?.kind) {
    case "down":
    case "late":
    case "redirect":
    case "refusal":
      return true;
    case "cut":
      return fault.when === "before";
    case "status":
      return fault.processed !== true;
    default:
      return false;
  }
}

async function wait(milliseconds: number, ended: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, { signal: ended }).catch(() => undefined);
}
