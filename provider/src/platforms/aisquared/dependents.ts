import type { Dependent } from "../../definition/definition";
import { fieldsAt, type Fields } from "../../values/fields";
import { listing } from "./json-api";

/** The models that read from a connector. Source: docs/contracts/aisquared.md, section 4.4. */
export const modelsOfConnector: Dependent = {
  kind: "aisquared.Model",
  plural: "models",
  listing: () => listing("models", ({ id, attributes }) => ({ ...attributes, id })),
  refersTo: (model) => [fieldsAt(model, "connector").id],
};

/** The syncs that name an object in some of their attributes. Source: docs/contracts/aisquared.md, sections 4.4 and 6. */
export function syncsBy(refersTo: (sync: Fields) => readonly unknown[]): Dependent {
  return {
    kind: "aisquared.Sync",
    plural: "syncs",
    listing: () => listing("syncs", ({ id, attributes }) => ({ ...attributes, id })),
    refersTo,
  };
}
