import { Ajv, type ErrorObject } from "ajv";
import { UserError } from "../../user-error";
import type { EnforcementLevel } from "../events/policy-events";
import { parseJson } from "pulumi-connectors/internal/project/json-text";

/** The configuration of a policy. */
export interface PolicyConfig {
  readonly enforcementLevel?: EnforcementLevel;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** By policy name. `all` sets the enforcement level of all policies. */
export type PolicyPackConfig = Readonly<Record<string, PolicyConfig>>;

/** A pack's description of one of its policies. */
export interface PolicyInfo {
  readonly name: string;
  readonly enforcementLevel: EnforcementLevel;
  readonly schema:
    | {
        readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
        readonly required: readonly string[];
      }
    | undefined;
}

const levels: readonly string[] = ["advisory", "mandatory", "remediate", "disabled"];

/**
 * Parses the JSON of `--policy-pack-config`: an enforcement level or an object for each policy.
 * Source: pulumi/pulumi, `parsePolicyPackConfig` in `pkg/resource/analyzer/config.go`.
 *
 * @throws UserError
 */
export function parsePolicyPackConfig(
  text: string,
  source = "the config of a policy pack",
): PolicyPackConfig {
  if (text.trim() === "") return {};
  const config = parseJsonOf(source, text);
  if (!isObject(config)) throw new UserError(`${source} must be a JSON object`);
  if ("environments" in config) {
    throw new UserError(`${source} names ESC environments, which need Pulumi Cloud`);
  }
  const entries = Object.entries(config).map(([name, value]): [string, PolicyConfig] => {
    if (typeof value === "string") return [name, { enforcementLevel: parseLevel(name, value) }];
    if (!isObject(value)) {
      throw new UserError(
        `parsing "${name}": ${shown(value)} is not a valid value; must be a string or object`,
      );
    }
    const { enforcementLevel: level, ...properties } = value;
    return [
      name,
      {
        ...(level === undefined ? {} : { enforcementLevel: parseLevel(name, level) }),
        ...(Object.keys(properties).length === 0 ? {} : { properties }),
      },
    ];
  });
  return Object.fromEntries(entries.filter(([, value]) => Object.keys(value).length > 0));
}

/**
 * Merges the configuration of a pack's policies, and validates it against their schemas.
 * Source: pulumi/pulumi, `ReconcilePolicyPackConfig`.
 *
 * @param layers A later one overrides the earlier ones.
 * @returns the configuration of every policy, of whatever else the layers name, `all` included, and the validation errors.
 */
export function reconcilePolicyConfig(
  policies: readonly PolicyInfo[],
  ...layers: readonly PolicyPackConfig[]
): { readonly config: PolicyPackConfig; readonly errors: readonly string[] } {
  const config: Record<string, PolicyConfig> = Object.fromEntries(
    policies.map(({ name, enforcementLevel, schema }) => {
      const defaults = Object.entries(schema?.properties ?? {}).filter(([, value]) => "default" in value);
      const properties = Object.fromEntries(defaults.map(([key, value]) => [key, value.default]));
      return [name, { enforcementLevel, properties }];
    }),
  );
  for (const layer of layers) {
    const level = layer.all?.enforcementLevel;
    if (level !== undefined) {
      for (const [name, before] of Object.entries(config))
        config[name] = { ...before, enforcementLevel: level };
    }
    for (const [name, given] of Object.entries(layer)) {
      const before = config[name];
      config[name] = { ...before, ...given, properties: { ...before?.properties, ...given.properties } };
    }
  }
  const ajv = new Ajv({ allErrors: true, strict: false, verbose: true });
  const errors = policies.flatMap((policy) => validate(ajv, policy, config[policy.name]?.properties ?? {}));
  return { config, errors: errors.sort() };
}

/**
 * Refuses what has no enforcement level: settings of policies that the pack does not have, or of `all`. The CLI says only
 * `invalid enforcement level ""`; this adds whose.
 *
 * @param policies The names of the pack's policies.
 * @throws UserError
 */
export function refuseWithoutLevel(config: PolicyPackConfig, policies: readonly string[]): void {
  const names = Object.keys(config).filter((name) => config[name]?.enforcementLevel === undefined);
  if (names.length === 0) return;
  const others = names.filter((name) => name !== "all").map((name) => `"${name}"`);
  const why = [
    ...(names.includes("all") ? ['"all" has only a level'] : []),
    ...(others.length > 0
      ? [`the pack has no policy ${others.join(" or ")}, but ${policies.join(", ")}`]
      : []),
  ];
  throw new UserError(`invalid enforcement level "": ${why.join("; ")}`);
}

function validate(ajv: Ajv, { name, schema }: PolicyInfo, properties: PolicyConfig["properties"]): string[] {
  if (schema === undefined) return [];
  const validator = ajv.compile({ type: "object", ...schema });
  validator(properties);
  return (validator.errors ?? []).map((error) => `${name}: ${errorText(error)}`);
}

/** The messages of the CLI's JSON Schema library, for common keywords. Source: xeipuuv/gojsonschema, `locales.go`. */
function errorText({ keyword, instancePath, params, message, data }: ErrorObject): string {
  const field = instancePath.slice(1).replaceAll("/", ".");
  const given = params as Record<string, unknown>;
  if (keyword === "required") {
    return [field, `${String(given.missingProperty)} is required`].filter(Boolean).join(": ");
  }
  if (keyword === "type") {
    return `${field}: Invalid type. Expected: ${String(given.type)}, given: ${typeName(data)}`;
  }
  if (keyword === "enum") {
    const allowed = (given.allowedValues as readonly unknown[]).map((value) => JSON.stringify(value));
    return `${field}: ${field} must be one of the following: ${allowed.join(", ")}`;
  }
  return `${field}: ${message ?? keyword}`;
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}

function parseLevel(name: string, value: unknown): EnforcementLevel {
  if (typeof value === "string" && levels.includes(value)) return value as EnforcementLevel;
  const wrong =
    typeof value === "string"
      ? `"${value}" is not a valid enforcement level`
      : `${shown(value)} is not a valid enforcement level; must be a string`;
  throw new UserError(`parsing enforcement level for "${name}": ${wrong}`);
}

function parseJsonOf(source: string, text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    throw new UserError(`${source}: ${(error as Error).message}`);
  }
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return isObject(value) ? "an object" : String(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
