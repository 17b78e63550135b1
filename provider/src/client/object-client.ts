import { Attempts } from "../http/attempts";
import type { ApiRequest, ApiResponse } from "../http/connection";
import type { Deadline } from "../http/deadline";
import { isConnectionError, isSessionError } from "../http/errors";
import { isIndeterminate, isRetryableIfUnapplied } from "../http/retry";
import type { Account } from "./account";
import { isOfTheApi, noApi, ofAnswer, ofNoAnswer, sources, type Verb } from "./error-messages";
import { oneLine } from "../lifecycle/engine-boundary";
import type { RemoteObject, ResourceDefinition } from "../definition/definition";
import { requestFailure } from "./failure";
import type { Scrubber } from "../secrets/scrub";

/** Sends the requests of one object and turns every failure into the one sentence that a user needs. */
export interface Remote {
  /** How messages name the object: `platform.Kind "invoices"`. */
  readonly subject: string;
  /** By when all requests of the operation are to be done. */
  readonly deadline: Deadline;
  /**
   * @param attempts Counts them, beyond those of an earlier request that this one repeats.
   * @returns the answer, of a status from 200 to 299, or of one that the caller expects.
   * @throws RequestFailure else.
   */
  send(
    verb: Verb,
    request: ApiRequest,
    expected?: readonly number[],
    attempts?: Attempts,
  ): Promise<ApiResponse>;
  /**
   * Sends a request that is answered with the object.
   *
   * @throws RequestFailure also if the answer is of good status but no object: a page of a proxy, say.
   */
  sendForObject(
    verb: Verb,
    request: ApiRequest,
    expected?: readonly number[],
    attempts?: Attempts,
  ): Promise<{
    readonly status: number;
    readonly object: RemoteObject;
    /** The server's clock when it answered, in milliseconds since 1970; undefined if it did not say. */
    readonly date: number | undefined;
  }>;
}

/** The most characters of what a platform says that a message repeats. */
const mostSaid = 500;

/** What a platform could repeat and no message may show. */
export interface Secrecy {
  /** Takes what is known of it out of what the platform says. */
  readonly scrub: () => Scrubber;
  /** Says what else it may be that nobody here knows: then nothing of an answer is shown. */
  readonly unknown: () => string | undefined;
}

export function remote(
  definition: ResourceDefinition,
  account: Account,
  subject: string,
  { scrub, unknown }: Secrecy,
): Remote {
  const { title, problem } = definition.platform;
  const said = (body: unknown): string | undefined => {
    const text = problem(body);
    if (text === undefined) return undefined;
    const hidden = unknown();
    if (hidden !== undefined) return `not shown, for it may repeat ${hidden}`;
    const line = oneLine(scrub()(text));
    return line.length > mostSaid ? `${line.slice(0, mostSaid)} ...` : line;
  };
  const deadline = account.client.deadline();
  return {
    subject,
    deadline,
    async send(verb, request, expected = [], attempts = new Attempts()) {
      const failed = `${subject}: ${verb} failed`;
      let answer: ApiResponse;
      try {
        answer = await account.client.send(request, deadline, attempts);
      } catch (error) {
        if (isSessionError(error)) {
          const text = oneLine(scrub()(error.message));
          throw requestFailure(`${failed}: ${text} (${sources(account)})`, "unsent");
        }
        if (!isConnectionError(error)) throw error;
        const what = ofNoAnswer(definition, account, { verb, request, end: error, attempts });
        throw requestFailure(`${failed}: ${what}`, error.delivery, {
          isPassing: isRetryableIfUnapplied(error),
        });
      }
      const { status, body } = answer;
      if ((status >= 200 && status < 300) || (expected.includes(status) && isOfTheApi(body))) return answer;
      const what = ofAnswer(definition, account, { verb, request, end: answer, attempts }, said(body));
      throw requestFailure(`${failed}: ${what}`, isIndeterminate(answer) ? "indeterminate" : "refused", {
        status,
        isPassing: isRetryableIfUnapplied(answer),
      });
    },

    async sendForObject(verb, request, expected, attempts) {
      const { status, body, date } = await this.send(verb, request, expected, attempts);
      const object = definition.fromAnswer(body);
      if (status < 300 && object.id === undefined) {
        throw requestFailure(
          `${subject}: ${verb} failed: what ${title} answered to ${request.method} ${request.path} is no ${definition.noun}; ${noApi(account)}`,
          "indeterminate",
          { status },
        );
      }
      return { status, object, date };
    },
  };
}
