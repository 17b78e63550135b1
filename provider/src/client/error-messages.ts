import type { ResourceDefinition } from "../definition/definition";
import type { ErrorCode } from "../errors/codes";
import type { Attempts } from "../http/attempts";
import type { ApiResponse, ApiRequest } from "../http/connection";
import type { ConnectionError } from "../http/errors";
import { isTransient } from "../http/retry";
import { instant } from "../values/time";
import type { Account } from "./account";

/** What a request is for, in the words of its error message. */
export type Verb = "create" | "read" | "update" | "delete" | "list" | "adopt";

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
  { end: { delivery, isPermanent, reason }, attempts }: Failed<ConnectionError>,
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

/** Explains a response that is not a success. @param said The platform's own words. */
export function explainResponse(
  definition: ResourceDefinition,
  account: Account,
  failed: Failed<ApiResponse>,
  said: string | undefined,
): Explanation {
  const { request, end, attempts } = failed;
  const { platform } = definition;
  const details = inParentheses(said, isTransient(end) ? effort(attempts) : undefined);
  const { code, text } = advice(definition, account, failed);
  const toDo = platform.advice?.(end.body) ?? text;
  return {
    code,
    text: `${platform.title} responded to ${request.method} ${request.path} with status ${end.status}${details}; ${toDo}`,
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

/** Whether a body may come from the API: an HTML page comes from something else at that address. */
export function mayBeOfTheApi(body: unknown): boolean {
  return typeof body !== "string" || !body.trimStart().startsWith("<");
}

function inParentheses(...details: readonly (string | undefined)[]): string {
  const given = details.filter((detail) => detail !== undefined);
  return given.length === 0 ? "" : ` (${given.join("; ")})`;
}

/** How often and how long it was tried; undefined for a single attempt. */
function effort({ times, milliseconds }: Attempts): string | undefined {
  return times < 2 ? undefined : `tried ${times} times in ${Math.ceil(milliseconds / 1000)} s`;
}

function advice(
  definition: ResourceDefinition,
  account: Account,
  { verb, end: { status, body, headers }, attempts }: Failed<ApiResponse>,
): Explanation {
  const { noun, platform } = definition;
  const correct = `correct the ${noun} in the program and run \`pulumi up\` again`;
  if ((platform.refusesWith ?? [401]).includes(status)) {
    return {
      code: "PC_UNAUTHORIZED",
      text: `${secretSettings(definition, account)}${afterConfigChange(account, verb)}`,
    };
  }
  if (status === 403) {
    return {
      code: "PC_FORBIDDEN",
      text: `the account may not do this: check its permissions, or use another one (${sourcesOf(account)})`,
    };
  }
  if (status === 404) {
    return { code: "PC_NOT_FOUND", text: notFound(definition, account, verb, body) };
  }
  if (status === 429) {
    return {
      code: "PC_RATE_LIMITED",
      text: `too many requests: ${later(attempts) ?? "try again later, or with a lower --parallel"}`,
    };
  }
  if (status === 408 || status >= 500) {
    const again = later(attempts) ?? "try again later";
    const mayBeInput = status === 500 && (verb === "create" || verb === "update");
    return {
      code: "PC_SERVER_ERROR",
      text: mayBeInput
        ? `the server failed, possibly because of a ${definition.config?.field ?? "value"} that it cannot handle: check it, otherwise ${again}`
        : `the server failed: ${again}`,
    };
  }
  if (status >= 400) return { code: "PC_REFUSED", text: correct };
  return { code: "PC_NOT_THE_API", text: redirected(account, headers.location) ?? notTheApi(account) };
}

function notFound({ noun }: ResourceDefinition, account: Account, verb: Verb, body: unknown): string {
  switch (verb) {
    case "update":
      return `the ${noun} is gone from the platform: run \`pulumi refresh\`, then \`pulumi up\` to create it again`;
    case "adopt":
      return "check the id in `adopt`";
    case "create":
      if (!mayBeOfTheApi(body)) break;
      return `correct the ${noun} in the program if it names something that does not exist, otherwise check the address (${sourcesOf(account)})`;
    case "read":
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
