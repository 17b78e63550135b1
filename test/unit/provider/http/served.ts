import { Attempts } from "../../../../provider/src/http/attempts";
import type { Answer, ApiRequest } from "../../../../provider/src/http/connection";
import { Deadline } from "../../../../provider/src/http/deadline";
import { Limiter } from "../../../../provider/src/http/limiter";
import { repeating } from "../../../../provider/src/http/repeating";
import type { Transport } from "../../../../provider/src/http/transport";
import { SkippingClock } from "../../../harness/skipping-clock";

/** What a server in memory answers to a request: an answer, or something thrown. */
export type Serve = (seconds: number, request: ApiRequest) => Partial<Answer> & { readonly status: number };

/** A client whose requests go to a function, on a clock of its own that stands at 0 s when it is made. */
export class Served {
  readonly clock = new SkippingClock();
  /** When each request arrived, in seconds. */
  readonly arrivals: number[] = [];
  readonly statuses: number[] = [];
  readonly paths: string[] = [];
  /** How long each was to be waited for at most, in seconds. */
  readonly patience: number[] = [];
  readonly #began = this.clock.now();
  readonly #send: ReturnType<typeof repeating>;

  /** @param seconds How long an operation may take. @param way How long a request takes to the server, and back, in seconds. */
  constructor(
    serve: Serve,
    private readonly seconds = 300,
    way = (): number => 0,
  ) {
    const transport: Transport = async (request, _headers, milliseconds) => {
      this.patience.push(milliseconds / 1000);
      await this.clock.sleep(way() * 1000);
      this.arrivals.push(this.time());
      this.paths.push(request.path);
      const answer = { body: undefined, date: undefined, headers: {}, ...serve(this.time(), request) };
      this.statuses.push(answer.status);
      await this.clock.sleep(way() * 1000);
      return answer;
    };
    this.#send = repeating(transport, new Limiter(this.clock), this.clock);
  }

  /** In seconds. */
  time(): number {
    return (this.clock.now() - this.#began) / 1000;
  }

  /** Sends a request as an operation of its own. */
  async send(
    method: ApiRequest["method"] = "GET",
    { path = "things", deadline = this.deadline(), attempts = new Attempts() } = {},
  ): Promise<Answer> {
    return await this.#send({ method, path }, {}, deadline, attempts);
  }

  /** Sends so many at once. @returns their answers' statuses. */
  async sendAll(count: number, method: ApiRequest["method"] = "POST"): Promise<number[]> {
    const sent = Array.from({ length: count }, (_, index) => this.send(method, { path: `things/${index}` }));
    return (await Promise.all(sent)).map(({ status }) => status);
  }

  deadline(): Deadline {
    return new Deadline(this.clock, this.seconds * 1000);
  }
}
