import type { ResourceDefinition } from "../definition/definition";
import type { Advice } from "../definition/platform";
import type { ErrorCode } from "../errors/codes";
import type { Attempts } from "../http/attempts";
import type { ApiResponse, ApiRequest } from "../http/connection";
import type { ConnectionError } from "../http/errors";
import { isTransient } from "../http/retry";
import { instant } from "../values/time";
import type { Account } from "./account";
import { isMarkup } from "./foreign-body";

/** What a request is for, in the words of its error message. */
export type Verb = "create" | "read" | "update" | "delete" | "list" | "adopt" | "get" | "verify" | "run";

/** A request that did not succeed: the platform's response, or why there was none. */
export interface Failed<End> {
  readonly verb: Verb;
  readonly request: ApiRequest;
  readonly end: End;
  readonly attempts: Attempts;
}

/** What happened and what to do about it, in one sentence. */
export interface Explanation {
  readonly code: ErrorCode;
  readonly text: string;
}

/** Explains a request that got no response. */
export function explainNoResponse(
  { platform }: ResourceDefinition,
  account: Account,
  {
    end: { delivery, isPermanent, reason },
    attempts,
  }: Failed<Pick<ConnectionError, "delivery" | "isPermanent" | "reason">>,
): Explanation {
  const { origin } = new URL(account.baseUrl);
  const details = inParentheses(reason, effort(attempts));
  if (delivery === "unsent") {
    const trust = /CERT|SIGNATURE/.test(reason)
      ? "; if the server uses a CA of your own, name it in NODE_EXTRA_CA_CERTS"
      : "";
    return {
      code: "PC_UNREACHABLE",
      text: `${platform.title} could not be reached at ${origin}${details}; check the connection and the address (${sourcesOf(account)})${trust}`,
    };
  }
  return isPermanent
    ? {
        code: "PC_NOT_THE_API",
        text: `the response of ${origin} cannot be read${details}; ${notTheApi(account)}`,
      }
    : {
        code: "PC_NO_RESPONSE",
        text: `the connection to ${origin} broke before a response came${details}; run \`pulumi up\` again`,
      };
}

/**
 * Explains a response that is not a success.
 *
 * @param said The platform's own words.
 * @param advice What the response means, if its status alone would be misleading.
 */
export function explainResponse(
  definition: ResourceDefinition,
  account: Account,
  failed: Failed<ApiResponse>,
  said: string | undefined,
  advice: Advice = {},
): Explanation {
  const { request, end, attempts } = failed;
  const details = inParentheses(said, isTransient(end) ? effort(attempts) : undefined);
  const code = advice.code ?? codeOf(end);
  const toDo = advice.text ?? whatToDo(code, definition, account, failed);
  const clauses = [toDo, ...(advice.note === undefined ? [] : [advice.note])];
  return {
    code,
    text: `${definition.platform.title} responded to ${request.method} ${request.path} with status ${end.status}${details}; ${clauses.join("; ")}`,
  };
}

/** What to do where something other than the API responds. */
export function notTheApi(account: Account): string {
  return `it does not come from the API: check the address (${sourcesOf(account)})`;
}

/** Where the account's settings come from. */
export function sourcesOf(account: Account): string {
  return Object.entries(account.settings)
    .map(([name, { from }]) => `${name} from ${from}`)
    .join(", ");
}

/** Whether a body may come from the API: a page comes from something else at that address. */
export function mayBeOfTheApi(body: unknown): boolean {
  return typeof body !== "string" || !isMarkup(body);
}

function inParentheses(...details: readonly (string | undefined)[]): string {
  const given = details.filter((detail) => detail !== undefined);
  return given.length === 0 ? "" : ` (${given.join("; ")})`;
}

/** How often and how long it was tried; undefined for a single attempt. */
export function effort({ times, milliseconds }: Attempts): string | undefined {
  return times < 2 ? undefined : `tried ${times} times in ${Math.ceil(milliseconds / 1000)} s`;
}

function codeOf({ status, body }: ApiResponse): ErrorCode {
  if (status === 404) return "PC_NOT_FOUND";
  if (status === 429) return "PC_RATE_LIMITED";
  if (status === 408 || status >= 500) return "PC_SERVER_ERROR";
  if (status < 400 || !mayBeOfTheApi(body)) return "PC_NOT_THE_API";
  if (status === 401) return "PC_UNAUTHORIZED";
  return status === 403 ? "PC_FORBIDDEN" : "PC_REFUSED";
}

function whatToDo(
  code: ErrorCode,
  definition: ResourceDefinition,
  account: Account,
  { verb, end: { status, body, headers }, attempts }: Failed<ApiResponse>,
): string {
  const { noun, platform } = definition;
  const again = later(attempts) ?? "try again later";
  switch (code) {
    case "PC_UNAUTHORIZED":
      return `${secretSettings(definition, account)}${afterConfigChange(account, verb)}`;
    case "PC_FORBIDDEN":
      return `the account may not do this: check its permissions, or use another one (${sourcesOf(account)})`;
    case "PC_NOT_FOUND":
      return notFound(definition, account, verb, body);
    case "PC_RATE_LIMITED":
      return `too many requests: ${later(attempts) ?? "try again later, or with a lower --parallel"}`;
    case "PC_PLAN_LIMIT":
      return "the plan or the payment of the account does not allow it, the key and the program are valid: delete what counts towards the limit, or change the plan on the platform, and run `pulumi up` again";
    case "PC_FEATURE_DISABLED":
      return `the account does not have the feature, the key is valid: leave it out of the ${noun}, or ask the support of ${platform.title} to enable it`;
    case "PC_CREDENTIALS_REFUSED":
      return `not the key of ${platform.title} was refused, but the credentials that the ${noun} logs in with: correct them in the program, or get new ones if they have expired or were revoked, and run \`pulumi up\` again`;
    case "PC_UPSTREAM_FAILED":
      return `${platform.title} could not reach or use another server, the key is valid: if the ${noun} names a server, check its address and that it accepts connections from ${platform.title}, otherwise ${again}`;
    case "PC_SERVER_ERROR":
      return status === 500 && (verb === "create" || verb === "update")
        ? `the server failed, possibly because of a ${definition.config?.field ?? "value"} that it cannot handle: check it, otherwise ${again}`
        : `the server failed: ${again}`;
    case "PC_NOT_THE_API":
      return status >= 400
        ? `a server in front of the API refused it, such as a proxy or a firewall: check what is in between, and the address (${sourcesOf(account)})`
        : (redirected(account, headers.location) ?? notTheApi(account));
    default:
      return `correct the ${noun} in the program and run \`pulumi up\` again`;
  }
}

function notFound({ noun }: ResourceDefinition, account: Account, verb: Verb, body: unknown): string {
  switch (verb) {
    case "update":
      return `the ${noun} is gone from the platform: run \`pulumi refresh\`, then \`pulumi up\` to create it again`;
    case "adopt":
      return "check the id in `adopt`";
    case "verify":
      if (!mayBeOfTheApi(body)) break;
      return `the ${noun} is gone from the platform, or the server has no connection tests`;
    case "run":
      if (!mayBeOfTheApi(body)) break;
      return `the ${noun} is gone from the platform, or it has nothing to run`;
    case "create":
      if (!mayBeOfTheApi(body)) break;
      return `correct the ${noun} in the program if it names something that does not exist, otherwise check the address (${sourcesOf(account)})`;
    case "read":
    case "get":
    case "delete":
    case "list":
  }
  return `nothing is served there: check the address (${sourcesOf(account)})`;
}

/** When the platform takes requests again, if it said so. */
function later({ notBefore }: Attempts): string | undefined {
  if (notBefore === undefined) return undefined;
  return `try again after ${instant(notBefore)}`;
}

/** Names the server only: the rest of the address may be secret. */
function redirected(account: Account, location: string | undefined): string | undefined {
  if (location === undefined || !URL.canParse(location, account.baseUrl)) return undefined;
  const { origin } = new URL(location, account.baseUrl);
  return `it redirects to ${origin}, which gets no key without your consent: correct the address (${sourcesOf(account)})`;
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

/** Refresh and destroy get the configuration of the last `up` from the engine, so they do not see a key that was changed since. */
function afterConfigChange(account: Account, verb: Verb): string {
  const isConfigured = Object.values(account.settings).some(({ from }) => from.startsWith("stack config"));
  return isConfigured && (verb === "read" || verb === "delete")
    ? "; refresh and destroy use the configuration of the last `up`: after a change, run them with --run-program"
    : "";
}
