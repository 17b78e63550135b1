import type { LoggedRequest } from "../request-log";
import type { Answer } from "./answer";
import type { AskedRequest } from "./asked";
import { ExpiredCredentials } from "./credentials";
import type { Fault } from "./fault";
import { HiddenObjects } from "./hidden";
import type { Recorder } from "./recorder";
import { served } from "./redirect";

/** What the platform did with a request. */
export interface Processed {
  readonly answer: Answer;
  /** What it says of the request. */
  readonly entry: LoggedRequest | undefined;
  /** What was done to the request because of a fault before. */
  readonly aftermath: Fault | undefined;
}

/** Has the platform process requests, and remembers what it must not let through or show. */
export class Processing {
  readonly #expired = new ExpiredCredentials();
  readonly #hidden = new HiddenObjects();

  constructor(private readonly recorder: Recorder) {}

  /** @param ask Hands a request to the platform. */
  async process(
    request: AskedRequest,
    fault: Fault | undefined,
    ask: (request: AskedRequest) => Promise<Answer>,
  ): Promise<Processed> {
    const refused =
      fault?.kind === "expired"
        ? this.#expired.expire(request.headers)
        : this.#expired.refused(request.headers);
    const instead = this.#hidden.instead(request);
    const { result, entry } = await this.recorder.during(request, () =>
      ask({
        ...request,
        url: served(instead?.url ?? request.url),
        headers: refused ?? request.headers,
      }),
    );
    const found = instead?.restored(result) ?? result;
    const lacking = this.#hidden.leftOut(request, found);
    const answer = lacking?.answer ?? found;
    if (fault?.kind === "hidden") this.#hidden.hide(request, answer, fault.requests);
    const requests = (instead ?? lacking)?.left;
    const hidden: Fault | undefined = requests === undefined ? undefined : { kind: "hidden", requests };
    return { answer, entry, aftermath: refused === undefined ? hidden : { kind: "expired" } };
  }
}
