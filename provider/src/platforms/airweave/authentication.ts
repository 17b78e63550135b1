import type * as pulumi from "@pulumi/pulumi";
import type { Consequence } from "../../definition/definition";
import type { Inputs } from "../../program/inputs";
import { definedKeys, fieldsAt, isEqual, isFields, omit, own, type Fields } from "../../values/fields";
import { isUnknown } from "../../values/unknowns";

/** How a connection logs in at its source: one of these. Without any it is a login in the browser. */
export type Authentication<Credentials> =
  | DirectAuthentication<Credentials>
  | TokenAuthentication
  | BrowserAuthentication
  | ClientAuthentication
  | ConsumerAuthentication
  | ProviderAuthentication;

/** Keys or passwords of the source, checked by Airweave when the connection is made. New ones are sent by an update. */
export interface DirectAuthentication<Credentials> {
  /** The source's own keys. */
  credentials: Inputs<Credentials>;
}

/** An OAuth token that was obtained elsewhere. Another one replaces the connection. */
export interface TokenAuthentication {
  accessToken: pulumi.Input<string>;
  /** Airweave takes it and does not store it. */
  refreshToken?: pulumi.Input<string>;
  /** When the access token ends, ISO 8601. */
  expiresAt?: pulumi.Input<string>;
}

/** A login in the browser, at the address that the output `authUrl` has. */
export interface BrowserAuthentication {
  /** Where the source sends the browser after the login. Counts at creation only. */
  redirectUri?: pulumi.Input<string>;
}

/** A login in the browser with an OAuth 2 client of your own. Another client replaces the connection. */
export interface ClientAuthentication extends BrowserAuthentication {
  clientId: pulumi.Input<string>;
  clientSecret: pulumi.Input<string>;
}

/** A login in the browser with an OAuth 1 client of your own. Another client replaces the connection. */
export interface ConsumerAuthentication extends BrowserAuthentication {
  consumerKey: pulumi.Input<string>;
  consumerSecret: pulumi.Input<string>;
}

/** Credentials that an auth provider keeps. Another provider, or other settings of it, replace the connection. */
export interface ProviderAuthentication {
  /** The provider's readable id in Airweave. */
  providerReadableId: pulumi.Input<string>;
  /** What the provider needs to find the credentials. */
  providerConfig?: pulumi.Input<Record<string, unknown>>;
}

/** The methods by the vendor's names. Source: Airweave contract, section 3.2. */
export type Method = "direct" | "oauth_token" | "oauth_browser" | "oauth_byoc" | "auth_provider";

/** The arguments that tell a method; `redirectUri` tells none. */
const methodKeys: Readonly<Record<Exclude<Method, "oauth_browser">, readonly string[]>> = {
  direct: ["credentials"],
  oauth_token: ["accessToken", "refreshToken", "expiresAt"],
  oauth_byoc: ["clientId", "clientSecret", "consumerKey", "consumerSecret"],
  auth_provider: ["providerReadableId", "providerConfig"],
};

const titles: Readonly<Record<Method, string>> = {
  direct: "credentials",
  oauth_token: "an accessToken",
  oauth_browser: "a login in the browser",
  oauth_byoc: "an OAuth client of your own",
  auth_provider: "an auth provider",
};

/** The vendor's names of our arguments. */
const wireNames: Readonly<Record<string, string>> = {
  credentials: "credentials",
  accessToken: "access_token",
  refreshToken: "refresh_token",
  expiresAt: "expires_at",
  clientId: "client_id",
  clientSecret: "client_secret",
  consumerKey: "consumer_key",
  consumerSecret: "consumer_secret",
  providerReadableId: "provider_readable_id",
  providerConfig: "provider_config",
  redirectUri: "redirect_uri",
};

/** The names that an argument `authentication` may have. */
export const authenticationKeys: readonly string[] = Object.keys(wireNames);

/** Those of them that are secrets. */
export const authenticationSecrets: readonly string[] = [
  "credentials.*",
  "accessToken",
  "refreshToken",
  "clientSecret",
  "consumerKey",
  "consumerSecret",
];

/** The methods that an authentication names keys of: one, if all is well; none where it is unknown or of no right form. */
export function methodsOf(authentication: unknown): Method[] {
  if (authentication !== undefined && !isFields(authentication)) return [];
  const given = definedKeys(authentication ?? {});
  const methods = Object.entries(methodKeys)
    .filter(([, keys]) => keys.some((key) => given.includes(key)))
    .map(([method]) => method as Method);
  return methods.length === 0 ? ["oauth_browser"] : methods;
}

/** Whether it waits for a login in the browser after it is made. */
export function isBrowserLogin(authentication: unknown): boolean {
  return methodsOf(authentication).some((method) => method === "oauth_browser" || method === "oauth_byoc");
}

/** New credentials can be sent; anything else of a login is settled when the connection is made. */
export function onAuthenticationChange(before: unknown, after: unknown): Consequence {
  if (isUnknown(after) || !isEqual(methodsOf(before), methodsOf(after))) return "replace";
  if (methodsOf(after).includes("direct")) return "update";
  return isEqual(settled(before), settled(after)) ? "nothing" : "replace";
}

function settled(authentication: unknown): Fields {
  return isFields(authentication) ? omit(authentication, ["redirectUri"]) : {};
}

/** The authentication as requests have it. */
export function authenticationBody(authentication: Fields): Fields {
  return Object.fromEntries(
    definedKeys(authentication).map((key) => [own(wireNames, key) ?? key, authentication[key]]),
  );
}

/** What is wrong with the keys of an authentication, whatever the source. Each line begins with the path. */
export function authenticationProblems(authentication: unknown): string[] {
  if (!isFields(authentication)) return [];
  const methods = methodsOf(authentication);
  if (methods.length > 1) {
    return [`authentication: expected one way to log in, got ${methods.map(titleOf).join(" and ")}`];
  }
  const has = (key: string): boolean => authentication[key] !== undefined;
  switch (methods[0]) {
    case "direct":
      return isFields(authentication.credentials) &&
        definedKeys(fieldsAt(authentication, "credentials")).length === 0
        ? ["authentication.credentials: must not be empty"]
        : [];
    case "oauth_token":
      return has("accessToken") ? [] : ["authentication.accessToken: missing, expected a string"];
    case "auth_provider":
      return has("providerReadableId")
        ? []
        : ["authentication.providerReadableId: missing, expected a string"];
    case "oauth_byoc":
      return clientProblems(has);
    default:
      return [];
  }
}

function clientProblems(has: (key: string) => boolean): string[] {
  const pairs = [
    ["clientId", "clientSecret"],
    ["consumerKey", "consumerSecret"],
  ] as const;
  const begun = pairs.filter((pair) => pair.some(has));
  if (begun.length > 1) {
    return [
      "authentication: expected clientId and clientSecret, or consumerKey and consumerSecret, not both",
    ];
  }
  return begun.flatMap((pair) =>
    pair.filter((key) => !has(key)).map((key) => `authentication.${key}: missing, expected a string`),
  );
}

/** A method in the words of a message. */
export function titleOf(method: Method): string {
  return titles[method];
}
