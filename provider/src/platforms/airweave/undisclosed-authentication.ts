import { alternativeProblems, type KeyRules } from "../../catalog/alternatives";
import { catalogEntry, type CatalogEntry } from "../../catalog/entry";
import type { Undisclosed } from "../../definition/definition";
import { fieldsAt, type Fields } from "../../values/fields";
import type { Method } from "./authentication";
import { sourceCatalog, sourceFacts, type SourceFacts } from "./source-facts";

/**
 * What a program declares of the login of a connection that exists, so that adopting it is not refused and loses no login. Of all logins,
 * only credentials are sent. Source: docs/contracts/airweave.md, sections 3.2 and 3.5.
 */
export function undisclosedAuthentication(object: Fields, isOtherType: boolean): Undisclosed {
  const facts = isOtherType ? undefined : sourceFacts(object.shortName);
  switch (methodOf(object, facts)) {
    case "direct":
      return credentials(facts?.credentials);
    case "oauth_token":
      return {
        secrets: ["authentication.accessToken"],
        notes: [
          "authentication.accessToken is not sent when the object is adopted; another value later replaces the connection",
        ],
      };
    case "oauth_byoc":
      return ownClient(object.shortName);
    case "auth_provider":
      return typeof object.authProvider === "string"
        ? { fields: { authentication: { providerReadableId: object.authProvider } } }
        : { secrets: ["authentication.providerReadableId"] };
    default:
      // A login in the browser is declared by declaring none.
      return {};
  }
}

/** The method that the program has to declare; undefined if nothing says which. */
function methodOf({ authMethod, authenticated }: Fields, facts: SourceFacts | undefined): Method | undefined {
  // A connection with a client of the user's own looks like any other until its login.
  if (authMethod === "oauth_browser" && authenticated === false && facts?.requiresOwnClient === true) {
    return "oauth_byoc";
  }
  const [only, ...others] = facts?.methods ?? [];
  const method = authMethod ?? (others.length === 0 ? only : undefined);
  return method as Method | undefined;
}

function credentials(entry: CatalogEntry | undefined): Undisclosed {
  if (entry === undefined) return { secrets: ["authentication.credentials"] };
  const { required = [], anyOf = [], oneOf = [] } = entry as unknown as KeyRules;
  const given = Object.fromEntries(required.map((key) => [key, "x"]));
  const isOpen = alternativeProblems(entry, given, "").length > 0;
  const [first] = isOpen ? [...oneOf, ...anyOf] : [];
  const keys = [...new Set([...required, ...(first?.required ?? [])])];
  const others = Object.keys(entry.properties).filter((key) => !keys.includes(key));
  return {
    secrets: keys.map((key) => `authentication.credentials.${key}`),
    notes:
      others.length === 0
        ? []
        : [
            `authentication.credentials may have ${others.join(", ")} too, which Airweave does not show: declare what the connection has, for the first update replaces all credentials`,
          ],
  };
}

function ownClient(shortName: unknown): Undisclosed {
  const isOlder = fieldsAt(catalogEntry(sourceCatalog, shortName) ?? {}, "x-source").oauth_type === "oauth1";
  const keys = isOlder ? ["consumerKey", "consumerSecret"] : ["clientId", "clientSecret"];
  return {
    secrets: keys.map((key) => `authentication.${key}`),
    notes: [
      `authentication.${keys.join(" and authentication.")} are not sent when the object is adopted; other values later replace the connection`,
    ],
  };
}
