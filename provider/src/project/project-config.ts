import type { StoredValue } from "./config-path";
import { isInt64 } from "./go-scalar";
import { isYamlMap, type YamlMap, type YamlValue } from "./go-yaml";
import { withTexts } from "./with-texts";

/** A key of `config` in `Pulumi.yaml`. */
export interface ProjectConfigKey {
  /** As written: without a namespace, it belongs to the project. */
  readonly name: string;
  /** The type that a stack's value must have. Default: any. */
  readonly type?: ConfigType;
  /** Whether a stack's value must be encrypted; checked for a key with a type only, as in the CLI. Default: false. */
  readonly secret: boolean;
  /** What stacks have that do not set the key, its `value` or `default`. Without, each stack of the project must set its own keys. */
  readonly value?: StoredValue;
}

/** The keys, sorted by name. */
export type ProjectConfig = readonly ProjectConfigKey[];

export interface ConfigType {
  readonly type: string;
  /** The type of the items of an array. */
  readonly items?: ConfigType;
}

const types = ["string", "integer", "boolean", "array", "object"];
const attributes = ["type", "items", "description", "secret", "default", "value"];

/**
 * Reads and checks the `config` of a project. Source: pulumi/pulumi, `Validate` in `sdk/go/common/workspace/project.go`, and
 * `project.json`.
 *
 * @throws Error with the messages of the CLI, or naming the attribute.
 */
export function readProjectConfig(config: YamlMap, project: string): ProjectConfig {
  // As in the CLI, where `secret` is a property of the schema itself.
  if (config.secret !== undefined && typeof config.secret !== "boolean") {
    throw new Error("config.secret: expected a boolean");
  }
  return Object.keys(config)
    .sort()
    .map((name) => readKey(name, longForm(name, config[name] ?? null, project), project));
}

/** Whether a key, as written in `Pulumi.yaml`, is in the namespace of the project. */
export function isOwn(name: string, project: string): boolean {
  return !name.includes(":") || name.startsWith(`${project}:`);
}

/** `key: value` is short for a default, or for the value of a key in another namespace. */
function longForm(name: string, given: YamlValue, project: string): YamlMap {
  const isShort =
    ["string", "boolean"].includes(typeof given) ||
    (typeof given === "bigint" && isInt64(given)) ||
    Array.isArray(given);
  if (isShort) return { [isOwn(name, project) ? "default" : "value"]: given };
  if (isYamlMap(given)) return given;
  throw new Error(
    `config.${name}: expected a string, an integer, a boolean, a list, or a map of ${attributes.join(", ")}`,
  );
}

function readKey(name: string, given: YamlMap, project: string): ProjectConfigKey {
  const [namespace, between, , ...more] = name.split(":");
  if (
    name === "" ||
    more.length > 0 ||
    (name.split(":").length === 3 && between !== "config") ||
    namespace === ""
  ) {
    throw new Error(
      `config: could not parse ${JSON.stringify(name)} as a configuration key (expected <name> or <namespace>:<name>)`,
    );
  }
  const unknown = Object.keys(given).find((attribute) => !attributes.includes(attribute));
  if (unknown !== undefined) {
    throw new Error(`config.${name}.${unknown}: unknown attribute; expected ${attributes.join(", ")}`);
  }
  const { description = "", secret = false } = given;
  if (typeof description !== "string") throw new Error(`config.${name}.description: expected a string`);
  if (typeof secret !== "boolean") throw new Error(`config.${name}.secret: expected a boolean`);
  const type = given.type === undefined ? undefined : readType(`config.${name}`, given);
  const byDefault = rewritten(given.default ?? null);
  const value = rewritten(given.value ?? null);
  if (byDefault !== null && value !== null) {
    throw new Error(`project config '${name}' cannot have both a 'default' and 'value' attribute`);
  }
  if (isOwn(name, project)) checkOwn(name, type, byDefault);
  else checkForeign(name, type, byDefault, value);
  const used = byDefault ?? value;
  return {
    name,
    secret,
    ...(type === undefined ? {} : { type }),
    ...(used === null ? {} : { value: storedValue(used) }),
  };
}

function checkOwn(name: string, type: ConfigType | undefined, byDefault: YamlValue): void {
  if (type === undefined) return;
  if (type.type === "array" && type.items === undefined) {
    throw new Error(
      `The configuration key '${name}' declares an array but does not specify the underlying type via the 'items' attribute`,
    );
  }
  if (byDefault === null || hasType(type, byDefault)) return;
  throw new Error(
    `The default value specified for configuration key '${name}' is not of the expected type '${typeName(type)}'`,
  );
}

function checkForeign(
  name: string,
  type: ConfigType | undefined,
  byDefault: YamlValue,
  value: YamlValue,
): void {
  if (type !== undefined) {
    throw new Error(
      `Configuration key '${name}' is not namespaced by the project and should not define a type`,
    );
  }
  if (byDefault !== null) {
    throw new Error(
      `Configuration key '${name}' is not namespaced by the project and should not define a default value. Did you mean to use the 'value' attribute instead of 'default'?`,
    );
  }
  if (value === null) {
    throw new Error(`Configuration key '${name}' is namespaced and must provide an attribute 'value'`);
  }
}

function readType(path: string, { type, items }: YamlMap): ConfigType {
  if (typeof type !== "string" || !types.includes(type)) {
    throw new Error(`${path}.type: expected one of ${types.join(", ")}`);
  }
  if (items === undefined) return { type };
  if (!isYamlMap(items)) throw new Error(`${path}.items: expected a map with a type`);
  const itemType = readType(`${path}.items`, items);
  if (itemType.type === "array" && itemType.items === undefined) {
    throw new Error(`${path}.items.items: missing, expected the type of the inner lists' items`);
  }
  return { type, items: itemType };
}

/** `array<string>`. */
export function typeName({ type, items }: ConfigType): string {
  return items === undefined ? type : `array<${typeName(items)}>`;
}

/** Whether a value has a type; an integer or a boolean may be a text. Source: pulumi/pulumi, `ValidateConfigValue`. */
export function hasType({ type, items }: ConfigType, value: unknown): boolean {
  switch (type) {
    case "string":
      return typeof value === "string";
    case "integer":
      if (typeof value === "string")
        return /^[-+]?\d+$/.test(value) && isInt64(BigInt(value.replace("+", "")));
      return typeof value === "bigint" ? isInt64(value) : Number.isInteger(value);
    case "boolean":
      return typeof value === "boolean" || value === "true" || value === "false";
    case "object":
      return isYamlMap(value as YamlValue);
    default:
      return Array.isArray(value) && items !== undefined && value.every((item) => hasType(items, item));
  }
}

/** The CLI writes the file again before it takes the values, so that a whole float becomes an integer. */
function rewritten(value: YamlValue): YamlValue {
  if (Array.isArray(value)) return value.map(rewritten);
  if (isYamlMap(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rewritten(item)]));
  }
  // From a million on it writes an exponent.
  return Number.isInteger(value) && Math.abs(value as number) < 1e6 ? BigInt(value as number) : value;
}

/** The value as a stack has it: a scalar is a text, as after `config set`. */
function storedValue(value: YamlValue): StoredValue {
  return typeof value === "boolean" || typeof value === "bigint"
    ? String(value)
    : withTexts(value, (time) => time.toJSON());
}
