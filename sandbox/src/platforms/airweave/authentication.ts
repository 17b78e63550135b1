import { isJsonObject } from "../../json-object";
import { fieldRequired, notAnObject, notOfType } from "../../pydantic/messages";
import type { Problem } from "./errors";
import type { Fields } from "./requests";

/** How a connection proves who it is. Source: docs/contracts/airweave.md, section 3.2. */
export type Authentication =
  | { readonly method: "direct"; readonly credentials: Fields }
  | { readonly method: "oauth_token"; readonly access_token: string }
  | { readonly method: "oauth_browser" }
  | { readonly method: "oauth_byoc"; readonly client: Fields }
  | {
      readonly method: "auth_provider";
      readonly provider_readable_id: string;
      readonly provider_config: Fields | null;
    };

export type AuthMethod = Authentication["method"];

/** A shape that the member `authentication` may have. It has no member that says which: the keys do. */
interface Variant {
  /** As the server's answers name it. */
  readonly name: string;
  /** By key: what is wrong with its value. A key that is not here is one too many. */
  readonly keys: Readonly<Record<string, (value: unknown) => string | undefined>>;
  readonly required?: string;
  /** What is wrong with the values together. */
  readonly together?: (fields: Fields, now: number) => string | undefined;
  readonly understood: (fields: Fields) => Authentication;
}

const variants: readonly Variant[] = [
  {
    name: "function-after[validate_credentials(), DirectAuthentication]",
    keys: { credentials: object },
    required: "credentials",
    together: ({ credentials }) =>
      Object.keys(credentials as Fields).length === 0 ? "Credentials cannot be empty" : undefined,
    understood: ({ credentials }) => ({ method: "direct", credentials: credentials as Fields }),
  },
  {
    name: "function-after[validate_token(), OAuthTokenAuthentication]",
    keys: {
      access_token: (value) =>
        text(value) ??
        (String(value).trim() === ""
          ? "Value error, access_token cannot be empty or whitespace only"
          : undefined),
      refresh_token: nullOr(text),
      expires_at: nullOr(time),
    },
    required: "access_token",
    together: ({ expires_at }, now) =>
      typeof expires_at === "string" && Date.parse(utc(expires_at)) <= now
        ? "Token has already expired"
        : undefined,
    understood: ({ access_token }) => ({ method: "oauth_token", access_token: String(access_token) }),
  },
  {
    name: "function-after[validate_byoc_credentials(), OAuthBrowserAuthentication]",
    keys: {
      redirect_uri: nullOr(text),
      client_id: nullOr(text),
      client_secret: nullOr(text),
      consumer_key: nullOr(text),
      consumer_secret: nullOr(text),
    },
    together: clientProblem,
    understood: (fields) =>
      has(fields, "client_id") || has(fields, "consumer_key")
        ? { method: "oauth_byoc", client: fields }
        : { method: "oauth_browser" },
  },
  {
    name: "AuthProviderAuthentication",
    keys: { provider_readable_id: text, provider_config: nullOr(object) },
    required: "provider_readable_id",
    understood: ({ provider_readable_id, provider_config }) => ({
      method: "auth_provider",
      provider_readable_id: String(provider_readable_id),
      provider_config: (provider_config ?? null) as Fields | null,
    }),
  },
];

/**
 * WireFeatures the member `authentication`; undefined where it is absent or null.
 *
 * @param problems Takes what is wrong with it: a set for every variant, as the server gives it.
 */
export function parseAuthentication(
  body: Fields,
  problems: Problem[],
  now: number,
): Authentication | undefined {
  const given = body.authentication ?? undefined;
  if (given === undefined) return undefined;
  const found: Problem[] = [];
  for (const variant of variants) {
    const wrong = variantProblems(variant, given, now);
    if (wrong.length === 0) return variant.understood(given as Fields);
    found.push(...wrong);
  }
  problems.push(...found);
  return undefined;
}

function variantProblems(variant: Variant, given: unknown, now: number): Problem[] {
  const path = `body.authentication.${variant.name}`;
  if (!isJsonObject(given)) return [[path, notAnObject]];
  const problems: Problem[] = [];
  for (const [key, problemOf] of Object.entries(variant.keys)) {
    const missing = !Object.hasOwn(given, key);
    if (missing && key !== variant.required) continue;
    const message = missing ? fieldRequired : problemOf(given[key]);
    if (message !== undefined) problems.push([`${path}.${key}`, message]);
  }
  for (const key of Object.keys(given).filter((key) => !Object.hasOwn(variant.keys, key))) {
    problems.push([`${path}.${key}`, "Extra inputs are not permitted"]);
  }
  if (problems.length > 0) return problems;
  const message = variant.together?.(given, now);
  return message === undefined ? [] : [[path, `Value error, ${message}`]];
}

/** Of an own OAuth client both parts of one pair are needed. */
function clientProblem(fields: Fields): string | undefined {
  const [id, secret] = [has(fields, "client_id"), has(fields, "client_secret")];
  const [key, keySecret] = [has(fields, "consumer_key"), has(fields, "consumer_secret")];
  if (id !== secret) return "OAuth2 BYOC requires both client_id and client_secret or neither";
  if (key !== keySecret) return "OAuth1 BYOC requires both consumer_key and consumer_secret or neither";
  if (id && key) {
    return "Cannot provide both OAuth2 (client_id/client_secret) and OAuth1 (consumer_key/consumer_secret) credentials";
  }
  return undefined;
}

function has(fields: Fields, key: string): boolean {
  return typeof fields[key] === "string" && fields[key] !== "";
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? undefined : notOfType("string");
}

function object(value: unknown): string | undefined {
  return isJsonObject(value) ? undefined : notOfType("object");
}

function time(value: unknown): string | undefined {
  if (typeof value !== "string") return notOfType("datetime");
  return Number.isNaN(Date.parse(utc(value))) ? "Input should be a valid datetime or date" : undefined;
}

/** A time without zone is one in UTC. */
function utc(time: string): string {
  return /T.*(Z|[+-]\d\d:?\d\d)$/i.test(time) || !time.includes("T") ? time : `${time}Z`;
}

function nullOr(problemOf: (value: unknown) => string | undefined): (value: unknown) => string | undefined {
  return (value) => (value === null ? undefined : problemOf(value));
}
