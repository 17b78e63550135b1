import type { CatalogProperty } from "../../../catalog/entry";
import { isFields, own, type Fields } from "../../../values/fields";

/** The paths of secrets that a configuration must have and lacks. A platform may leave them out of what it shows. */
export function missingSecrets({ properties = {}, required }: CatalogProperty, config: Fields): string[][] {
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  return Object.entries(properties).flatMap(([key, property]) => {
    const value = own(config, key);
    if (value === undefined) return property.writeOnly && needed.includes(key) ? [[key]] : [];
    return isFields(value) ? missingSecrets(property, value).map((path) => [key, ...path]) : [];
  });
}
