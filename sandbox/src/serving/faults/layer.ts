import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import type { RequestLog } from "../request-log";
import type { Answer } from "./answer";
import { readRequest, type AskedRequest } from "./asked";
import type { Fault } from "./fault";
import { statusAnswer } from "./gateway";
import { ask } from "./exchange";
import { Processing } from "./processing";
import { Recorder } from "./recorder";
import { redirect } from "./redirect";
import type { FaultSchedule } from "./schedule";
import { send, sendHalf, trickle } from "./send";
import { withWrongBody } from "./wrong-body";

export interface FaultLayerOptions {
  readonly platform: string;
  /** Default: nothing happens until `use` says what. */
  readonly schedule?: FaultSchedule | undefined;
  readonly log?: RequestLog | undefined;
  /** The clock, in milliseconds since 1970, also for the dates of all answers. Default: the system's. */
  readonly now?: (() => number) | undefined;
  /** Waits so many milliseconds. Default: by the system's clock. */
  readonly delay?: ((milliseconds: number) => Promise<void>) | undefined;
  /** Requests to which nothing ever happens. Default: none. */
  readonly isExempt?: (headers: IncomingHttpHeaders) => boolean;
}

/** What the layer needs of a platform's server. */
export interface Host {
  /** The platform itself. */
  readonly app: () => Promise<FastifyInstance>;
  readonly isDown: () => boolean;
  /** Refuses connections from now on. */
  readonly down: () => void;
  readonly up: () => Promise<void>;
}

/** What happens to requests over connections that are still open while the platform is down. */
const whileDown: Fault = { kind: "down", milliseconds: 0 };

/** Stands between a platform and its clients, and does to requests and answers what a schedule says. */
export class FaultLayer {
  readonly #recorder: Recorder;
  readonly #now: () => number;
  readonly #delay: (milliseconds: number) => Promise<void>;
  readonly #ended = new AbortController();
  #schedule: FaultSchedule | undefined;
  #processing: Processing;

  constructor(private readonly options: FaultLayerOptions) {
    this.#recorder = new Recorder(options.log ?? (() => undefined));
    this.#processing = new Processing(this.#recorder);
    this.#now = options.now ?? Date.now;
    this.#delay = options.delay ?? ((milliseconds) => wait(milliseconds, this.#ended.signal));
    this.#schedule = options.schedule;
  }

  /** The log that the platform is to write to. */
  get log(): RequestLog {
    return this.#recorder.ofPlatform;
  }

  /** The address that the request was sent to which the platform has here; undefined if nothing can happen to it. */
  askedUrl(): string | undefined {
    return this.#recorder.current()?.url;
  }

  /** Says what happens from now on; what is hidden or expired is so no more. @param schedule Undefined: nothing. */
  use(schedule: FaultSchedule | undefined): void {
    this.#schedule = schedule;
    this.#processing = new Processing(this.#recorder);
  }

  /** Ends all waits, for the server closes. */
  end(): void {
    this.#ended.abort();
  }

  /** Answers a request, or lets the platform do so. */
  async handle(incoming: IncomingMessage, response: ServerResponse, host: Host): Promise<void> {
    const { platform, isExempt, now } = this.options;
    if (isExempt?.(incoming.headers) === true || (this.#schedule === undefined && !host.isDown())) {
      const app = await host.app();
      if (now !== undefined) response.setHeader("date", new Date(now()).toUTCString());
      app.server.emit("request", incoming, response);
      return;
    }
    // Who breaks off wants no answer.
    const request = await readRequest(platform, incoming).catch(() => undefined);
    if (request !== undefined) await this.#answer(request, response, host);
  }

  async #answer(request: AskedRequest, response: ServerResponse, host: Host): Promise<void> {
    const fault = host.isDown() ? whileDown : this.#schedule?.next(request);
    if (fault?.kind === "latency") await this.#delay(fault.milliseconds);
    const processed = isKeptFromPlatform(fault)
      ? undefined
      : await this.#processing.process(request, fault, async (changed) =>
          ask(await host.app(), changed, response.req.socket),
        );
    const answer = this.#sent(request, processed?.answer, fault);
    const status = answer?.status ?? null;
    this.#recorder.record(request, processed?.entry, status, fault ?? processed?.aftermath);
    if (answer === undefined) response.socket?.destroy();
    else await this.#send(response, answer, fault);
    if (fault?.kind === "down") await this.#restart(fault.milliseconds, host);
  }

  /** What is sent in place of the platform's answer; undefined if nothing is. */
  #sent(request: AskedRequest, answer: Answer | undefined, fault: Fault | undefined): Answer | undefined {
    switch (fault?.kind) {
      case "down":
        return undefined;
      case "cut":
        return fault.when === "within" ? answer : undefined;
      case "status":
        return statusAnswer(request.platform, fault, this.#now());
      case "redirect":
        return redirect(request.url, fault.status, fault.to);
      case "body":
        return answer && withWrongBody(answer, fault);
      default:
        return answer;
    }
  }

  async #send(response: ServerResponse, answer: Answer, fault: Fault | undefined): Promise<void> {
    if (fault?.kind === "cut") sendHalf(response, answer, this.#now());
    else if (fault?.kind === "trickle") {
      const pause = (): Promise<void> => this.#delay(fault.milliseconds);
      await trickle(response, answer, this.#now(), fault.pieces, pause);
    } else send(response, answer, this.#now());
  }

  async #restart(milliseconds: number, host: Host): Promise<void> {
    if (host.isDown()) return;
    host.down();
    await this.#delay(milliseconds);
    if (!this.#ended.signal.aborted) await host.up();
  }
}

function isKeptFromPlatform(fault: Fault | undefined): boolean {
  switch (fault?.kind) {
    case "down":
    case "redirect":
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
