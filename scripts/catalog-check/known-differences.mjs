import { line } from "./listing.mjs";

/**
 * Gives the differences that are known their reasons, as `known`.
 * @param places The compared folders of the catalog: each with its `folder` and what `compare` says of it.
 * @param entries Each a `reason` and the lines of the listing that it explains, by `<platform>/<role>/<type>`.
 * @returns Which lines of the entries no longer occur.
 */
export function markKnown(places, entries) {
  const reasons = new Map();
  for (const { reason, differences } of entries) {
    for (const [path, lines] of Object.entries(differences)) {
      for (const text of lines) reasons.set(`${path}: ${text}`, reason);
    }
  }
  const occurring = new Set();
  for (const { folder, types } of places) {
    for (const type of types) {
      for (const one of type.change === undefined ? type.differences : [type]) {
        const text = `${folder}/${type.type}: ${line(one)}`;
        one.known = reasons.get(text);
        occurring.add(text);
      }
    }
  }
  return [...reasons.keys()].filter((text) => !occurring.has(text) && couldOccur(text, places));
}

/** Whether the documents would have shown a difference. */
function couldOccur(text, places) {
  const [, folder, type, about] = /^([^:]*)\/([^/:]*): (. type )?/.exec(text);
  const place = places.find((one) => one.folder === folder);
  if (place === undefined) return false;
  return about === undefined ? place.areFieldsCompared(type) : place.isCompared(type);
}

/** The places without what is known. */
export function withoutKnown(places) {
  return places.map((place) => ({
    ...place,
    types: place.types
      .filter(({ known }) => known === undefined)
      .map((type) =>
        type.change === undefined
          ? { ...type, differences: type.differences.filter(({ known }) => known === undefined) }
          : type,
      )
      .filter(({ change, differences }) => change !== undefined || differences.length > 0),
  }));
}
