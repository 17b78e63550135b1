import type { CatalogProperty } from "../catalog/entry";
import type { Fields } from "../values/fields";
import { configEntry } from "./config-entry";
import type { ResourceDefinition } from "./definition";
import { handlingOptions } from "./options";

/** The keys of an object's arguments, at any depth, that the definition or the catalog has: no program made them up. */
export function knownKeys(definition: ResourceDefinition, inputs: Fields): ReadonlySet<string> {
  const described = [
    configEntry(definition, inputs, handlingOptions(inputs)),
    ...(definition.vendorObjects ?? []).map(({ entry }) => entry(inputs)),
  ];
  return new Set([
    ...Object.keys(definition.arguments),
    ...(definition.vendorObjects ?? []).flatMap(({ path }) => path),
    ...described.flatMap((entry) => (entry === undefined ? [] : keysOf(entry))),
  ]);
}

function keysOf({ properties = {} }: Pick<CatalogProperty, "properties">): string[] {
  return Object.entries(properties).flatMap(([key, property]) => [key, ...keysOf(property)]);
}
