import type * as pulumi from "@pulumi/pulumi";
import type { Consequence } from "../../definition/definition";
import type { Inputs } from "../../program/inputs";
import { definedKeys, isEqual, isFields, omit, own, type Fields } from "../../values/fields";
import { isUnknown } from "../../values/unknowns";

/** How a connection logs in to its source, by any method. Default: a login in the browser. */
export type Authentication<Credentials> = AuthenticationBy<Method, Credentials>;

/** How a connection logs in to its source, by one of some methods. */
export type AuthenticationBy<Methods extends Method, Credentials> = {
  direct: DirectAuthentication<Credentials>;
  oauth_token: TokenAuthentication;
  oauth_browser: BrowserAuthentication & NoOtherMethod;
  oauth_byoc: ClientAuthentication | ConsumerAuthentication;
  auth_provider: ProviderAuthentication;
}[Methods];

/** Otherwise half of another method beside a `redirectUri` would be a login in the browser. */
interface NoOtherMethod {
  refreshToken?: undefined;
  expiresAt?: undefined;
  clientId?: undefined;
  clientSecret?: undefined;
  consumerKey?: undefined;
  consumerSecret?: undefined;
  providerConfig?: undefined;
}

/** Keys or passwords of the source. Airweave validates them when it creates the connection. They can be updated in place. */
export interface DirectAuthentication<Credentials> {
  /** The credentials, by the vendor's own keys. */
  credentials: Inputs<Credentials>;
}

/** An OAuth token obtained elsewhere. Changing it replaces the connection. */
export interface TokenAuthentication {
  /** The access token, a secret. */
  accessToken: pulumi.Input<string>;
  /** Airweave accepts it, but does not store it. */
  refreshToken?: pulumi.Input<string>;
  /** When the access token expires, in ISO 8601. */
  expiresAt?: pulumi.Input<string>;
}

/** A login in the browser, at the URL in the output `authUrl`. */
export interface BrowserAuthentication {
  /** Where the source redirects the browser after the login. Used only at creation. */
  redirectUri?: pulumi.Input<string>;
}

/** A login in the browser with your own OAuth 2 client. Changing the client replaces the connection. */
export interface ClientAuthentication extends BrowserAuthentication {
  /** The id of the client at the source. */
  clientId: pulumi.Input<string>;
  /** The secret of the client. */
  clientSecret: pulumi.Input<string>;
}

/** A login in the browser with your own OAuth 1 client. Changing the client replaces the connection. */
export interface ConsumerAuthentication extends BrowserAuthentication {
  /** The key of the client at the source. */
  consumerKey: pulumi.Input<string>;
  /** The secret of the client. */
  consumerSecret: pulumi.Input<string>;
}

/** Credentials managed by an auth provider. Changing the provider or its settings replaces the connection. */
export interface ProviderAuthentication {
  /** The provider's readable ID in Airweave. */
  providerReadableId: pulumi.Input<string>;
  /** What the provider needs to find the credentials. */
  providerConfig?: pulumi.Input<Record<string, unknown>>;
}

/** The vendor's names of the methods. Source: docs/contracts/airweave.md, section 3.2. */
export type Method = "direct" | "oauth_token" | "oauth_browser" | "oauth_byoc" | "auth_provider";

/** The arguments that identify a method. `redirectUri` does not. */
const methodKeys: Readonly<Record<Exclude<Method, "oauth_browser">, readonly string[]>> = {
  direct: ["credentials"],
  oauth_token: ["accessToken", "refreshToken", "expiresAt"],
  oauth_byoc: ["clientId", "clientSecret", "consumerKey", "consumerSecret"],
  auth_provider: ["providerReadableId", "providerConfig"],
};

/** The vendor's names of the arguments. */
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

/** The keys that `authentication` may have. */
export const authenticationKeys: readonly string[] = Object.keys(wireNames);

/** The paths of the secrets among them. */
export const authenticationSecrets: readonly string[] = [
  "credentials.*",
  "accessToken",
  "refreshToken",
  "clientSecret",
  "consumerKey",
  "consumerSecret",
];

/** The methods that an authentication has keys of: one if it is valid, none if it is unknown or not an object. */
export function methodsOf(authentication: unknown): Method[] {
  if (authentication !== undefined && !isFields(authentication)) return [];
  const given = definedKeys(authentication ?? {});
  const methods = Object.entries(methodKeys)
    .filter(([, keys]) => keys.some((key) => given.includes(key)))
    .map(([method]) => method as Method);
  return methods.length === 0 ? ["oauth_browser"] : methods;
}

/** Credentials can be updated. Everything else is fixed when the connection is created. */
export function onAuthenticationChange(before: unknown, after: unknown): Consequence {
  if (isUnknown(after) || !isEqual(methodsOf(before), methodsOf(after))) return "replace";
  if (methodsOf(after).includes("direct")) return "update";
  return isEqual(fixedPart(before), fixedPart(after)) ? "nothing" : "replace";
}

function fixedPart(authentication: unknown): Fields {
  return isFields(authentication) ? omit(authentication, ["redirectUri"]) : {};
}

/** The authentication in the format of requests. */
export function authenticationBody(authentication: Fields): Fields {
  return Object.fromEntries(
    definedKeys(authentication).map((key) => [own(wireNames, key) ?? key, authentication[key]]),
  );
}
