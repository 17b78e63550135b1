import type { LoggedRequest } from "../request-log";
import type { PlatformHttp } from "../sandbox-platform";
import { ExpiredCredentials } from "./expired-credentials";
import type { Fault } from "./fault";
import { HiddenObjects } from "./hidden-objects";
import type { Recorder } from "./recorder";
import { servedUrl } from "./redirect";
import type { PlatformRequest } from "./request";
import type { PlatformResponse } from "./response";

/** A request that the platform has processed. */
export interface Processed {
  readonly response: PlatformResponse;
  /** The platform's log entry. */
  readonly entry: LoggedRequest | undefined;
  /** The effect of an earlier fault on this request. */
  readonly aftermath: Fault | undefined;
}

/** Has the platform process requests, with the lasting effects of earlier faults. */
export class Processing {
  readonly #expired: ExpiredCredentials;
  readonly #hidden: HiddenObjects;

  constructor(
    private readonly recorder: Recorder,
    { keyHeaders = [], idKeys = ["id"] }: PlatformHttp,
  ) {
    this.#expired = new ExpiredCredentials(keyHeaders);
    this.#hidden = new HiddenObjects(idKeys);
  }

  /** @param forward Has the platform handle a request. */
  async process(
    request: PlatformRequest,
    fault: Fault | undefined,
    forward: (request: PlatformRequest) => Promise<PlatformResponse>,
  ): Promise<Processed> {
    const refused =
      fault?.kind === "expired"
        ? this.#expired.expire(request.headers)
        : this.#expired.refused(request.headers);
    const substitute = this.#hidden.substitute(request);
    const { result, entry } = await this.recorder.during(request, () =>
      forward({
        ...request,
        url: servedUrl(substitute?.url ?? request.url),
        headers: refused ?? request.headers,
      }),
    );
    const restored = substitute?.restore(result) ?? result;
    const filtered = this.#hidden.filter(request, restored);
    const response = filtered?.response ?? restored;
    if (fault?.kind === "hidden") this.#hidden.hide(request, response, fault.requests);
    const requests = (substitute ?? filtered)?.remaining;
    const hidden: Fault | undefined = requests === undefined ? undefined : { kind: "hidden", requests };
    return { response, entry, aftermath: refused === undefined ? hidden : { kind: "expired" } };
  }
}
