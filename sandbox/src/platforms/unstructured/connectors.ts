import { isJsonObject } from "../../json-object";
import { connectorType, isSecret, propertyOf, type Role } from "./catalog";
import { unquote } from "./unquote";

/** A source or destination, as stored. Secrets are in plaintext, because the platform has to use them. */
export interface Connector {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly created_at: string;
  readonly updated_at: string | null;
}

/** What stands in place of a secret. */
export const mask = "**********";

/**
 * Converts the values of a configuration to their types, and adds the defaults, and null for other absent keys. A key that is given in another spelling is not absent.
 * Source: docs/contracts/unstructured.md, section 5.
 */
export function withDefaults(
  role: Role,
  type: string,
  config: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const known = connectorType(role, type);
  const canonical = (key: string): string => propertyOf(known, key)?.["x-spellingOf"] ?? key;
  const given = new Set(Object.keys(config).map(canonical));
  const added = Object.entries(known?.properties ?? {})
    .filter(([key, property]) => property["x-spellingOf"] === undefined && !given.has(key))
    .map(([key, property]) => [key, property.default ?? null]);
  return {
    ...unquote(known?.properties ?? {}, config),
    ...(Object.fromEntries(added) as Record<string, unknown>),
  };
}

/** Masks the secrets of a connector, as GET and list do; create and PUT return them. Source: docs/contracts/unstructured.md, section 5. */
export function masked(role: Role, connector: Connector): Connector {
  return { ...connector, config: mapSecrets(role, connector.type, connector.config, () => mask) };
}

/**
 * Redacts a request's body for the log. Every value that is not known to be public may be a secret.
 */
export function scrubbedBody(role: Role, type: unknown, body: unknown): unknown {
  if (body === undefined || body === null) return null;
  if (!isJsonObject(body)) return "[secret]";
  const { name, config } = body;
  return {
    ...("name" in body ? { name: typeof name === "string" ? name : "[secret]" } : {}),
    ...("type" in body ? { type: typeof body.type === "string" ? body.type : "[secret]" } : {}),
    ...("config" in body
      ? { config: isJsonObject(config) ? scrubbedConfig(role, type, config) : "[secret]" }
      : {}),
  };
}

function scrubbedConfig(role: Role, type: unknown, config: Readonly<Record<string, unknown>>): unknown {
  const known = typeof type === "string" ? connectorType(role, type) : undefined;
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      const isPublic = propertyOf(known, key) !== undefined && !isSecret(known, key);
      return [key, isPublic && typeof value !== "object" ? value : "[secret]"];
    }),
  );
}

function mapSecrets(
  role: Role,
  type: string,
  config: Readonly<Record<string, unknown>>,
  replace: (value: unknown) => unknown,
): Record<string, unknown> {
  const known = connectorType(role, type);
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      value !== null && isSecret(known, key) ? replace(value) : value,
    ]),
  );
}
