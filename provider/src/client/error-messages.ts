import type { Attempts } from "../http/attempts";
import type { ApiRequest, ApiResponse } from "../http/connection";
import type { ConnectionError } from "../http/errors";
import { isTransient } from "../http/retry";
import type { Account } from "./account";
import type { ResourceDefinition } from "../definition/definition";

/** What a request is for, in the words of its error message. */
export type Verb = "create" | "read" | "update" | "delete" | "list" | "adopt";

/** A request that did not succeed: what the platform answered, or why it did not. */
export interface Failed<End> {
  readonly verb: Verb;
  readonly request: ApiRequest;
  readonly end: End;
  readonly attempts: Attempts;
}

/** What happened to a request that got no answer and what to do about it. */
export function ofNoAnswer(
  { platform }: ResourceDefinition,
  account: Account,
  { end: { delivery, isPermanent, reason }, attempts }: Failed<ConnectionError>,
): string {
  const { origin } = new URL(account.baseUrl);
  const details = inParentheses(reason, tried(attempts));
  if (delivery === "unsent") {
    const trust = /CERT|SIGNATURE/.test(reason) ? ", and name a CA of your own in NODE_EXTRA_CA_CERTS" : "";
    return `${platform.title} could not be reached at ${origin}${details}; check the connection and the address (${sources(account)})${trust}`;
  }
  return isPermanent
    ? `what ${origin} answered cannot be read${details}; ${noApi(account)}`
    : `the connection to ${origin} broke before the answer came${details}; run \`pulumi up\` again`;
}

/** What the platform answered to a request and what to do about it. @param said Its own words. */
export function ofAnswer(
  definition: ResourceDefinition,
  account: Account,
  { verb, request, end, attempts }: Failed<ApiResponse>,
  said: string | undefined,
): string {
  const { platform } = definition;
  const details = inParentheses(said, isTransient(end) ? tried(attempts) : undefined);
  const toDo = platform.advice?.(end.body) ?? advice(definition, account, { verb, request, end, attempts });
  return `${platform.title} answered ${request.method} ${request.path} with status ${end.status}${details}; ${toDo}`;
}

/** What to do where something else than the API answers. */
export function noApi(account: Account): string {
  return `that is no answer of the API: check the address (${sources(account)})`;
}

/** Where the account's settings come from. */
export function sources(account: Account): string {
  return Object.entries(account.settings)
    .map(([name, { from }]) => `${name} from ${from}`)
    .join(", ");
}

/** An HTML page comes from something else at that address. */
export function isOfTheApi(body: unknown): boolean {
  return typeof body !== "string" || !body.trimStart().startsWith("<");
}

function inParentheses(...details: readonly (string | undefined)[]): string {
  const given = details.filter((detail) => detail !== undefined);
  return given.length === 0 ? "" : ` (${given.join("; ")})`;
}

/** How often and how long; undefined where that goes without saying. */
function tried({ times, milliseconds }: Attempts): string | undefined {
  return times < 2 ? undefined : `tried ${times} times in ${Math.ceil(milliseconds / 1000)} s`;
}

/** In one clause. */
function advice(
  definition: ResourceDefinition,
  account: Account,
  { verb, end: { status, body, headers }, attempts }: Failed<ApiResponse>,
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
          : verb === "create" && isOfTheApi(body)
            ? `correct the ${noun} in the program if it names something that does not exist, else check the address (${sources(account)})`
            : `nothing is served there: check the address (${sources(account)})`;
    case 429:
      return `too many requests: ${later(attempts) ?? "try again later, or with a lower --parallel"}`;
  }
  if (status >= 500) {
    const again = later(attempts) ?? "try again later";
    return status === 500 && (verb === "create" || verb === "update")
      ? `the server failed, which a ${definition.config?.field ?? "value"} that it cannot handle may cause: check it, else ${again}`
      : `the server failed: ${again}`;
  }
  if (status >= 400) return `correct the ${noun} in the program and run \`pulumi up\` again`;
  return redirected(account, headers.location) ?? noApi(account);
}

/** When the platform will have it again, if it said so. */
function later({ notBefore }: Attempts): string | undefined {
  if (notBefore === undefined) return undefined;
  const second = new Date(Math.ceil(notBefore / 1000) * 1000);
  return `try again after ${second.toISOString().replace(".000Z", "Z")}`;
}

/** Only the server is named: what comes after it may be secret. */
function redirected(account: Account, location: string | undefined): string | undefined {
  if (location === undefined || !URL.canParse(location, account.baseUrl)) return undefined;
  const { origin } = new URL(location, account.baseUrl);
  return `it leads to ${origin}, where no key is sent unasked: correct the address (${sources(account)})`;
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
