import { catalogPropertyAt } from "../../../catalog/property";
import type { CatalogProperty } from "../../../catalog/entry";
import { configEntry } from "../../../definition/config-entry";
import type { ResourceDefinition } from "../../../definition/definition";
import type { Fields } from "../../../values/fields";
import type { Path } from "../../../values/tree";
import { literal } from "./literal";

/** How the stack config holds a secret. */
export interface SecretType {
  /** The zod schema, as code. */
  readonly schema: string;
  /** Whether its value is more than one string, number or boolean, and so JSON. */
  readonly isJson: boolean;
}

/** The type of a secret argument, by the catalog; a string if nothing describes it. @param fields Those of the object. */
export function secretType(
  definition: ResourceDefinition,
  fields: Fields,
  path: Path,
  isOtherType: boolean,
): SecretType {
  const property = propertyAt(definition, fields, path, isOtherType);
  return { schema: schemaOf(property), isJson: isJson(property) };
}

function propertyAt(
  definition: ResourceDefinition,
  fields: Fields,
  path: Path,
  isOtherType: boolean,
): CatalogProperty | undefined {
  const { config, vendorObjects = [] } = definition;
  const object = vendorObjects.find(({ path: start }) => start.every((step, index) => step === path[index]));
  const below = path.slice(object?.path.length ?? 1);
  // Without a schema of its own it is filled in as a whole.
  if (object !== undefined && below.length === 0) return { type: "object" };
  if (isOtherType) return undefined;
  if (object !== undefined) return catalogPropertyAt(object.entry(fields), below);
  return path[0] === config?.field && below.length > 0
    ? catalogPropertyAt(configEntry(definition, fields), below)
    : undefined;
}

function isJson(property: CatalogProperty | undefined): boolean {
  const types = typesOf(property);
  return types.length > 0 && types.every((type) => type === "object" || type === "array");
}

function typesOf(property: CatalogProperty | undefined): unknown[] {
  return [property?.type].flat().filter((type) => type !== undefined && type !== "null");
}

function schemaOf(property: CatalogProperty | undefined): string {
  const { enum: values, items, additionalProperties, properties } = property ?? {};
  if (Array.isArray(values) && values.every((value) => typeof value === "string")) {
    return `z.enum(${literal(values)})`;
  }
  const [type = "string", ...others] = typesOf(property);
  // Where it may be a string, that is what people have.
  switch (others.includes("string") ? "string" : type) {
    case "integer":
    case "number":
      return "z.number()";
    case "boolean":
      return "z.boolean()";
    case "array":
      return `z.array(${schemaOf(items as CatalogProperty | undefined)})`;
    case "object":
      return properties === undefined
        ? `z.record(z.string(), ${typeof additionalProperties === "object" ? schemaOf(additionalProperties as CatalogProperty) : "z.unknown()"})`
        : `z.object(${objectSchema(properties)})`;
    default:
      return "z.string()";
  }
}

function objectSchema(properties: Readonly<Record<string, CatalogProperty>>): string {
  const lines = Object.entries(properties).map(
    ([key, each]) => `${literal(key)}: ${schemaOf(each)}.optional(),`,
  );
  return `{${lines.join("\n")}}`;
}
