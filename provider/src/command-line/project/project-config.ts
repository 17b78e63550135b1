import { fieldsAt, isFields, type Fields } from "../../values/fields";
import { isUnknown } from "../../values/unknowns";
import { fullKey } from "./config-key";
import type { Project } from "./project";

/** A value of a stack config. */
export interface ConfigValue {
  /** As in the file, with secrets in the clear. */
  readonly content: unknown;
  readonly isSecret: boolean;
}

/**
 * Adds the values and defaults of the project's config to that of a stack, and checks it against what the project declares.
 * Source: pulumi/pulumi, `pkg/workspace/config.go`.
 *
 * @returns one line for each problem, without a value.
 */
export function projectConfig(project: Project, stack: string, config: Map<string, ConfigValue>): string[] {
  return Object.entries(project.config).flatMap(([written, declared]) => {
    const key = fullKey(project.name, written);
    if (key === undefined) return [`Pulumi.yaml: config.${written}: not a key`];
    const isOfProject = key.startsWith(`${project.name}:`);
    const definition = asDefinition(declared, isOfProject);
    const given = config.get(key);
    if (given === undefined) {
      const content = definition.value ?? definition.default;
      if (content !== undefined) config.set(key, { content, isSecret: definition.secret === true });
      else if (isOfProject) {
        const flag = definition.secret === true ? " --secret" : "";
        return [
          `config ${key}: missing in stack ${stack}; set it with \`pulumi config set${flag} ${written} <value>\``,
        ];
      }
      return [];
    }
    if (typeof definition.type !== "string") return [];
    if (definition.secret === true && !given.isSecret) {
      return [
        `config ${key}: must be a secret; set it again with \`pulumi config set --secret ${written} <value>\``,
      ];
    }
    return isOfType(definition.type, fieldsAt(definition, "items"), given.content)
      ? []
      : [`config ${key}: expected ${typeName(definition.type, fieldsAt(definition, "items"))}`];
  });
}

/** A key that is followed by a value stands for a default or, outside the project's namespace, for a value. */
function asDefinition(declared: unknown, isOfProject: boolean): Fields {
  if (isFields(declared)) return declared;
  return isOfProject ? { default: declared } : { value: declared };
}

/** Source: `ValidateConfigValue` in pulumi/pulumi, `sdk/go/common/workspace/project.go`. */
function isOfType(type: string, items: Fields, content: unknown): boolean {
  if (isUnknown(content)) return true;
  switch (type) {
    case "string":
      return typeof content !== "object";
    case "integer":
      return /^[+-]?\d+$/.test(String(content));
    case "boolean":
      return ["true", "false"].includes(String(content));
    case "object":
      return isFields(content);
    default:
      return (
        Array.isArray(content) &&
        content.every((item) => isOfType(String(items.type), fieldsAt(items, "items"), item))
      );
  }
}

function typeName(type: string, items: Fields): string {
  return type === "array"
    ? `an array of ${typeName(String(items.type), fieldsAt(items, "items"))}`
    : `a value of the type ${type}`;
}
