/** The module with the paths of all secrets. */
export function secretTable(catalog) {
  const table = Object.fromEntries(
    catalog.map(({ platform, role, entries }) => [
      `${platform}/${role}`,
      Object.fromEntries(
        // Types that accept any key are omitted: programs then treat every value as a secret.
        entries
          .filter(([, schema]) => schema.additionalProperties !== true)
          .map(([type, schema]) => [type, secretPaths(schema)]),
      ),
    ]),
  );
  return `/** The dotted paths of all secrets, by catalog folder and type. */
export const secretKeys: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = ${JSON.stringify(table)};
`;
}

function secretPaths(schema, prefix = "") {
  return Object.entries(schema.properties ?? {}).flatMap(([key, property]) =>
    property.writeOnly ? [prefix + key] : secretPaths(property, `${prefix}${key}.`),
  );
}
