import { catalogEntry, type CatalogEntry } from "../catalog/entry";
import type { Fields } from "../values/fields";
import type { ResourceDefinition } from "./definition";

/** What the catalog says about the configuration of an object; undefined if it does not describe the type, or there is none. */
export function configEntry({ config }: ResourceDefinition, fields: Fields): CatalogEntry | undefined {
  const folder = config?.catalog(fields);
  return config === undefined || folder === undefined
    ? undefined
    : catalogEntry(folder, fields[config.typeField]);
}
