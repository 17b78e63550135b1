import { line } from "./listing.mjs";

/**
 * Sets `known` of each known difference to its reason.
 * @param comparisons Each has a `folder` of the catalog and the result of `compare`.
 * @param entries Each has a `reason` and the output lines that it explains, by `<platform>/<role>/<type>`.
 * @returns the lines of the entries that no longer occur.
 */
export function markKnown(comparisons, entries) {
  const reasons = new Map();
  for (const { reason, differences } of entries) {
    for (const [path, lines] of Object.entries(differences)) {
      for (const text of lines) reasons.set(`${path}: ${text}`, reason);
    }
  }
  const occurring = new Set();
  for (const { folder, types } of comparisons) {
    for (const type of types) {
      for (const one of type.change === undefined ? type.differences : [type]) {
        const text = `${folder}/${type.type}: ${line(one)}`;
        one.known = reasons.get(text);
        occurring.add(text);
      }
    }
  }
  return [...reasons.keys()].filter((text) => !occurring.has(text) && couldOccur(text, comparisons));
}

/** Whether the documents could have shown the difference. */
function couldOccur(text, comparisons) {
  const [, folder, type, about] = /^([^:]*)\/([^/:]*): (. type )?/.exec(text);
  const comparison = comparisons.find((one) => one.folder === folder);
  if (comparison === undefined) return false;
  return about === undefined ? comparison.areFieldsCompared(type) : comparison.isCompared(type);
}

/** Removes the known differences. */
export function withoutKnown(comparisons) {
  return comparisons.map((comparison) => ({
    ...comparison,
    types: comparison.types
      .filter(({ known }) => known === undefined)
      .map((type) =>
        type.change === undefined
          ? { ...type, differences: type.differences.filter(({ known }) => known === undefined) }
          : type,
      )
      .filter(({ change, differences }) => change !== undefined || differences.length > 0),
  }));
}
