import type { Answer, ApiRequest } from "../http/connection";
import { isConnectionError, isSessionError } from "../http/errors";
import type { Account } from "./account";
import { oneLine } from "./border";
import type { RemoteObject, ResourceDefinition } from "./definition";
import { requestFailure, type Outcome } from "./failure";
import type { Scrubber } from "./scrub";

/** What a request is for, in the words of its error message. */
export type Verb = "create" | "read" | "update" | "delete" | "list" | "adopt";

/** Sends the requests of one object and turns every failure into the one sentence that a user needs. */
export interface Remote {
  /** How messages name the object: `platform.Kind "invoices"`. */
  readonly subject: string;
  /**
   * @returns the answer, of a status from 200 to 299, or of one that the caller expects.
   * @throws RequestFailure else.
   */
  send(verb: Verb, request: ApiRequest, expected?: readonly number[]): Promise<Answer>;
  /**
   * Sends a request that is answered with the object.
   *
   * @throws RequestFailure also if the answer is of good status but no object: a page of a proxy, say.
   */
  sendForObject(
    verb: Verb,
    request: ApiRequest,
    expected?: readonly number[],
  ): Promise<{ readonly status: number; readonly object: RemoteObject }>;
}

/** The most characters of what a platform says that a message repeats. */
const mostSaid = 500;

/** @param scrub Takes secrets out of what the platform says, before it becomes part of a message. */
export function remote(
  definition: ResourceDefinition,
  account: Account,
  subject: string,
  scrub: () => Scrubber,
): Remote {
  const { title, problem } = definition.platform;
  const said = (body: unknown): string => {
    const text = problem(body);
    if (text === undefined) return "";
    const line = oneLine(scrub()(text));
    return ` (${line.length > mostSaid ? `${line.slice(0, mostSaid)} ...` : line})`;
  };
  return {
    subject,
    async send(verb, request, expected = []) {
      let answer: Answer;
      try {
        answer = await account.client.send(request);
      } catch (error) {
        if (isSessionError(error)) {
          const text = oneLine(scrub()(error.message));
          throw requestFailure(`${subject}: ${verb} failed: ${text} (${sources(account)})`, "unsent");
        }
        if (!isConnectionError(error)) throw error;
        throw requestFailure(
          `${subject}: ${verb} failed: ${noAnswer(definition, account, error.reason, error.delivery)}`,
          error.delivery,
        );
      }
      const { status, body } = answer;
      if ((status >= 200 && status < 300) || (expected.includes(status) && isOfTheApi(body))) return answer;
      throw requestFailure(
        `${subject}: ${verb} failed: ${title} answered ${request.method} ${request.path} with status ${status}${said(body)}; ${definition.platform.advice?.(body) ?? advice(definition, account, verb, status, isOfTheApi(body))}`,
        outcome(status),
        status,
      );
    },

    async sendForObject(verb, request, expected) {
      const { status, body } = await this.send(verb, request, expected);
      const object = definition.fromAnswer(body);
      if (status < 300 && object.id === undefined) {
        throw requestFailure(
          `${subject}: ${verb} failed: what ${title} answered to ${request.method} ${request.path} is no ${definition.noun}; ${noApi(account)}`,
          "unclear",
          status,
        );
      }
      return { status, object };
    },
  };
}

/** An HTML page comes from something else at that address. */
function isOfTheApi(body: unknown): boolean {
  return typeof body !== "string" || !body.trimStart().startsWith("<");
}

function noApi(account: Account): string {
  return `that is no answer of the API: check the address (${sources(account)})`;
}

/** A server error says nothing about what was done before it; a refusal does. */
function outcome(status: number): Outcome {
  return status >= 500 || status === 408 ? "unclear" : "refused";
}

function noAnswer(
  { platform }: ResourceDefinition,
  account: Account,
  reason: string,
  delivery: "unsent" | "unclear",
): string {
  const { origin } = new URL(account.baseUrl);
  return delivery === "unsent"
    ? `${platform.title} could not be reached at ${origin} (${reason}); check the connection and the address (${sources(account)})`
    : `the connection to ${origin} broke before the answer came (${reason}); run \`pulumi up\` again`;
}

/** What to do about a status, in one clause. */
function advice(
  definition: ResourceDefinition,
  account: Account,
  verb: Verb,
  status: number,
  isOfApi: boolean,
): string {
  const { noun, platform } = definition;
  if ((platform.refusesWith ?? [401]).includes(status)) {
    return `${secretSettings(definition, account)}${afterConfigChange(account, verb)}`;
  }
  switch (status) {
    case 403:
      return `the account may not do this: check its permissions, or use another one (${sources(account)})`;
    case 404:
      return verb === "update"
        ? `the ${noun} is gone from the platform: run \`pulumi refresh\`, then \`pulumi up\` makes it again`
        : verb === "adopt"
          ? `check the id in \`adopt\``
          : verb === "create" && isOfApi
            ? `correct the ${noun} in the program if it names something that does not exist, else check the address (${sources(account)})`
            : `nothing is served there: check the address (${sources(account)})`;
    case 429:
      return "too many requests: wait a little and run it again, or with a lower --parallel";
  }
  if (status >= 500) {
    return verb === "create" || verb === "update"
      ? `the server failed, which a ${definition.config?.field ?? "value"} that it cannot handle may cause: check it, else try again later`
      : "the server failed: try again later";
  }
  if (status >= 400) return `correct the ${noun} in the program and run \`pulumi up\` again`;
  return noApi(account);
}

function sources(account: Account): string {
  return Object.entries(account.settings)
    .map(([name, { from }]) => `${name} from ${from}`)
    .join(", ");
}

function secretSettings({ platform }: ResourceDefinition, account: Account): string {
  const used = Object.entries(platform.settings).filter(([name]) => name in account.settings);
  const secret = (used.some(([, { secret }]) => secret) ? used : Object.entries(platform.settings)).filter(
    ([, setting]) => setting.secret,
  );
  return secret
    .map(([name]) => {
      const from = account.settings[name]?.from ?? "nowhere";
      return `${name} came from ${from}: ${account.howToSet(name)}`;
    })
    .join("; ");
}

/** The engine hands the configuration of the last `up` to a refresh and a destroy, so a key that was changed since is not seen there. */
function afterConfigChange(account: Account, verb: Verb): string {
  const configured = Object.values(account.settings).some(({ from }) => from.startsWith("stack config"));
  return configured && (verb === "read" || verb === "delete")
    ? "; refresh and destroy use the configuration of the last `up`: after a change run them with --run-program"
    : "";
}
