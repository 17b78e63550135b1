import { own } from "../values/fields";
import { catalogProperty, type CatalogEntry, type CatalogProperty } from "./entry";

/** Returns the schema of a value in a configuration, by its keys and indexes; undefined if the catalog does not know it. */
export function catalogPropertyAt(
  entry: CatalogEntry | undefined,
  [key, ...below]: readonly (string | number)[],
): CatalogProperty | undefined {
  return below.reduce<CatalogProperty | undefined>(
    (property, step) =>
      typeof step === "number"
        ? (property?.items as CatalogProperty | undefined)
        : property?.properties && own(property.properties, step),
    catalogProperty(entry, String(key)),
  );
}

/** The format of a setting, whether the platform enforces it or only its documentation claims it. */
export function formatOf(property: CatalogProperty | undefined): string | undefined {
  return property?.format ?? property?.["x-format"];
}
