import { catalogEntry, catalogProperty, isPublic, type CatalogEntry } from "../catalog/entry";
import type { Fields } from "../values/fields";
import type { ResourceDefinition } from "./definition";
import { handlingOptions, type HandlingOptions } from "./state-keys";

/** What the catalog says about the configuration of an object; undefined if it does not describe the type, or there is none. */
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

/** Whether a key of the configuration is no secret: the catalog says so or, where it does not know the key, the program. */
export function isPublicKey(definition: ResourceDefinition, fields: Fields): (key: string) => boolean {
  const options = handlingOptions(fields);
  const entry = configEntry(definition, fields, options);
  return (key) =>
    catalogProperty(entry, key) === undefined
      ? options.publicKeys?.includes(key) === true
      : isPublic(entry, key);
}
