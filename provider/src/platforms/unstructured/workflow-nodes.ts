import { isEqual, isFields, own, withoutNulls, type Fields } from "../../values/fields";
import { formatSecretPath } from "../../values/secret-paths";
import { descend, visitTree } from "../../values/tree";

/** The nodes of a workflow as a program declares them, as requests have them, and as responses show them. All have the same keys. */

/** What names a setting whose value is a secret: `provider_api_key`, `accessToken`, `password`. Not `max_tokens`. */
const secretNames = [
  /(?:^|[_-])(?:apikey|key|key_id|secret|token|password|passwd|pwd|passphrase|credentials?)$/i,
  /[a-z\d](?:Key|KeyId|Secret|Token|Password|Passphrase|Credentials?)$/,
];

/**
 * The paths to settings whose names say that they are secret, at any depth. The platform has such settings for the keys of other providers
 * (`provider_api_key`), and may add more at any time.
 */
export function secretsInNodes(nodes: unknown): string[] {
  const found: string[] = [];
  visitTree(nodes, (value, path) => {
    const [, second] = path;
    const isSetting = path.length > 2 && second === "settings";
    if (!isSetting || !secretNames.some((name) => name.test(String(path.at(-1))))) return descend;
    if (!isUnset(value)) found.push(formatSecretPath(path));
    return undefined;
  });
  return found;
}

/** The nodes in a response, without the ids, which the server sets, and settings without a value; undefined if it shows none. */
export function nodesFrom(value: unknown): Fields[] | undefined {
  if (!Array.isArray(value) || !value.every(isFields)) return undefined;
  return value.map(({ name, type, subtype, settings }) => ({
    name,
    type,
    subtype,
    ...(isFields(settings) ? { settings: withoutNulls(settings) } : {}),
  }));
}

/**
 * The platform's nodes in terms of the program's: without the settings that the program does not give, for the server fills in its own.
 * Another node in the place of a declared one is shown as it is.
 */
export function nodesInTermsOf(given: unknown, shown: unknown): unknown {
  if (!Array.isArray(given) || !Array.isArray(shown)) return shown;
  return shown.map((node: unknown, index) => {
    const declared: unknown = given[index];
    const isSameNode =
      isFields(declared) &&
      isFields(node) &&
      declared.type === node.type &&
      declared.subtype === node.subtype;
    return isSameNode ? valueInTermsOf(declared, node) : node;
  });
}

function valueInTermsOf(given: unknown, shown: unknown): unknown {
  // Asterisks stand for what was sent.
  if (!isUnset(given) && typeof shown === "string" && /^\*{3,}$/.test(shown)) return given;
  if (isFields(given)) {
    // No settings, and settings of which none are given, are the same.
    if (!isFields(shown)) return Object.values(given).every(isUnset) && isUnset(shown) ? given : shown;
    return Object.fromEntries(
      Object.entries(given)
        .map(([key, value]): [string, unknown] => [key, valueInTermsOf(value, own(shown, key))])
        .filter(([, value]) => value !== undefined),
    );
  }
  if (Array.isArray(given) && Array.isArray(shown)) {
    return shown.map((item, index) =>
      index in given ? valueInTermsOf(given[index], item) : (item as unknown),
    );
  }
  return isSameValue(given, shown) ? given : shown;
}

/** Numbers and booleans may come back as strings, what is not set as null. */
function isSameValue(given: unknown, shown: unknown): boolean {
  if (isUnset(given) && isUnset(shown)) return true;
  return isEqual(given, shown) || (isScalar(given) && isScalar(shown) && String(given) === String(shown));
}

function isUnset(value: unknown): boolean {
  return value === undefined || value === null;
}

function isScalar(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}
