import type { Listing, RemoteObject, ResourceDefinition } from "../definition/definition";
import { ConnectorsError, isConnectorsError } from "../errors/connectors-error";
import { Attempts } from "../http/attempts";
import type { ApiResponse, ApiRequest } from "../http/connection";
import type { Deadline } from "../http/deadline";
import { isConnectionError, isSessionError } from "../http/errors";
import { isIndeterminate, isRetryableIfUnapplied } from "../http/retry";
import { handlingOptions } from "../definition/options";
import { shownSubject } from "../definition/subject";
import { countdown, type Clock } from "../http/clock";
import { secrecyOf, type Secrecy } from "../secrets/secrecy";
import type { ConfigReader } from "../settings/settings";
import type { Fields } from "../values/fields";
import { inOneLine, shortened, withArticle } from "../values/text";
import { openAccount, type Account } from "./account";
import { adviceOn } from "./causes";
import {
  explainNoResponse,
  explainResponse,
  mayBeOfTheApi,
  notTheApi,
  sourcesOf,
  type Failed,
  type Verb,
} from "./error-messages";
import { RequestFailure } from "./failure";
import { describeText } from "./foreign-body";
import type { Say, Wait } from "./progress";
import { waitOfRequest } from "./request-wait";

/** The most characters of a platform's own words that a message repeats. */
const longestQuote = 500;

/** No account has more pages; a server that always announces another one would keep us forever. */
const mostPages = 1_000;
/** How often a list is read whose objects move while it is read. */
const mostReadings = 3;

/** How to send a request. */
export interface SendOptions {
  /** Statuses that are as good as a success, if the API sent them. */
  readonly expected?: readonly number[];
  /** Counts the attempts, beyond those of an earlier request that this one repeats. */
  readonly attempts?: Attempts;
  /** Send the request once, and wait for the response this long, in milliseconds. Only for requests without effects. */
  readonly onceWithin?: number;
  /** By when the request must be done. Default: the deadline of the operation. */
  readonly deadline?: Deadline;
}

/** How to read a list. */
export interface ListOptions {
  /** Send each request once, and wait this long for all responses together, in milliseconds. Default: as for any request. */
  readonly onceWithin?: number | undefined;
  /** The time for each page, in milliseconds. Default: the pages share that of the operation. */
  readonly pageTime?: number;
  /** Called before each further page, with the number of objects so far, and how many of them were new on the last page. If it throws, the list ends. */
  readonly onPage?: (objects: number, added: number) => void;
}

/** A response that holds an object. */
export interface ObjectResponse {
  readonly status: number;
  readonly object: RemoteObject;
  /** The server's clock when it responded, in milliseconds since 1970; undefined if it did not say. */
  readonly date: number | undefined;
}

/** What the pages of a list have shown. */
interface Pages extends Pick<ObjectList, "date"> {
  readonly objects: ReadonlyMap<string | undefined, RemoteObject>;
  /** Whether a page repeated an object of an earlier one. */
  readonly hasMoved: boolean;
}

/** A list, with the server's clock at the last response. */
export interface ObjectList {
  readonly objects: readonly RemoteObject[];
  readonly date: number | undefined;
}

/** Sends the requests about one object, and turns every failure into the one sentence that a user needs. */
export class ObjectClient {
  /** By when all requests of the operation must be done. */
  readonly deadline: Deadline;
  #hasSeenObject = false;

  /** @param findSubject Says how messages name the object, without secrets: `platform.Kind "invoices"`. */
  constructor(
    readonly definition: ResourceDefinition,
    readonly account: Account,
    private readonly findSubject: () => string,
    private readonly secrecy: Secrecy,
  ) {
    this.deadline = account.http.deadline();
  }

  /** How messages name the object. Found when there is a message, for it is searched for secrets. */
  get subject(): string {
    return this.findSubject();
  }

  /** Whether a response has shown the object: the settings lead to where it is. */
  get hasSeenObject(): boolean {
    return this.#hasSeenObject;
  }

  /**
   * Sends a request, as often as it takes.
   *
   * @returns the response, of a status from 200 to 299 or an expected one.
   * @throws RequestFailure for every other end.
   */
  async send(
    verb: Verb,
    request: ApiRequest,
    { expected = [], attempts = new Attempts(), onceWithin, deadline = this.deadline }: SendOptions = {},
  ): Promise<ApiResponse> {
    const { http, bulkReads } = this.account;
    const failed = (text: string): string => `${this.subject}: ${verb} failed: ${text}`;
    if (request.method !== "GET") bulkReads.recordWrite(this.definition, verb, request.path);
    const end = await this.#explained({ verb, request, attempts }, () =>
      onceWithin === undefined
        ? this.#whileRequesting(verb, attempts, () => http.send(request, deadline, attempts))
        : http.sendOnce(request, onceWithin),
    );
    const { status, body } = end;
    if (status >= 200 && status < 300) return end;
    const advice = await adviceOn(this.definition.platform, end);
    // A 404 may say that something else than the object does not exist.
    if (expected.includes(status) && mayBeOfTheApi(body) && advice?.code === undefined) return end;
    const parts = { verb, request: this.#shownRequest(request), end: this.#shownResponse(end), attempts };
    const { code, text } = explainResponse(this.definition, this.account, parts, this.#quote(body), advice);
    const outcome = isIndeterminate(end) ? "indeterminate" : "refused";
    throw new RequestFailure(code, failed(text), outcome, {
      status,
      isRetryable: isRetryableIfUnapplied(end),
    });
  }

  /**
   * The scope that requests name; undefined if they name none. Opens the session if none is open.
   *
   * @throws RequestFailure if the platform opens no session.
   */
  async namedScope(verb: Verb): Promise<string | undefined> {
    const { definition, account } = this;
    const { scope } = definition.platform;
    if (scope === undefined) return undefined;
    const attempts = new Attempts();
    const request = definition.requests.read("");
    const headers = await this.#explained({ verb, request, attempts }, () =>
      this.#whileRequesting(verb, attempts, () => account.http.headers(attempts)),
    );
    return headers[scope.header];
  }

  #whileRequesting<Result>(verb: Verb, attempts: Attempts, run: () => Promise<Result>): Promise<Result> {
    const { account, definition } = this;
    return this.whileWaiting(() => waitOfRequest(verb, attempts, account, definition.platform.title), run);
  }

  /** Runs what needs the platform. @throws RequestFailure with the sentence for the user if there was no response. */
  async #explained<Result>(
    { verb, request, attempts }: Omit<Failed<never>, "end">,
    run: () => Promise<Result>,
  ): Promise<Result> {
    const failed = (text: string): string => `${this.subject}: ${verb} failed: ${text}`;
    try {
      return await run();
    } catch (error) {
      if (isSessionError(error)) {
        const text = inOneLine(this.secrecy.scrubPlatform(error.message));
        throw new RequestFailure(error.reason, failed(`${text} (${sourcesOf(this.account)})`), "unsent");
      }
      if (!isConnectionError(error)) throw error;
      const { delivery, isPermanent } = error;
      const reason = this.secrecy.scrub(error.reason);
      const parts = { verb, request, end: { delivery, isPermanent, reason }, attempts };
      const { code, text } = explainNoResponse(this.definition, this.account, parts);
      throw new RequestFailure(code, failed(text), error.delivery, {
        isRetryable: isRetryableIfUnapplied(error),
      });
    }
  }

  /**
   * Sends a request whose response is the object.
   *
   * @throws RequestFailure also if a successful response is not the object, but a page of a proxy, say.
   */
  async sendForObject(verb: Verb, request: ApiRequest, options: SendOptions = {}): Promise<ObjectResponse> {
    const { status, body, date } = await this.send(verb, request, options);
    const object = this.definition.fromResponse(body);
    if (status < 300 && object.id === undefined) {
      const { noun, platform } = this.definition;
      const { method, path } = this.#shownRequest(request);
      throw new RequestFailure(
        "PC_NOT_THE_API",
        `${this.subject}: ${verb} failed: the response of ${platform.title} to ${method} ${path} is not ${withArticle(noun)}; ${notTheApi(this.account)}`,
        "indeterminate",
        { status },
      );
    }
    if (status < 300) {
      this.#hasSeenObject = true;
      this.account.platformTime.record(date);
    }
    return { status, object, date };
  }

  /** Shows the user a line about the object that does not fail the operation. */
  say(text: string): void {
    this.account.progress.say(`${this.subject}: ${this.secrecy.scrubMessage(text)}`);
  }

  /** Reads an object. @throws RequestFailure unless it is there, or the status is expected. */
  read(id: string, options: SendOptions = {}, verb: Verb = "read"): Promise<ObjectResponse> {
    return this.sendForObject(verb, this.definition.requests.read(id), options);
  }

  /**
   * Reads a list to its end. A page that repeats an object of an earlier one shows that objects have moved meanwhile, perhaps from a page
   * that was not read yet to one that was. The list is read again then, up to three times, so that it lacks none; each is in it once.
   *
   * @throws RequestFailure, or ConnectorsError if a response is not a list.
   */
  async list(listing: Listing, options: ListOptions = {}): Promise<ObjectList> {
    const { onceWithin } = options;
    const left = onceWithin === undefined ? undefined : countdown(this.account.clock, onceWithin);
    const all = new Map<string | undefined, RemoteObject>();
    for (let reading = 1; ; reading++) {
      const { objects, hasMoved, date } = await this.#readPages(listing, options, left);
      if (!hasMoved) return { objects: [...objects.values()], date };
      for (const [id, object] of objects) all.set(id, object);
      if (reading === mostReadings) return { objects: [...all.values()], date };
    }
  }

  /** Reads all pages once. @param left The time that is left for all of them, if they are read against the clock. */
  async #readPages(
    listing: Listing,
    { pageTime, onPage }: ListOptions,
    left: (() => number) | undefined,
  ): Promise<Pages> {
    const failed = (problem: string): ConnectorsError =>
      new ConnectorsError("PC_NOT_THE_API", `${this.subject}: list failed: ${problem}`);
    const objects = new Map<string | undefined, RemoteObject>();
    let hasMoved = false;
    for (let page = 1; page <= mostPages; page++) {
      const limit = left === undefined ? {} : { onceWithin: left() };
      const deadline = pageTime === undefined ? this.deadline : this.account.http.deadline(pageTime);
      const { body, date } = await this.send("list", listing.request(page), { deadline, ...limit });
      const found = listing.objects(body);
      if (found === undefined) throw failed("the response is not a list");
      // One odd entry hides no other; of a list without any id nobody can say what is in it.
      if (found.length > 0 && found.every(({ id }) => id === undefined))
        throw failed("the response has no ids");
      this.account.platformTime.record(date);
      hasMoved ||= found.some(({ id }) => id !== undefined && objects.has(id));
      const before = objects.size;
      for (const object of found) objects.set(object.id, object);
      if (listing.hasNext?.(body) !== true) return { objects, hasMoved, date };
      onPage?.(objects.size, objects.size - before);
    }
    throw failed(`it has no end after ${mostPages} pages`);
  }

  /**
   * Runs what may take long. While it lasts, lines tell the user what the object waits for.
   *
   * @param wait What it waits for at the moment; undefined if that is nothing worth a line. Takes no secrets.
   */
  whileWaiting<Result>(wait: () => Wait | undefined, run: () => Promise<Result>): Promise<Result> {
    return this.account.progress.during({ subject: this.findSubject, wait }, run);
  }

  /** A text from outside as messages may show it: in one line, without secrets. */
  shown(text: string): string {
    return inOneLine(this.secrecy.scrubPlatform(text));
  }

  /** The same in quotes, and exactly: two names may differ in their blanks only. */
  quoted(text: string): string {
    const escaped = (character: string): string =>
      `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
    return JSON.stringify(this.secrecy.scrubPlatform(text)).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (all) =>
      [...Array(all.length).keys()].map((index) => escaped(all.charAt(index))).join(""),
    );
  }

  /** The request without secrets in its path. The names of the API's own parts stay. */
  #shownRequest(request: ApiRequest): ApiRequest {
    const own = new Set(this.definition.requests.read("").path.split("/"));
    const path = request.path.replace(/[^/?&=]+/g, (part) =>
      own.has(part) ? part : this.secrecy.scrub(part),
    );
    return { ...request, path };
  }

  /** The response without secrets in the address that it redirects to, which is shown in part. */
  #shownResponse(response: ApiResponse): ApiResponse {
    const { location } = response.headers;
    if (location === undefined) return response;
    return { ...response, headers: { ...response.headers, location: this.secrecy.scrubPlatform(location) } };
  }

  /** The platform's own words as messages may repeat them: in one line, without secrets; undefined if there are none. */
  said(text: string | undefined): string | undefined {
    return this.#repeated(text, (words) => inOneLine(this.secrecy.scrubProblem(words)));
  }

  #quote(body: unknown): string | undefined {
    return typeof body === "string"
      ? this.#repeated(body, (text) => describeText(text, this.secrecy.scrubPlatform))
      : this.said(this.definition.platform.problem(body));
  }

  #repeated(text: string | undefined, shown: (text: string) => string): string | undefined {
    if (text === undefined || text.trim() === "") return undefined;
    const forgotten = this.secrecy.forgotten();
    if (forgotten !== undefined) return `not shown, because it may repeat ${forgotten}`;
    return shortened(shown(text), longestQuote);
  }
}

/** What leads to an account. */
export interface Access {
  readonly config: ConfigReader;
  /** The clock that its requests go by. Default: the machine's. */
  readonly clock?: Clock | undefined;
  /** Where it reports what takes long. Default: nowhere. */
  readonly say?: Say | undefined;
}

/**
 * Opens the client of one object. Needs nothing of the provider host: a program or a command can list and read with it, too.
 *
 * @param inputs The inputs or outputs of the object, which may be empty: they name it and its account.
 * @param others What else may hold a secret that the platform could repeat; and the object's id.
 * @throws ConnectorsError if settings are missing or wrong.
 */
export function openClient(
  definition: ResourceDefinition,
  { config, clock, say }: Access,
  inputs: Fields,
  { olds = {}, id }: { readonly olds?: Fields; readonly id?: string } = {},
): ObjectClient {
  const secrecy = secrecyOf(definition, config, [inputs, olds]);
  const subject = (): string => shownSubject(definition, inputs, secrecy.scrub, id);
  try {
    const account = openAccount(definition.platform, config, handlingOptions(inputs).account, clock, say);
    return new ObjectClient(definition, account, subject, secrecy);
  } catch (error) {
    if (!isConnectorsError(error)) throw error;
    throw new ConnectorsError(error.code, `${subject()}: ${error.message}`, { cause: error });
  }
}
