/** The compared properties of a field, in the order of the output. */
const properties = ["required", "type", "enum", "default", "format", "secret", "feature_flag"];

/**
 * Compares what a vendor publishes about a role with the catalog.
 * @param catalog The types in the catalog by name, in the vendor's form. Those with `mayBeMissing` do not count as gone.
 * @param published The vendor's types by name. Properties that are undefined are not compared.
 * @param isWhole Whether these are all of the vendor's types.
 */
export function compare(catalog, published, isWhole) {
  const isCompared = (type) =>
    published.has(type) || (isWhole && catalog.has(type) && !catalog.get(type).mayBeMissing);
  const names = [...new Set([...catalog.keys(), ...published.keys()])].filter(isCompared).sort();
  return {
    isCompared,
    areFieldsCompared: (type) => catalog.has(type) && published.get(type)?.fields !== undefined,
    compared: names.length,
    withoutFields: names.filter((type) => published.has(type) && published.get(type).fields === undefined),
    types: names
      .map((type) => ({ type, ...comparedType(catalog.get(type), published.get(type)) }))
      .filter(({ change, differences }) => change !== undefined || differences.length > 0),
  };
}

function comparedType(catalog, published) {
  if (published === undefined) return { change: "gone", differences: [] };
  if (catalog === undefined) {
    return { change: "new", differences: comparedFields(new Map(), published.fields ?? new Map()) };
  }
  const facts = changes(catalog.facts, published.facts, Object.keys(catalog.facts));
  const fields = published.fields === undefined ? [] : comparedFields(catalog.fields, published.fields);
  return { differences: [...facts, ...fields] };
}

function comparedFields(catalog, published) {
  const isParentOneSided = (path) => {
    const parent = path.includes(".") ? path.slice(0, path.lastIndexOf(".")) : undefined;
    const known = [catalog, published].filter((fields) => fields.has(parent)).length;
    return parent !== undefined && known === 1;
  };
  return [...new Set([...catalog.keys(), ...published.keys()])]
    .filter((path) => !isParentOneSided(path))
    .sort()
    .flatMap((path) => {
      const [ours, theirs] = [catalog.get(path), published.get(path)];
      if (ours === undefined) return [{ change: "new", field: path, value: plain(theirs) }];
      if (theirs === undefined) return ours.mayBeMissing ? [] : [{ change: "gone", field: path }];
      return changes(ours, theirs, properties).map((change) => ({ ...change, field: path }));
    });
}

function plain(field) {
  return Object.fromEntries(properties.map((name) => [name, field[name]]));
}

/** The differences in properties that both sides have. */
function changes(catalog, published, names) {
  return names
    .filter((name) => catalog[name] !== undefined && published[name] !== undefined)
    .filter((name) => normalized(catalog[name]) !== normalized(published[name]))
    .map((name) => ({ change: "different", property: name, from: catalog[name], to: published[name] }));
}

/** Ignores the order of arrays. */
function normalized(value) {
  return JSON.stringify(Array.isArray(value) ? value.map((item) => JSON.stringify(item)).sort() : value);
}
