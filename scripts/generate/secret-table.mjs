/** The module with the ways to all secrets. */
export function secretTable(catalog) {
  const table = Object.fromEntries(
    catalog.map(({ platform, role, entries }) => [
      `${platform}/${role}`,
      Object.fromEntries(
        // Of a type that takes any key the table says nothing: programs then treat every value as a secret.
        entries
          .filter(([, schema]) => schema.additionalProperties !== true)
          .map(([type, schema]) => [type, secretPaths(schema)]),
      ),
    ]),
  );
  return `/** For each folder of the catalog and each type in it, the ways to its secrets, steps joined by dots. */
export const secretKeys: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = ${JSON.stringify(table)};
`;
}

function secretPaths(schema, prefix = "") {
  return Object.entries(schema.properties ?? {}).flatMap(([key, property]) =>
    property.writeOnly ? [prefix + key] : secretPaths(property, `${prefix}${key}.`),
  );
}
