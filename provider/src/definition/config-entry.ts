import { catalogEntry, catalogProperty, isPublic, type CatalogEntry } from "../catalog/entry";
import type { Fields } from "../values/fields";
import type { ResourceDefinition } from "./definition";
import { handlingOptions, type HandlingOptions } from "./options";

/** The catalog's entry for the configuration of an object; undefined if there is no configuration, or the catalog does not describe its type. */
export function configEntry(
  { config }: ResourceDefinition,
  fields: Fields,
  { otherType }: HandlingOptions = handlingOptions(fields),
): CatalogEntry | undefined {
  const folder = config?.catalog(fields);
  return config === undefined || folder === undefined || otherType === true
    ? undefined
    : catalogEntry(folder, fields[config.typeField]);
}

/** Whether a key of the configuration is public: the catalog says so or, where it does not know the key, the program. */
export function isPublicKey(definition: ResourceDefinition, fields: Fields): (key: string) => boolean {
  const options = handlingOptions(fields);
  const entry = configEntry(definition, fields, options);
  return (key) =>
    catalogProperty(entry, key) === undefined
      ? options.publicKeys?.includes(key) === true
      : isPublic(entry, key);
}
