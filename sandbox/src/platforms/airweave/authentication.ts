import { isJsonObject, type JsonObject } from "../../json-object";
import { fieldRequired, notAnObject, notOfType } from "../../pydantic/messages";
import type { Problem } from "./errors";

/** How a connection authenticates. Source: docs/contracts/airweave.md, section 3.2. */
export type Authentication =
  | { readonly method: "direct"; readonly credentials: JsonObject }
  | { readonly method: "oauth_token"; readonly access_token: string }
  | { readonly method: "oauth_browser" }
  | { readonly method: "oauth_byoc"; readonly client: JsonObject }
  | {
      readonly method: "auth_provider";
      readonly provider_readable_id: string;
      readonly provider_config: JsonObject | null;
    };

export type AuthMethod = Authentication["method"];

/** A variant of the member `authentication`. There is no discriminator; the keys decide. */
interface Variant {
  /** As named in the server's error messages. */
  readonly name: string;
  /** The validators by key. No other keys are allowed. */
  readonly keys: Readonly<Record<string, (value: unknown) => string | undefined>>;
  readonly required?: string;
  /** Validates the object as a whole. */
  readonly validate?: (fields: JsonObject, now: number) => string | undefined;
  readonly parse: (fields: JsonObject) => Authentication;
}

const variants: readonly Variant[] = [
  {
    name: "function-after[validate_credentials(), DirectAuthentication]",
    keys: { credentials: object },
    required: "credentials",
    validate: ({ credentials }) =>
      Object.keys(credentials as JsonObject).length === 0 ? "Credentials cannot be empty" : undefined,
    parse: ({ credentials }) => ({ method: "direct", credentials: credentials as JsonObject }),
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
    validate: ({ expires_at }, now) =>
      typeof expires_at === "string" && Date.parse(utc(expires_at)) <= now
        ? "Token has already expired"
        : undefined,
    parse: ({ access_token }) => ({ method: "oauth_token", access_token: String(access_token) }),
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
    validate: clientProblem,
    parse: (fields) =>
      has(fields, "client_id") || has(fields, "consumer_key")
        ? { method: "oauth_byoc", client: fields }
        : { method: "oauth_browser" },
  },
  {
    name: "AuthProviderAuthentication",
    keys: { provider_readable_id: text, provider_config: nullOr(object) },
    required: "provider_readable_id",
    parse: ({ provider_readable_id, provider_config }) => ({
      method: "auth_provider",
      provider_readable_id: String(provider_readable_id),
      provider_config: (provider_config ?? null) as JsonObject | null,
    }),
  },
];

/**
 * Parses the member `authentication`; undefined where it is absent or null.
 *
 * @param problems Receives the validation errors: as from the server, those of every variant.
 */
export function parseAuthentication(
  body: JsonObject,
  problems: Problem[],
  now: number,
): Authentication | undefined {
  const given = body.authentication ?? undefined;
  if (given === undefined) return undefined;
  const found: Problem[] = [];
  for (const variant of variants) {
    const wrong = variantProblems(variant, given, now);
    if (wrong.length === 0) return variant.parse(given as JsonObject);
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
  const message = variant.validate?.(given, now);
  return message === undefined ? [] : [[path, `Value error, ${message}`]];
}

/** A custom OAuth client needs both parts of exactly one pair. */
function clientProblem(fields: JsonObject): string | undefined {
  const [id, secret] = [has(fields, "client_id"), has(fields, "client_secret")];
  const [key, keySecret] = [has(fields, "consumer_key"), has(fields, "consumer_secret")];
  if (id !== secret) return "OAuth2 BYOC requires both client_id and client_secret or neither";
  if (key !== keySecret) return "OAuth1 BYOC requires both consumer_key and consumer_secret or neither";
  if (id && key) {
    return "Cannot provide both OAuth2 (client_id/client_secret) and OAuth1 (consumer_key/consumer_secret) credentials";
  }
  return undefined;
}

function has(fields: JsonObject, key: string): boolean {
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

/** A time without a zone is in UTC. */
function utc(time: string): string {
  return /T.*(Z|[+-]\d\d:?\d\d)$/i.test(time) || !time.includes("T") ? time : `${time}Z`;
}

function nullOr(problemOf: (value: unknown) => string | undefined): (value: unknown) => string | undefined {
  return (value) => (value === null ? undefined : problemOf(value));
}
