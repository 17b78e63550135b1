import { Attempts } from "../../../../provider/src/http/attempts";
import type { ApiRequest, ApiResponse } from "../../../../provider/src/http/connection";
import { Deadline } from "../../../../provider/src/http/deadline";
import { Limiter } from "../../../../provider/src/http/limiter";
import { retrying } from "../../../../provider/src/http/retrying";
import type { Transport } from "../../../../provider/src/http/transport";
import { SkippingClock } from "../../../harness/skipping-clock";

/** Handles a request at a time in seconds: returns a response or throws a ConnectionError. */
export type Handler = (
  seconds: number,
  request: ApiRequest,
) => Partial<ApiResponse> & { readonly status: number };

/** A server in memory and a client for it, with a clock that starts at 0 s. */
export class FakeServer {
  readonly clock = new SkippingClock();
  /** When each request arrived, in seconds. */
  readonly arrivals: number[] = [];
  readonly statuses: number[] = [];
  readonly paths: string[] = [];
  /** The timeout of each request, in seconds. */
  readonly timeouts: number[] = [];
  readonly #startedAt = this.clock.now();
  readonly #send: ReturnType<typeof retrying>;

  /**
   * @param timeLimit Of an operation, in seconds.
   * @param latency How long a request takes to the server, and its response back, in seconds.
   * @param startsAlone Whether the client's first request goes alone.
   */
  constructor(
    handler: Handler,
    private readonly timeLimit = 300,
    latency = (): number => 0,
    startsAlone = false,
  ) {
    const transport: Transport = async (request, _headers, timeout) => {
      this.timeouts.push(timeout / 1000);
      await this.clock.sleep(latency() * 1000);
      this.arrivals.push(this.time());
      this.paths.push(request.path);
      const response = { body: undefined, date: undefined, headers: {}, ...handler(this.time(), request) };
      this.statuses.push(response.status);
      await this.clock.sleep(latency() * 1000);
      return response;
    };
    this.#send = retrying(transport, new Limiter(this.clock, startsAlone), this.clock);
  }

  /** In seconds. */
  time(): number {
    return (this.clock.now() - this.#startedAt) / 1000;
  }

  /** Sends a request, by default as an operation of its own. */
  async send(
    method: ApiRequest["method"] = "GET",
    { path = "things", deadline = this.deadline(), attempts = new Attempts() } = {},
  ): Promise<ApiResponse> {
    return await this.#send({ method, path }, {}, deadline, attempts);
  }

  /** Sends requests concurrently. @returns the statuses of their responses. */
  async sendAll(count: number, method: ApiRequest["method"] = "POST"): Promise<number[]> {
    const sent = Array.from({ length: count }, (_, index) => this.send(method, { path: `things/${index}` }));
    return (await Promise.all(sent)).map(({ status }) => status);
  }

  deadline(): Deadline {
    return new Deadline(this.clock, this.timeLimit * 1000);
  }
}
