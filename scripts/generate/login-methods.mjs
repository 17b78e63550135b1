import { code, enumeration } from "./markdown.mjs";

/** Paragraphs about the authentication methods and peculiarities of a source. */
export function loginMethods(source) {
  const methods = source.accepted_auth_methods
    .filter((method) => method !== "oauth_browser" || !source.requires_byoc)
    .map((method) => describeMethod(method, source));
  const remarks = remarksOn(source);
  return [
    methods.length === 1
      ? `${code("authentication")} is ${methods[0]}.`
      : `${code("authentication")} is one of:\n\n${methods.map((method) => `- ${method}`).join("\n")}`,
    ...(remarks.length === 0 ? [] : [remarks.join(" ")]),
  ];
}

function remarksOn(source) {
  const remarks = [];
  if (source.requires_byoc) remarks.push("Airweave has no OAuth client for this source.");
  if (source.federated_search) {
    remarks.push(
      "It is searched directly and never synced, so it supports neither a cron `schedule` nor `syncImmediately`.",
    );
  } else if (!source.supports_continuous) {
    remarks.push("It syncs at most once an hour.");
  }
  if (source.feature_flag !== null) {
    remarks.push(`Airweave lists it only for organizations with the feature ${code(source.feature_flag)}.`);
  }
  return remarks;
}

function describeMethod(method, source) {
  switch (method) {
    case "direct":
      return code("{ credentials }");
    case "oauth_token":
      return code("{ accessToken, refreshToken?, expiresAt? }");
    case "oauth_browser":
      return "omitted, for a login in the browser";
    case "oauth_byoc": {
      const client =
        source.oauth_type === "oauth1" ? "{ consumerKey, consumerSecret }" : "{ clientId, clientSecret }";
      return `${code(client)}, for a login in the browser with your own OAuth client`;
    }
    case "auth_provider": {
      const providers = source.supported_auth_providers.map(providerTitle);
      return `${code("{ providerReadableId, providerConfig? }")}, for ${enumeration(providers, "or")}`;
    }
    default:
      throw new Error(`Unknown login method ${method}`);
  }
}

function providerTitle(provider) {
  const titles = { composio: "Composio", pipedream: "Pipedream", custom: "a custom provider" };
  if (titles[provider] === undefined) throw new Error(`Unknown auth provider ${provider}`);
  return titles[provider];
}
