import type { Conflict } from "../../definition/definition";
import { definedKeys, fieldsAt, isFields, type Fields } from "../../values/fields";
import { methodsOf, type Method } from "./authentication";

const titles: Readonly<Record<Method, string>> = {
  direct: "credentials",
  oauth_token: "an access token",
  oauth_browser: "a browser login",
  oauth_byoc: "your own OAuth client",
  auth_provider: "an auth provider",
};

/** Whether the connection must be authenticated in the browser after its creation. */
export function isBrowserLogin(authentication: unknown): boolean {
  return methodsOf(authentication).some((method) => method === "oauth_browser" || method === "oauth_byoc");
}

/**
 * Finds a declared login method that the connection does not have: none can change. With a client of the program's own, the platform says
 * `oauth_browser` until the login.
 *
 * @param object The connection, or what the state has of it.
 */
export function loginConflict({ authentication }: Fields, object: Fields): Conflict | undefined {
  const { authMethod, authProvider, status } = object;
  const [declared] = methodsOf(authentication);
  if (declared === undefined || typeof authMethod !== "string" || !Object.hasOwn(titles, authMethod)) {
    return undefined;
  }
  const isWaitingForClient =
    declared === "oauth_byoc" && authMethod === "oauth_browser" && status === "pending_auth";
  if (declared !== authMethod && !isWaitingForClient) {
    return {
      argument: "authentication",
      text: `is ${titleOf(authMethod as Method)} (${authMethod}) on the platform, and the program declares ${titleOf(declared)}`,
    };
  }
  const { providerReadableId } = isFields(authentication) ? authentication : {};
  return declared === "auth_provider" && authProvider !== undefined && authProvider !== providerReadableId
    ? {
        argument: "authentication",
        text: `is that of the auth provider ${JSON.stringify(authProvider)} on the platform, and the program declares ${JSON.stringify(providerReadableId)}`,
      }
    : undefined;
}

/** Problems with the keys of an authentication that do not depend on the source. Each starts with the path. */
export function authenticationProblems(authentication: unknown): string[] {
  if (!isFields(authentication)) return [];
  const methods = methodsOf(authentication);
  if (methods.length > 1) {
    return [`authentication: expected one authentication method, got ${methods.map(titleOf).join(" and ")}`];
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
  const started = pairs.filter((pair) => pair.some(has));
  if (started.length > 1) {
    return [
      "authentication: expected clientId and clientSecret, or consumerKey and consumerSecret, not both",
    ];
  }
  return started.flatMap((pair) =>
    pair.filter((key) => !has(key)).map((key) => `authentication.${key}: missing, expected a string`),
  );
}

/** The name of a method in messages. */
export function titleOf(method: Method): string {
  return titles[method];
}
